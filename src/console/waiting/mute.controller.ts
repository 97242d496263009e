import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { muteIdSchema, type MutesView, mutesViewSchema } from '../../contract/line.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { MuteService } from '../../waiting-list/mute.service.js';
import { CurrentPrincipal } from '../http/request.js';

/** Callers whom a supervisor muted for a time, for others to review. */
@ApiTags('mutes')
@Controller('api/mutes')
export class MuteController {
  constructor(private readonly mutes: MuteService) {}

  @Get()
  @Permit('caller.mute')
  @ApiOkResponse({ standardSchema: mutesViewSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<MutesView> {
    return { mutes: await this.mutes.list(principal) };
  }

  @Post(':muteId/lift')
  @HttpCode(200)
  @Permit('caller.mute')
  @ApiOkResponse({ standardSchema: mutesViewSchema })
  async lift(
    @CurrentPrincipal() principal: Principal,
    @Param('muteId', { schema: muteIdSchema }) muteId: string,
  ): Promise<MutesView> {
    await this.mutes.lift(principal, muteId);
    return { mutes: await this.mutes.list(principal) };
  }
}
