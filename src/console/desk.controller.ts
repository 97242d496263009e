import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type DeskView, deskViewSchema, type SetAsideView, setAsideViewSchema } from '../contract/desk.js';
import { Permit } from '../staff/permit.js';
import { type Principal } from '../staff/principal.js';
import { InboxReadModel } from '../inbox/inbox.read-model.js';
import { DeskReadModel } from './desk.read-model.js';
import { CurrentPrincipal } from './request.js';

@ApiTags('desk')
@Controller('api')
export class DeskController {
  constructor(
    private readonly readModel: DeskReadModel,
    private readonly inbox: InboxReadModel,
  ) {}

  @Get('desk')
  @Permit('desk.read')
  @ApiOkResponse({ standardSchema: deskViewSchema })
  async desk(@CurrentPrincipal() principal: Principal): Promise<DeskView> {
    return this.readModel.desk(principal);
  }

  @Get('set-aside')
  @Permit('set-aside.read')
  @ApiOkResponse({ standardSchema: setAsideViewSchema })
  async setAside(): Promise<SetAsideView> {
    return this.inbox.setAside();
  }
}
