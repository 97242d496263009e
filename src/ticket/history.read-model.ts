import { Injectable } from '@nestjs/common';
import {
  type EarlierQuery,
  type Ending,
  type MessagePage,
  PAGE_LENGTH,
  type PastTicket,
  type TalkDaysView,
} from '../contract/history.js';
import { type MessageView } from '../contract/message.js';
import { type Queryable } from '../database/transaction.js';
import { TicketReadModel } from './ticket.read-model.js';

type Messages = Omit<MessagePage, 'eventId'>;

interface PastRow {
  id: string;
  number: number;
  openedAt: Date;
  takenAt: Date | null;
  closedAt: Date;
  counselor: string | null;
  inboundCount: number;
  ending: Ending;
  hadIncident: boolean;
  category: string | null;
}

const MOST_PAST = 200;

/** What was said before: page by page, by day, and in earlier consultations. Whether somebody may see it is asked elsewhere. */
@Injectable()
export class HistoryReadModel {
  constructor(private readonly tickets: TicketReadModel) {}

  /** The end of a talk. */
  async newest(tx: Queryable, ticketId: string): Promise<Messages> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 ORDER BY occurred_at DESC, id DESC LIMIT $2`,
      [ticketId, PAGE_LENGTH + 1],
    );
    return this.#page(tx, rows, PAGE_LENGTH);
  }

  /** What was said before a place in the talk, the nearest of it. */
  async earlier(tx: Queryable, ticketId: string, { before, limit }: EarlierQuery): Promise<Messages> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND (occurred_at, id) < ($2, $3)
       ORDER BY occurred_at DESC, id DESC LIMIT $4`,
      [ticketId, before.occurredAt, before.id, limit + 1],
    );
    return this.#page(tx, rows, limit);
  }

  /** Notes in words; that somebody changed the risk is told elsewhere. */
  async notes(tx: Queryable, ticketId: string): Promise<MessageView[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM message WHERE ticket_id = $1 AND direction = 'note' ORDER BY occurred_at, id`,
      [ticketId],
    );
    return (await this.#open(tx, rows)).filter(({ content }) => content.kind === 'text');
  }

  async days(tx: Queryable, ticketId: string): Promise<TalkDaysView> {
    const rows = await tx.query<{ firstAt: Date; count: number }>(
      `SELECT min(occurred_at) AS "firstAt", count(*)::int AS count FROM message WHERE ticket_id = $1
       GROUP BY (occurred_at AT TIME ZONE 'Asia/Tokyo')::date ORDER BY 1`,
      [ticketId],
    );
    return { days: rows.map(({ firstAt, count }) => ({ firstAt: firstAt.toISOString(), count })) };
  }

  /** What ended before, of the same caller: a caller belongs to one account. */
  async past(
    tx: Queryable,
    ticket: { readonly id: string; readonly callerId: string },
  ): Promise<PastTicket[]> {
    const rows = await tx.query<PastRow>(
      `SELECT ticket.id, number, opened_at AS "openedAt", taken_at AS "takenAt", closed_at AS "closedAt",
         display_name AS counselor, category.name AS category, inbound_count AS "inboundCount",
         CASE WHEN taken_at IS NULL THEN 'never-taken' WHEN reopen_until IS NOT NULL THEN 'by-timer' ELSE 'ended' END
           AS ending, EXISTS (SELECT FROM incident WHERE ticket_id = ticket.id) AS "hadIncident"
       FROM ticket LEFT JOIN staff ON staff.id = assigned_to LEFT JOIN category ON category.id = category_id
       WHERE caller_id = $1 AND ticket.id <> $2 AND state = 'closed' ORDER BY opened_at DESC, ticket.id DESC LIMIT $3`,
      [ticket.callerId, ticket.id, MOST_PAST],
    );
    return rows.map((row) => ({
      ...row,
      openedAt: row.openedAt.toISOString(),
      takenAt: row.takenAt?.toISOString() ?? null,
      closedAt: row.closedAt.toISOString(),
    }));
  }

  /** @param rows newest first, one more than the page is long where more was said before */
  async #page(tx: Queryable, rows: readonly { readonly id: string }[], length: number): Promise<Messages> {
    const wanted = rows.slice(0, length).toReversed();
    return { messages: await this.#open(tx, wanted), hasEarlier: rows.length > length };
  }

  async #open(tx: Queryable, rows: readonly { readonly id: string }[]): Promise<MessageView[]> {
    const ids = rows.map(({ id }) => id);
    const found = new Map((await this.tickets.messagesById(tx, ids)).map((message) => [message.id, message]));
    return ids.flatMap((id) => found.get(id) ?? []);
  }
}
