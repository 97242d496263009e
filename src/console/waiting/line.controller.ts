import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type ExtendRequest,
  extendRequestSchema,
  type MuteRequest,
  muteRequestSchema,
  type RiskRequest,
  riskRequestSchema,
  type StandingView,
  standingViewSchema,
} from '../../contract/line.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type TicketAlarmKind, ticketAlarmKindSchema } from '../../contract/standing.js';
import {
  type FollowUpCloseRequest,
  followUpCloseRequestSchema,
  type TicketSummary,
  ticketSummarySchema,
} from '../../contract/ticket.js';
import { type UnmaskingsView, unmaskingsViewSchema } from '../../contract/unmask.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { TicketAlarmService } from '../../ticket/ticket-alarm.service.js';
import { UnmaskingReadModel } from '../../ticket/unmasking.read-model.js';
import { FollowUpService } from '../../waiting-list/follow-up.service.js';
import { MuteService } from '../../waiting-list/mute.service.js';
import { RiskService } from '../../waiting-list/risk.service.js';
import { TimeLimitService } from '../../waiting-list/time-limit.service.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };

/** Where a ticket stands in the line, and what people decide about it. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId')
export class LineController {
  constructor(
    private readonly risks: RiskService,
    private readonly alarms: TicketAlarmService,
    private readonly openUnmaskings: UnmaskingReadModel,
    private readonly followUps: FollowUpService,
    private readonly timeLimits: TimeLimitService,
    private readonly mutes: MuteService,
  ) {}

  /** Risk marks with their reasons, and who took it before its turn. */
  @Get('standing')
  @Permit('ticket.read')
  @ApiOkResponse({ standardSchema: standingViewSchema })
  async standing(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<StandingView> {
    return this.risks.standing(principal, ticketId);
  }

  @Post('risk')
  @HttpCode(200)
  @Permit('ticket.risk')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async risk(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: riskRequestSchema }) body: RiskRequest,
  ): Promise<TicketSummary> {
    return this.risks.mark(principal, ticketId, body);
  }

  /** Silences an alarm on every screen. */
  @Post('alarms/:kind/seen')
  @HttpCode(200)
  @Permit('ticket.alarm')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async seen(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Param('kind', { schema: ticketAlarmKindSchema }) kind: TicketAlarmKind,
  ): Promise<TicketSummary> {
    return this.alarms.seen(principal, ticketId, kind);
  }

  /** Why its caller was unmasked, as long as another supervisor has to look into it. */
  @Get('unmaskings')
  @Permit('ticket.alarm')
  @ApiOkResponse({ standardSchema: unmaskingsViewSchema })
  async unmaskings(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<UnmaskingsView> {
    return this.openUnmaskings.open(principal, ticketId);
  }

  /** From the follow-up list back into the line. */
  @Post('follow-up/line')
  @HttpCode(200)
  @Permit('ticket.follow-up')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async backToLine(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.followUps.backToLine(principal, ticketId);
  }

  /** The one message afterwards. */
  @Post('follow-up/message')
  @HttpCode(200)
  @Permit('ticket.follow-up')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async followUp(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.followUps.sendMessage(principal, ticketId);
  }

  @Post('follow-up/close')
  @HttpCode(200)
  @Permit('ticket.follow-up')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async closeFollowUp(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: followUpCloseRequestSchema }) body: FollowUpCloseRequest,
  ): Promise<TicketSummary> {
    return this.followUps.close(principal, ticketId, body?.seenThrough ?? null);
  }

  @Post('extend')
  @HttpCode(200)
  @Permit('ticket.extend')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async extend(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: extendRequestSchema }) { minutes }: ExtendRequest,
  ): Promise<TicketSummary> {
    return this.timeLimits.extend(principal, ticketId, minutes);
  }

  @Post('mute')
  @HttpCode(200)
  @Permit('caller.mute')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async mute(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: muteRequestSchema }) body: MuteRequest,
  ): Promise<TicketSummary> {
    return this.mutes.mute(principal, ticketId, body);
  }
}
