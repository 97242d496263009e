import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import {
  type ApproveRequest,
  approveRequestSchema,
  heldReplyIdSchema,
  type ReturnReplyRequest,
  returnReplyRequestSchema,
} from '../../contract/held-reply.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type TicketSummary, ticketSummarySchema } from '../../contract/ticket.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { ApprovalService } from '../../supervision/approval.service.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };
const HELD = { schema: heldReplyIdSchema };

/** Replies that wait for a supervisor's eyes. */
@ApiTags('supervision')
@Controller('api/tickets/:ticketId/held-replies/:heldId')
export class HeldReplyController {
  constructor(private readonly approvals: ApprovalService) {}

  /** It leaves, with other words where there are some. */
  @Post('approve')
  @HttpCode(200)
  @Permit('reply.approve')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async approve(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Param('heldId', HELD) heldId: string,
    @Body({ schema: approveRequestSchema }) body: ApproveRequest,
  ): Promise<TicketSummary> {
    return this.approvals.approve(principal, ticketId, heldId, body);
  }

  @Post('return')
  @HttpCode(200)
  @Permit('reply.approve')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async sendBack(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Param('heldId', HELD) heldId: string,
    @Body({ schema: returnReplyRequestSchema }) { remark }: ReturnReplyRequest,
  ): Promise<TicketSummary> {
    return this.approvals.sendBack(principal, ticketId, heldId, remark);
  }

  @Post('withdraw')
  @HttpCode(200)
  @Permit('reply.held')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Param('heldId', HELD) heldId: string,
  ): Promise<TicketSummary> {
    return this.approvals.withdraw(principal, ticketId, heldId);
  }

  @Post('dismiss')
  @HttpCode(200)
  @Permit('reply.held')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async dismiss(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Param('heldId', HELD) heldId: string,
  ): Promise<TicketSummary> {
    return this.approvals.dismiss(principal, ticketId, heldId);
  }
}
