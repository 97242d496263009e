import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import {
  type EarlierQuery,
  type MessagePage,
  type PastTicketsView,
  type TalkDaysView,
} from '../contract/history.js';
import { type TalkRoomView, type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { newestEventId } from '../database/event/event-feed.js';
import { type Principal } from '../staff/principal.js';
import { HistoryReadModel } from '../ticket/history.read-model.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';

/** A talk room as its screen shows it, each read in one snapshot with the newest event id that it includes. */
@Injectable()
export class TalkReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly tickets: TicketReadModel,
    private readonly history: HistoryReadModel,
  ) {}

  /** @throws AppError ticket_not_found, not_permitted */
  async room(principal: Principal, ticketId: string): Promise<TalkRoomView> {
    return this.database.snapshot(async (tx) => {
      await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
      const eventId = await newestEventId(tx);
      const [ticket] = await this.tickets.summaries(tx, [ticketId]);
      return {
        eventId,
        ticket: ticket as TicketSummary,
        ...(await this.history.newest(tx, ticketId)),
        notes: await this.history.notes(tx, ticketId),
      };
    });
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async earlier(principal: Principal, ticketId: string, query: EarlierQuery): Promise<MessagePage> {
    return this.database.snapshot(async (tx) => {
      await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
      const eventId = await newestEventId(tx);
      return { eventId, ...(await this.history.earlier(tx, ticketId, query)) };
    });
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async days(principal: Principal, ticketId: string): Promise<TalkDaysView> {
    await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    return this.history.days(this.database, ticketId);
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async past(principal: Principal, ticketId: string): Promise<PastTicketsView> {
    const head = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    const supervises = principal.memberships.get(head.accountId) === 'supervisor';
    const { settings } = await this.accounts.get(head.accountId);
    const looksAfter = head.state === 'active' && head.assignedTo === principal.staffId;
    if (!supervises && (!looksAfter || settings.pastConsultations === 'none'))
      return { isShown: false, items: [] };
    return { isShown: true, items: await this.history.past(this.database, head) };
  }
}
