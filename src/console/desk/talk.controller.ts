import { Body, Controller, Get, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import {
  type EarlierQuery,
  earlierQuerySchema,
  type MessagePage,
  messagePageSchema,
  type NoteRequest,
  noteRequestSchema,
  type PastTicketsView,
  pastTicketsViewSchema,
  type TalkDaysView,
  talkDaysViewSchema,
} from '../../contract/history.js';
import { type MessageView, messageViewSchema, ticketIdSchema } from '../../contract/message.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { NoteService } from '../../ticket/note.service.js';
import { CurrentPrincipal } from '../http/request.js';
import { TalkReadModel } from './talk.read-model.js';

const TICKET = { schema: ticketIdSchema };

/** What was said before, and what people of the account note beside it. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId')
export class TalkController {
  constructor(
    private readonly readModel: TalkReadModel,
    private readonly notes: NoteService,
  ) {}

  /** Backwards from a place in the talk. */
  @Get('messages')
  @Permit('ticket.read')
  @ApiOkResponse({ standardSchema: messagePageSchema })
  async earlier(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Query({ schema: earlierQuerySchema }) query: EarlierQuery,
  ): Promise<MessagePage> {
    return this.readModel.earlier(principal, ticketId, query);
  }

  @Get('days')
  @Permit('ticket.read')
  @ApiOkResponse({ standardSchema: talkDaysViewSchema })
  async days(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TalkDaysView> {
    return this.readModel.days(principal, ticketId);
  }

  /** Earlier consultations of the same caller with the same account. */
  @Get('past')
  @Permit('ticket.read')
  @ApiOkResponse({ standardSchema: pastTicketsViewSchema })
  async past(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<PastTicketsView> {
    return this.readModel.past(principal, ticketId);
  }

  /** 201 for a new note; 200 when this client id was taken before, and nothing changes. */
  @Post('notes')
  @Permit('ticket.note')
  @ApiCreatedResponse({ standardSchema: messageViewSchema })
  async note(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: noteRequestSchema }) body: NoteRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageView> {
    const { message, repeated } = await this.notes.write(principal, ticketId, body);
    void reply.status(repeated ? HttpStatus.OK : HttpStatus.CREATED);
    return message;
  }
}
