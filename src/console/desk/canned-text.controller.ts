import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountDirectory } from '../../account/account.directory.js';
import { ticketIdSchema } from '../../contract/message.js';
import { type CannedTextsView, cannedTextsViewSchema } from '../../contract/canned-text.js';
import { Database } from '../../database/database.service.js';
import { type OpeningNow, OpeningHoursService } from '../../opening-hours/opening-hours.service.js';
import { Permit } from '../../staff/permit.js';
import { type Principal } from '../../staff/principal.js';
import { accessTicket } from '../../ticket/ticket.access.js';
import { renderCannedText } from '../../waiting-list/text.js';
import { CurrentPrincipal } from '../http/request.js';

@ApiTags('tickets')
@Controller('api/tickets/:ticketId/canned-texts')
export class CannedTextController {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
  ) {}

  /** The texts of the ticket's account, as they would be sent now. */
  @Get()
  @Permit('canned-text.read')
  @ApiOkResponse({ standardSchema: cannedTextsViewSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('ticketId', { schema: ticketIdSchema }) ticketId: string,
  ): Promise<CannedTextsView> {
    const { accountId } = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    const account = await this.accounts.get(accountId);
    const openings = await this.openingHours.now(this.database, [accountId]);
    const opening = openings.get(accountId) as OpeningNow;
    return {
      items: account.cannedTexts.map(({ shortcut, title, category, body }) => ({
        shortcut,
        title,
        category,
        text: renderCannedText(account, body, opening),
      })),
    };
  }
}
