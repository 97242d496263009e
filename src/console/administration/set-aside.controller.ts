import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type ReplayRequest,
  replayRequestSchema,
  type ReplayView,
  replayViewSchema,
  type SetAsideView,
  setAsideViewSchema,
  type ShapeView,
  shapeViewSchema,
  type UnfamiliarView,
  unfamiliarViewSchema,
} from '../../contract/desk.js';
import { InboxReadModel } from '../../inbox/inbox.read-model.js';
import { InboxRepository } from '../../inbox/inbox.repository.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

const idSchema = z.string().max(64);

/** What could not be understood, for administrators: what it looks like, never what it says. */
@ApiTags('set-aside')
@Controller('api')
export class SetAsideController {
  constructor(
    private readonly readModel: InboxReadModel,
    private readonly repository: InboxRepository,
  ) {}

  @Get('set-aside')
  @Permit('set-aside.read')
  @ApiOkResponse({ standardSchema: setAsideViewSchema })
  async setAside(): Promise<SetAsideView> {
    return this.readModel.setAside();
  }

  @Get('set-aside/:id/shape')
  @Permit('set-aside.read')
  @ApiOkResponse({ standardSchema: shapeViewSchema })
  async shape(@Param('id', { schema: idSchema }) id: string): Promise<ShapeView> {
    return this.readModel.shape(id);
  }

  @Get('unfamiliar-events')
  @Permit('set-aside.read')
  @ApiOkResponse({ standardSchema: unfamiliarViewSchema })
  async unfamiliar(): Promise<UnfamiliarView> {
    return this.readModel.unfamiliar();
  }

  /** Tries again what these names mean, in the background; the list tells what became of it. */
  @Post('set-aside/replay')
  @HttpCode(200)
  @Permit('set-aside.replay')
  @ApiOkResponse({ standardSchema: replayViewSchema })
  async replay(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: replayRequestSchema }) { ids }: ReplayRequest,
  ): Promise<ReplayView> {
    return { replayed: await this.repository.requestReplay(ids, principal.staffId) };
  }
}
