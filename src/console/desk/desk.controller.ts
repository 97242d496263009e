import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type DeskView, deskViewSchema } from '../../contract/desk.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { DeskReadModel } from './desk.read-model.js';
import { CurrentPrincipal } from '../http/request.js';

@ApiTags('desk')
@Controller('api')
export class DeskController {
  constructor(private readonly readModel: DeskReadModel) {}

  @Get('desk')
  @Permit('desk.read')
  @ApiOkResponse({ standardSchema: deskViewSchema })
  async desk(@CurrentPrincipal() principal: Principal): Promise<DeskView> {
    return this.readModel.desk(principal);
  }
}
