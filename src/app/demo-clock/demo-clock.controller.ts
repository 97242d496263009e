import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AppError } from '../../config/app-error.js';
import { ENVIRONMENT } from '../../config/config.module.js';
import { type Environment } from '../../config/environment.js';
import {
  type DemoClockRequest,
  demoClockRequestSchema,
  type DemoClockView,
  demoClockViewSchema,
} from '../../contract/desk.js';
import { CurrentPrincipal } from '../../console/http/request.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { DemoClockService } from './demo-clock.service.js';

/** Tries opening hours at any time of day; outside a demo there is nothing here. */
@ApiTags('demo')
@Controller('api/demo/clock')
export class DemoClockController {
  constructor(
    private readonly demoClock: DemoClockService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  @Get()
  @Permit('demo-clock.read')
  @ApiOkResponse({ standardSchema: demoClockViewSchema })
  read(): DemoClockView {
    this.#assertDemo();
    return this.demoClock.read();
  }

  @Put()
  @Permit('demo-clock.set')
  @ApiOkResponse({ standardSchema: demoClockViewSchema })
  async set(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: demoClockRequestSchema }) body: DemoClockRequest,
  ): Promise<DemoClockView> {
    this.#assertDemo();
    return this.demoClock.set(body.instant === null ? null : new Date(body.instant), principal.staffId);
  }

  #assertDemo(): void {
    if (!this.environment.demo) throw new AppError('not_found');
  }
}
