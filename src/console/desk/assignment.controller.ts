import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { NeedsService } from '../../assignment/needs.service.js';
import { OfferService } from '../../assignment/offer.service.js';
import { type NeedsRequest, needsRequestSchema } from '../../contract/assignment.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type TicketSummary, ticketSummarySchema } from '../../contract/ticket.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { CurrentPrincipal } from '../http/request.js';

const TICKET = { schema: ticketIdSchema };

/** How tickets come to people: what they ask for, and what is offered to whom. */
@ApiTags('tickets')
@Controller('api/tickets/:ticketId')
export class AssignmentController {
  constructor(
    private readonly offers: OfferService,
    private readonly needs: NeedsService,
  ) {}

  /** Who may be given it. */
  @Post('needs')
  @HttpCode(200)
  @Permit('ticket.needs')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async setNeeds(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
    @Body({ schema: needsRequestSchema }) body: NeedsRequest,
  ): Promise<TicketSummary> {
    return this.needs.set(principal, ticketId, body);
  }

  @Post('offer/accept')
  @HttpCode(200)
  @Permit('ticket.take')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async acceptOffer(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.offers.accept(principal, ticketId);
  }

  @Post('offer/decline')
  @HttpCode(200)
  @Permit('ticket.take')
  @ApiOkResponse({ standardSchema: ticketSummarySchema })
  async declineOffer(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', TICKET) ticketId: string,
  ): Promise<TicketSummary> {
    return this.offers.decline(principal, ticketId);
  }
}
