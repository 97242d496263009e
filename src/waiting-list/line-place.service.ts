import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type Risk } from '../contract/standing.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { noteIdleSince } from '../staff/idle.js';
import { endHandingOver } from '../ticket/handover-end.js';
import { type LinePlace, linePlace } from '../ticket/line-order.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { scheduleNotice } from './waiting-notice.js';

interface StandingRow {
  readonly id: string;
  readonly accountId: string;
  readonly risk: Risk;
  readonly waitingSince: Date;
  readonly carriedOver: boolean;
  readonly carriedOverTo: Date | null;
  readonly frontSince: Date | null;
}

const SELECT_STANDINGS = `
  SELECT id, account_id AS "accountId", risk, waiting_since AS "waitingSince", carried_over AS "carriedOver",
    carried_over_to AS "carriedOverTo", front_since AS "frontSince" FROM ticket`;

/** Writes where tickets stand in the line, whenever something happens that decides about it. */
@Injectable()
export class LinePlaceService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly openingHours: OpeningHoursService,
    private readonly timers: TimerService,
    private readonly clock: Clock,
  ) {}

  /** Tickets began to wait, or their risk or their opening changed: finds their places anew. */
  async place(tx: Transaction, ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    const rows = await tx.query<StandingRow>(
      `${SELECT_STANDINGS} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [ticketIds],
    );
    const places: LinePlace[] = [];
    for (const row of rows) places.push(await this.#placeOf(row));
    await tx.query(
      `UPDATE ticket SET line_rank = given.rank, line_since = given.since
       FROM unnest($1::uuid[], $2::smallint[], $3::timestamptz[]) AS given (id, rank, since)
       WHERE ticket.id = given.id`,
      [rows.map((row) => row.id), places.map((place) => place.rank), places.map((place) => place.since)],
    );
  }

  /**
   * The counselor of a ticket vanished: it waits again, before everybody who is not at high risk. Its caller hears of
   * it. The row of the ticket is locked by who calls this.
   */
  async toFront(tx: Transaction, ticketId: string): Promise<void> {
    await this.#wait(tx, ticketId, { frontSince: this.clock.now(), keepsTime: true });
  }

  /**
   * A ticket that nobody looks after any more waits again. The row of the ticket is locked by who calls this.
   * @param place `old`: as if it had never left the line; `new`: behind everybody who waits already
   */
  async backToLine(tx: Transaction, ticketId: string, place: 'old' | 'new' = 'old'): Promise<void> {
    await this.#wait(tx, ticketId, { frontSince: null, keepsTime: place === 'old' });
  }

  async #wait(
    tx: Transaction,
    ticketId: string,
    { frontSince, keepsTime }: { readonly frontSince: Date | null; readonly keepsTime: boolean },
  ): Promise<void> {
    const [before] = await tx.query<{ accountId: string; assignedTo: string | null }>(
      'SELECT account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket WHERE id = $1 FOR NO KEY UPDATE',
      [ticketId],
    );
    if (before === undefined) return;
    const now = this.clock.now();
    if (before.assignedTo !== null) await endHandingOver(tx, ticketId, now);
    await tx.query(
      `UPDATE ticket SET state = 'waiting', assigned_to = NULL, taken_at = NULL, closed_at = NULL, time_limit_at = NULL,
         follow_up_reason = NULL, follow_up_since = NULL, front_since = $2, wait_number = wait_number + 1,
         helping_account_id = NULL, offered_to = NULL, offered_at = NULL, offer_until = NULL,
         place_told = NULL, place_texts = 0, waiting_since = CASE WHEN $3 THEN waiting_since ELSE $4 END,
         carried_over = carried_over AND $3, carried_over_to = CASE WHEN $3 THEN carried_over_to END
       WHERE id = $1`,
      [ticketId, frontSince, keepsTime, now],
    );
    await this.carryOver(tx, before.accountId, [ticketId]);
    await scheduleNotice(tx, this.timers, ticketId, now);
    emitTicketChanged(tx, { accountId: before.accountId, ticketId, assignedTo: null });
    await noteIdleSince(tx, [before.assignedTo], now);
    if (before.assignedTo !== null) tx.emit({ type: 'counselor.changed', staffId: before.assignedTo });
  }

  /** Gives tickets of one account that wait their place, and where it takes nobody now, the opening they wait for. */
  async carryOver(tx: Transaction, accountId: string, ticketIds: readonly string[]): Promise<void> {
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId) as OpeningNow;
    if (opening.state !== 'open') {
      const { settings } = await this.accounts.get(accountId);
      await tx.query('UPDATE ticket SET carried_over = $2, carried_over_to = $3 WHERE id = ANY($1)', [
        ticketIds,
        settings.whenClosed === 'carry-over',
        opening.nextOpensAt,
      ]);
    }
    await this.place(tx, ticketIds);
  }

  async #placeOf(row: StandingRow): Promise<LinePlace> {
    const { settings } = await this.accounts.get(row.accountId);
    const { risk, waitingSince, carriedOver, carriedOverTo, frontSince } = row;
    const since = carriedOverTo ?? waitingSince;
    return linePlace(
      {
        risk,
        // Whoever is not carried over but waits for the next opening stands there as if they had come when it begins.
        waitingSince:
          carriedOver || risk === 'high' || risk === 'imminent' ? waitingSince : later(waitingSince, since),
        carriedOverTo: carriedOver ? since : null,
        ...(frontSince === null ? {} : { frontSince }),
      },
      settings.waiting.ageingMinutes * 60_000,
    );
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
