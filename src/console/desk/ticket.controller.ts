import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type FastifyReply } from 'fastify';
import { AssignmentService } from '../../assignment/assignment.service.js';
import { messageIdSchema, ticketIdSchema } from '../../contract/message.js';
import { type CategoryChoice, categoryChoiceSchema } from '../../contract/content.js';
import {
  type CloseRequest,
  closeRequestSchema,
  type ReplyRequest,
  replyRequestSchema,
  type ReplyView,
  replyViewSchema,
  type ResendRequest,
  resendRequestSchema,
  type TakeRequest,
  takeRequestSchema,
  type TalkRoomView,
  talkRoomViewSchema,
  type TicketSummary,
  ticketSummarySchema,
} from '../../contract/ticket.js';
import { MediaService } from '../../media/media.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { ResendService } from '../../ticket/resend.service.js';
import { TicketService } from '../../ticket/ticket.service.js';
import { CurrentPrincipal } from '../http/request.js';
import { TalkReadModel } from './talk.read-model.js';

@ApiTags('tickets')
@Controller('api/tickets/:ticketId')
export class TicketController {
  constructor(
    private readonly tickets: TicketService,
    private readonly assignment: AssignmentService,
    private readonly resends: ResendService,
    private readonly readModel: TalkReadModel,
    private readonly media: MediaService,
  ) {}

  @Get()
  @Permit('ticket.read')
  @ApiOkResponse({ standardSchema: talkRoomViewSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
  ): Promise<TalkRoomView> {
    return this.readModel.room(principal, ticketId);
  }

  @Post('take')
  @HttpCode(200)
  @Permit('ticket.take')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async take(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Body({ schema: takeRequestSchema }) body: TakeRequest,
  ): Promise<TicketSummary> {
    return this.assignment.take(principal, ticketId, body?.reason);
  }

  /** Where somebody has to look at it first, it has no messages yet. 201 for a new reply; 200 when this client id was taken before, and nothing changes. */
  @Post('replies')
  @Permit('ticket.reply')
  @ApiCreatedResponse({ standardSchema: replyViewSchema })
  async reply(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Body({ schema: replyRequestSchema }) body: ReplyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReplyView> {
    const mediaIds = body.bubbles.flatMap((bubble) => (bubble.kind === 'attachment' ? bubble.mediaId : []));
    const attachments = await this.media.attachments(principal, ticketId, mediaIds);
    const outcome = await this.tickets.reply(principal, ticketId, { ...body, attachments });
    void reply.status(outcome.repeated ? HttpStatus.OK : HttpStatus.CREATED);
    return { messages: outcome.messages, heldId: outcome.heldId };
  }

  /** Sends anew what LINE did not take, all bubbles of it. */
  @Post('messages/:messageId/resend')
  @HttpCode(200)
  @Permit('ticket.resend')
  @ApiOkResponse({ standardSchema: replyViewSchema })
  async resend(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Param('messageId', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: resendRequestSchema }) body: ResendRequest,
  ): Promise<ReplyView> {
    return { messages: await this.resends.resend(principal, ticketId, messageId, body), heldId: null };
  }

  @Post('close')
  @HttpCode(200)
  @Permit('ticket.close')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async close(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
    @Body({ schema: closeRequestSchema }) body: CloseRequest,
  ): Promise<TicketSummary> {
    return this.tickets.close(principal, ticketId, body ?? { categoryId: null, seenThrough: null });
  }

  /** What whoever ends it may say that it was about. */
  @Get('categories')
  @Permit('ticket.close')
  @ApiOkResponse({ standardSchema: categoryChoiceSchema })
  async categories(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
  ): Promise<CategoryChoice> {
    return this.readModel.categories(principal, ticketId);
  }
}
