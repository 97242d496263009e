import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { messageViewSchema, type MessageView, ticketIdSchema } from '../../contract/message.js';
import {
  type ConsultRequest,
  consultRequestSchema,
  type ConsultView,
  consultViewSchema,
  type GiveBackRequest,
  giveBackRequestSchema,
  type ReassignRequest,
  reassignRequestSchema,
  type SupervisorReason,
  supervisorReasonSchema,
  type WhisperRequest,
  whisperRequestSchema,
  type WhispersSeen,
  whispersSeenSchema,
} from '../../contract/supervision.js';
import {
  type SupervisorCloseRequest,
  supervisorCloseRequestSchema,
  type TicketSummary,
  ticketSummarySchema,
} from '../../contract/ticket.js';
import { Permit, Unattended } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { ConsultService } from '../../supervision/consult.service.js';
import { MoveService } from '../../supervision/move.service.js';
import { TakeOverService } from '../../supervision/take-over.service.js';
import { WhisperService } from '../../supervision/whisper.service.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };

/** What supervisors do with a ticket of somebody else's, and how its counselor calls them. */
@ApiTags('supervision')
@Controller('api/tickets/:ticketId')
export class SupervisionController {
  constructor(
    private readonly whispers: WhisperService,
    private readonly takeOvers: TakeOverService,
    private readonly moves: MoveService,
    private readonly consults: ConsultService,
  ) {}

  /** 201 for a new whisper; 200 when this client id was taken before, and nothing changes. */
  @Post('whispers')
  @Permit('ticket.whisper')
  @ApiCreatedResponse({ standardSchema: messageViewSchema })
  async whisper(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: whisperRequestSchema }) body: WhisperRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageView> {
    const { message, repeated } = await this.whispers.say(principal, ticketId, body);
    void reply.status(repeated ? HttpStatus.OK : HttpStatus.CREATED);
    return message;
  }

  @Post('whispers/seen')
  @HttpCode(200)
  @Permit('ticket.whisper')
  @Unattended()
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async whispersSeen(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: whispersSeenSchema }) { messageIds }: WhispersSeen,
  ): Promise<TicketSummary> {
    return this.whispers.seen(principal, ticketId, messageIds);
  }

  @Post('take-over')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async takeOver(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: supervisorReasonSchema }) { reason }: SupervisorReason,
  ): Promise<TicketSummary> {
    return this.takeOvers.takeOver(principal, ticketId, reason);
  }

  @Post('give-back')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async giveBack(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: giveBackRequestSchema }) { summary }: GiveBackRequest,
  ): Promise<TicketSummary> {
    return this.takeOvers.giveBack(principal, ticketId, summary);
  }

  @Post('reassign')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async reassign(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: reassignRequestSchema }) body: ReassignRequest,
  ): Promise<TicketSummary> {
    return this.takeOvers.reassign(principal, ticketId, body);
  }

  /** A colleague's ticket goes back to the front of the line. */
  @Post('supervise/return')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async toLine(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: supervisorReasonSchema }) { reason }: SupervisorReason,
  ): Promise<TicketSummary> {
    return this.moves.toLine(principal, ticketId, reason);
  }

  @Post('supervise/close')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async close(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: supervisorCloseRequestSchema }) body: SupervisorCloseRequest,
  ): Promise<TicketSummary> {
    return this.moves.close(principal, ticketId, body);
  }

  @Get('consult')
  @Permit('ticket.consult')
  @ApiOkResponse({ standardSchema: consultViewSchema })
  async consult(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<ConsultView> {
    return this.consults.read(principal, ticketId);
  }

  @Post('consult')
  @HttpCode(200)
  @Permit('ticket.consult')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: consultRequestSchema }) { why }: ConsultRequest,
  ): Promise<TicketSummary> {
    return this.consults.ask(principal, ticketId, why);
  }

  @Post('consult/take')
  @HttpCode(200)
  @Permit('ticket.supervise')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async takeConsult(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.consults.take(principal, ticketId);
  }

  @Post('consult/end')
  @HttpCode(200)
  @Permit('ticket.consult')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async endConsult(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.consults.end(principal, ticketId);
  }
}
