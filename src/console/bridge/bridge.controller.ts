import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DebriefService } from '../../care/debrief.service.js';
import { ShiftReadModel } from '../../care/shift.read-model.js';
import { accountIdSchema } from '../../contract/account.js';
import {
  type DebriefRequest,
  debriefRequestSchema,
  type DebriefView,
  debriefViewSchema,
  type ShiftView,
  shiftViewSchema,
} from '../../contract/care.js';
import { staffIdSchema } from '../../contract/staff.js';
import { type TodayView, todayViewSchema } from '../../contract/statistics.js';
import { Permit } from '../../staff/permit.js';
import { type Principal, supervisedAccounts } from '../../staff/principal.js';
import { TodayReadModel } from '../../statistics/today.read-model.js';
import { CurrentPrincipal } from '../http/request.js';

/** What a supervisor sees at a glance, and how people are. */
@ApiTags('bridge')
@Controller('api')
export class BridgeController {
  constructor(
    private readonly figures: TodayReadModel,
    private readonly shifts: ShiftReadModel,
    private readonly debriefs: DebriefService,
  ) {}

  /** Today of the accounts that one supervises. */
  @Get('statistics/today')
  @Permit('statistics.read')
  @ApiOkResponse({ standardSchema: todayViewSchema })
  async today(@CurrentPrincipal() principal: Principal): Promise<TodayView> {
    return this.figures.today(supervisedAccounts(principal));
  }

  /** One's own shift. */
  @Get('shift')
  @Permit('shift.own')
  @ApiOkResponse({ standardSchema: shiftViewSchema })
  async shift(@CurrentPrincipal() principal: Principal): Promise<ShiftView> {
    return this.shifts.shift(principal);
  }

  @Post('debriefs')
  @HttpCode(200)
  @Permit('debrief.own')
  @ApiOkResponse({ standardSchema: debriefViewSchema })
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: debriefRequestSchema }) body: DebriefRequest,
  ): Promise<DebriefView> {
    return this.debriefs.ask(principal, body);
  }

  @Delete('debriefs/:accountId')
  @HttpCode(204)
  @Permit('debrief.own')
  @ApiNoContentResponse()
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
  ): Promise<void> {
    await this.debriefs.withdraw(principal, accountId);
  }

  @Post('debriefs/:accountId/:staffId/take')
  @HttpCode(200)
  @Permit('debrief.answer')
  @ApiOkResponse({ standardSchema: debriefViewSchema })
  async take(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<DebriefView> {
    return this.debriefs.take(principal, accountId, staffId);
  }

  @Post('debriefs/:accountId/:staffId/done')
  @HttpCode(204)
  @Permit('debrief.answer')
  @ApiNoContentResponse()
  async done(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId', { schema: accountIdSchema }) accountId: string,
    @Param('staffId', { schema: staffIdSchema }) staffId: string,
  ): Promise<void> {
    await this.debriefs.done(principal, accountId, staffId);
  }
}
