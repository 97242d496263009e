import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { Clock } from '../../config/clock.js';
import { type CategoryChoice } from '../../contract/content.js';
import {
  type EarlierQuery,
  type MessagePage,
  type PastTicketsView,
  type TalkDaysView,
} from '../../contract/history.js';
import { type MessageView } from '../../contract/message.js';
import { type TalkRoomView, type TicketSummary } from '../../contract/ticket.js';
import { Database } from '../../database/database.service.js';
import { newestEventId } from '../../database/event/event-feed.js';
import { type Queryable } from '../../database/transaction.js';
import { type Principal } from '../../staff/principal.js';
import { HeldReplyReadModel } from '../../supervision/held-reply.read-model.js';
import { HistoryReadModel } from '../../ticket/history.read-model.js';
import { categoryChoice } from '../../ticket/ticket-category.js';
import { noteTicketRead } from '../../ticket/ticket-trace.js';
import { accessTicket, mayRead, type TicketHead } from '../../ticket/ticket.access.js';
import { TicketReadModel } from '../../ticket/ticket.read-model.js';
import { sharedWith } from '../../ticket/ticket-supervision.js';

/** A talk room as its screen shows it, each read in one snapshot with the newest event id that it includes. */
@Injectable()
export class TalkReadModel {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly tickets: TicketReadModel,
    private readonly history: HistoryReadModel,
    private readonly audit: AuditWriter,
    private readonly held: HeldReplyReadModel,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError ticket_not_found, not_permitted */
  async room(principal: Principal, ticketId: string): Promise<TalkRoomView> {
    return this.#shown(principal, ticketId, async (tx, head) => {
      const isOwn = mayRead(principal, head);
      const eventId = await newestEventId(tx);
      const [ticket] = await this.tickets.summaries(tx, [ticketId]);
      return {
        eventId,
        ticket: sharedWith(principal, ticket as TicketSummary),
        ...heard(await this.history.newest(tx, ticketId), isOwn),
        notes: await this.history.notes(tx, ticketId),
        held: isOwn ? await this.held.ofTicket(tx, ticketId) : [],
      };
    });
  }

  /** What the consultation may be said to have been about. @throws AppError ticket_not_found, not_permitted */
  async categories(principal: Principal, ticketId: string): Promise<CategoryChoice> {
    const { accountId } = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    return categoryChoice(this.database, accountId);
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async earlier(principal: Principal, ticketId: string, query: EarlierQuery): Promise<MessagePage> {
    return this.#shown(principal, ticketId, async (tx, head) => {
      const eventId = await newestEventId(tx);
      const page = await this.history.earlier(tx, ticketId, query);
      return { eventId, ...heard(page, mayRead(principal, head)) };
    });
  }

  /** @throws AppError ticket_not_found, not_permitted */
  async days(principal: Principal, ticketId: string): Promise<TalkDaysView> {
    await accessTicket(this.database, principal, ticketId, 'read', 'no-lock', this.clock.now());
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

  /** Reads words, and leaves a trace of it before they are given out. */
  async #shown<Words>(
    principal: Principal,
    ticketId: string,
    read: (tx: Queryable, head: TicketHead) => Promise<Words>,
  ): Promise<Words> {
    const { head, words } = await this.database.snapshot(async (tx) => {
      const found = await accessTicket(tx, principal, ticketId, 'read', 'no-lock', this.clock.now());
      return { head: found, words: await read(tx, found) };
    });
    await noteTicketRead(this.audit, principal, head);
    return words;
  }
}

/** Whoever reads by an exception reads the talk, but not what was whispered to somebody else. */
function heard<Page extends { readonly messages: MessageView[] }>(page: Page, isOwn: boolean): Page {
  if (isOwn) return page;
  return { ...page, messages: page.messages.filter(({ direction }) => direction !== 'whisper') };
}
