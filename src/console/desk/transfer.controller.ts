import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { HandoverReadModel } from '../../assignment/handover.read-model.js';
import { ReturnService } from '../../assignment/return.service.js';
import { TransferService } from '../../assignment/transfer.service.js';
import {
  type DeclineRequest,
  declineRequestSchema,
  type HandoversView,
  handoversViewSchema,
  type ReturnRequest,
  returnRequestSchema,
  type TransferRequest,
  transferRequestSchema,
  type TransferTargetsView,
  transferTargetsViewSchema,
} from '../../contract/assignment.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type TicketSummary, ticketSummarySchema } from '../../contract/ticket.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };

/** Tickets that go from hand to hand. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId')
export class TransferController {
  constructor(
    private readonly transfers: TransferService,
    private readonly returns: ReturnService,
    private readonly readModel: HandoverReadModel,
  ) {}

  /** With the notes; also for whom it is being handed over to. */
  @Get('handovers')
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: handoversViewSchema })
  async handovers(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<HandoversView> {
    return this.readModel.handovers(principal, ticketId);
  }

  @Get('transfer/targets')
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: transferTargetsViewSchema })
  async targets(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TransferTargetsView> {
    return this.readModel.targets(principal, ticketId);
  }

  /** It stays with who has it until somebody accepts. */
  @Post('transfer')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async ask(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: transferRequestSchema }) body: TransferRequest,
  ): Promise<TicketSummary> {
    return this.transfers.ask(principal, ticketId, body);
  }

  @Post('transfer/accept')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async accept(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.transfers.accept(principal, ticketId);
  }

  @Post('transfer/decline')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async decline(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: declineRequestSchema }) body: DeclineRequest,
  ): Promise<TicketSummary> {
    return this.transfers.decline(principal, ticketId, body);
  }

  @Post('transfer/withdraw')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async withdraw(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.transfers.withdraw(principal, ticketId);
  }

  /** Whoever asked has seen that it was declined. */
  @Post('transfer/dismiss')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async dismiss(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.transfers.dismiss(principal, ticketId);
  }

  /** To the front of the line. */
  @Post('return')
  @HttpCode(200)
  @Permit('ticket.transfer')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async toLine(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: returnRequestSchema }) body: ReturnRequest,
  ): Promise<TicketSummary> {
    return this.returns.toLine(principal, ticketId, body);
  }
}
