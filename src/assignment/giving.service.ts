import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TimeLimitService } from '../waiting-list/time-limit.service.js';
import { type OfferOutcome } from './assignment.entity.js';

/** A ticket that waits, or is on the follow-up list; its row is locked. */
export interface GivenTicket {
  readonly ticketId: string;
  readonly accountId: string;
}

/** How a ticket comes to somebody, by whatever way: one door, under the locks that keep the promises. */
@Injectable()
export class GivingService {
  constructor(
    private readonly timeLimits: TimeLimitService,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks a person, before any ticket: whoever gives them something sees what others have given.
   * @returns how much they may have; undefined for who is no longer here
   */
  async lockPerson(tx: Transaction, staffId: string): Promise<number | undefined> {
    const [staff] = await tx.query<{ capacity: number }>(
      'SELECT capacity FROM staff WHERE id = $1 AND active FOR NO KEY UPDATE',
      [staffId],
    );
    return staff?.capacity;
  }

  /** What a person has in hand; what is offered to them counts, so that they can accept it. @param but not counted */
  async inHand(tx: Transaction, staffId: string, but: string): Promise<number> {
    const [held] = await tx.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM ticket WHERE assigned_to = $1 AND state = 'active' AND id <> $2)
         + (SELECT count(*) FROM ticket WHERE offered_to = $1 AND state = 'waiting' AND id <> $2))::int AS count`,
      [staffId, but],
    );
    return held?.count ?? 0;
  }

  async isOfferedTo(tx: Transaction, ticketId: string, staffId: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM ticket WHERE id = $1 AND offered_to = $2 AND state = 'waiting'`,
      [ticketId, staffId],
    );
    return rows.length > 0;
  }

  async give(tx: Transaction, { ticketId, accountId }: GivenTicket, staffId: string): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      `UPDATE ticket SET state = 'active', assigned_to = $2, taken_at = $3, helping_account_id = NULL,
         offered_to = NULL, offered_at = NULL, offer_until = NULL, replied_at = NULL, idle_asked_at = NULL,
         idle_closes_at = NULL WHERE id = $1`,
      [ticketId, staffId, now],
    );
    await this.endOffer(tx, ticketId, staffId);
    await this.timeLimits.startTimeLimit(tx, ticketId, accountId);
    await noteIdleSince(tx, [staffId], now);
    emitTicketChanged(tx, { accountId, ticketId, assignedTo: staffId });
  }

  /** Ends the offer that stands, where one does. @param takenBy whoever has the ticket now; an offer to them is accepted */
  async endOffer(tx: Transaction, ticketId: string, takenBy: string | null): Promise<void> {
    await tx.query(
      `UPDATE ticket_offer SET ended_at = $2, outcome = CASE WHEN staff_id = $3 THEN 'accepted' ELSE 'withdrawn' END
       WHERE ticket_id = $1 AND outcome IS NULL`,
      [ticketId, this.clock.now(), takenBy],
    );
  }

  /** Nothing is offered any more; the ticket goes on waiting, and its row is locked. */
  async takeBack(
    tx: Transaction,
    { ticketId, accountId }: GivenTicket,
    staffId: string,
    outcome: OfferOutcome,
  ): Promise<void> {
    const now = this.clock.now();
    await tx.query(
      'UPDATE ticket SET offered_to = NULL, offered_at = NULL, offer_until = NULL WHERE id = $1',
      [ticketId],
    );
    await tx.query(
      'UPDATE ticket_offer SET ended_at = $2, outcome = $3 WHERE ticket_id = $1 AND outcome IS NULL',
      [ticketId, now, outcome],
    );
    await noteIdleSince(tx, [staffId], now);
    emitTicketChanged(tx, { accountId, ticketId, assignedTo: staffId });
  }
}
