import { Injectable } from '@nestjs/common';
import { type Profession } from '../contract/standing.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { lineRanks } from '../ticket/line-order.js';
import { isConnected } from './fresh.js';

/** A counselor who is there, takes callers and has room. */
export interface Candidate {
  readonly staffId: string;
  readonly languages: readonly string[];
  readonly professions: readonly Profession[];
  /** Tickets in hand, and offered. */
  readonly held: number;
  readonly idleSince: Date | null;
}

/** What a ticket may ask for; null: anybody will do. */
export interface Needs {
  readonly language: string | null;
  readonly profession: Profession | null;
}

export interface WaitingTicket extends Needs {
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly waitNumber: number;
}

/** A ticket that a person has just declined, let pass or given back. */
export interface Resting {
  readonly ticketId: string;
  readonly staffId: string;
}

/** One kind of need that somebody could meet, and the tickets that all of these people are to be left alone with. */
export interface NeedsToMeet extends Needs {
  readonly resting: readonly string[];
}

/** The head of the line of one kind of need. Ordered by the whole index, so that it reads one row however many wait. */
function headOf(language: boolean, profession: boolean): string {
  const asks = (column: string, asked: boolean) =>
    asked ? `ticket.${column} = needs.${column}` : `ticket.${column} IS NULL AND needs.${column} IS NULL`;
  return `(SELECT id, line_rank, line_since, waiting_since FROM ticket
    WHERE account_id = $1 AND state = 'waiting' AND offered_to IS NULL
      AND ${asks('language', language)} AND ${asks('profession', profession)}
      AND (line_rank, line_since) <= (${lineRanks.others}::smallint, $3::timestamptz)
      AND (line_rank < ${lineRanks.others} OR coalesce(carried_over_to <= $3, true))
      AND ticket.id <> ALL (needs.resting)
    ORDER BY ticket.language, ticket.profession, line_rank, line_since, waiting_since, id LIMIT 1)`;
}

const HEADS = [headOf(false, false), headOf(true, false), headOf(false, true), headOf(true, true)].join(
  ' UNION ALL ',
);

/** What assigning needs to know. Nothing of it grows with how many wait. */
@Injectable()
export class MatchReadModel {
  /** Of these accounts, those where somebody waits whom nobody has been offered to. */
  async waitingAmong(tx: Queryable, accountIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM unnest($1::varchar[]) AS given (id) WHERE EXISTS (
         SELECT FROM ticket WHERE account_id = given.id AND state = 'waiting' AND offered_to IS NULL) ORDER BY id`,
      [accountIds],
    );
    return rows.map((row) => row.id);
  }

  /** Counselors of an account who could take one more. Supervisors are never given anything by a machine. */
  async candidates(tx: Queryable, accountId: string): Promise<Candidate[]> {
    return tx.query<Candidate>(
      `SELECT staff.id AS "staffId", languages, professions, held, presence.idle_since AS "idleSince"
       FROM membership JOIN staff ON staff.id = membership.staff_id AND staff.active
         LEFT JOIN presence ON presence.staff_id = staff.id
         CROSS JOIN LATERAL (
           SELECT ((SELECT count(*) FROM ticket WHERE assigned_to = staff.id AND state = 'active')
             + (SELECT count(*) FROM ticket WHERE offered_to = staff.id AND state = 'waiting'))::int AS held) AS load
       WHERE membership.account_id = $1 AND role IN ('counselor', 'senior-counselor') AND held < capacity
         AND coalesce(presence.chosen, 'available') = 'available' AND ${isConnected('staff.id')}`,
      [accountId],
    );
  }

  /** Whether somebody is still there and takes callers; the lock on them keeps it so. */
  async isThere(tx: Queryable, staffId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM staff LEFT JOIN presence ON presence.staff_id = staff.id
       WHERE staff.id = $1 AND coalesce(presence.chosen, 'available') = 'available' AND ${isConnected('$1')}`,
      [staffId],
    );
    return rows.length > 0;
  }

  /** How many consultations of an account run, or are about to. */
  async running(tx: Queryable, accountId: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM ticket WHERE account_id = $1 AND state = 'active')
         + (SELECT count(*) FROM ticket WHERE account_id = $1 AND state = 'waiting' AND offered_to IS NOT NULL))::int
         AS count`,
      [accountId],
    );
    return row?.count ?? 0;
  }

  async resting(tx: Queryable, accountId: string, since: Date): Promise<Resting[]> {
    return tx.query<Resting>(
      `SELECT DISTINCT ticket_id AS "ticketId", staff_id AS "staffId" FROM ticket_offer
       WHERE account_id = $1 AND ended_at > $2 AND outcome IN ('declined', 'expired', 'returned')`,
      [accountId, since],
    );
  }

  /**
   * The first in line of those whose needs somebody could meet.
   * @param dueBy whoever waits for an opening after this waits on; who is at risk, or comes back, does not
   */
  async first(
    tx: Queryable,
    accountId: string,
    needs: readonly NeedsToMeet[],
    dueBy: Date,
  ): Promise<WaitingTicket | undefined> {
    const [row] = await tx.query<WaitingTicket>(
      `SELECT ticket.id AS "ticketId", ticket.account_id AS "accountId", caller_id AS "callerId",
         wait_number AS "waitNumber", ticket.language, ticket.profession
       FROM (SELECT head.* FROM jsonb_to_recordset($2::jsonb) AS needs (language varchar, profession varchar, resting uuid[])
           CROSS JOIN LATERAL (${HEADS}) AS head
         ORDER BY head.line_rank, head.line_since, head.waiting_since, head.id LIMIT 1) AS next
         JOIN ticket ON ticket.id = next.id`,
      [accountId, JSON.stringify(needs), dueBy],
    );
    return row;
  }

  /** How often each person has had a ticket in this wait. */
  async offersOf(tx: Queryable, ticket: WaitingTicket): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ staffId: string; count: number }>(
      `SELECT staff_id AS "staffId", count(*)::int AS count FROM ticket_offer
       WHERE ticket_id = $1 AND wait_number = $2 GROUP BY staff_id`,
      [ticket.ticketId, ticket.waitNumber],
    );
    return new Map(rows.map((row) => [row.staffId, row.count]));
  }

  /** Who looked after the caller in their last consultation. */
  async lastCounselor(tx: Queryable, { callerId, ticketId }: WaitingTicket): Promise<string | null> {
    const [row] = await tx.query<{ assignedTo: string }>(
      `SELECT assigned_to AS "assignedTo" FROM ticket
       WHERE caller_id = $1 AND id <> $2 AND assigned_to IS NOT NULL ORDER BY opened_at DESC LIMIT 1`,
      [callerId, ticketId],
    );
    return row?.assignedTo ?? null;
  }

  /** Locks a ticket if it still waits for somebody. */
  async lockWaiting(tx: Transaction, ticketId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM ticket WHERE id = $1 AND state = 'waiting' AND offered_to IS NULL FOR NO KEY UPDATE`,
      [ticketId],
    );
    return rows.length > 0;
  }
}
