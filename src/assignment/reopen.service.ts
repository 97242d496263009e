import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { LinePlaceService } from '../waiting-list/line-place.service.js';
import { TimeLimitService } from '../waiting-list/time-limit.service.js';
import { isConnected } from './fresh.js';
import { GivingService } from './giving.service.js';

/** Somebody without an open ticket who writes. */
export interface Returning {
  readonly accountId: string;
  readonly callerId: string;
}

/** The ticket in which they go on. */
export interface Reopened {
  readonly id: string;
  readonly callerId: string;
  readonly state: 'waiting' | 'active';
  readonly assignedTo: string | null;
  readonly waitNumber: number;
}

interface ClosedTicket {
  readonly id: string;
  readonly callerId: string;
  readonly accountId: string;
  readonly assignedTo: string | null;
}

/** Whoever writes soon after a timer closed their consultation goes on in the same ticket. */
@Injectable()
export class ReopenService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly line: LinePlaceService,
    private readonly giving: GivingService,
    private readonly timeLimits: TimeLimitService,
    private readonly clock: Clock,
  ) {}

  /** With the same counselor, if they are there for callers and have room; else in the line, where they stood before. */
  async reopen(tx: Transaction, callers: readonly Returning[]): Promise<Reopened[]> {
    const accountIds = [...new Set(callers.map(({ accountId }) => accountId))];
    const asking: string[] = [];
    for (const id of accountIds)
      if ((await this.accounts.get(id)).settings.idle.askAfterMinutes !== undefined) asking.push(id);
    if (asking.length === 0) return [];
    const closed = await tx.query<ClosedTicket>(
      `SELECT id, caller_id AS "callerId", account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket
       WHERE caller_id = ANY($1) AND account_id = ANY($2) AND state = 'closed' AND reopen_until > $3
       ORDER BY id FOR NO KEY UPDATE`,
      [callers.map(({ callerId }) => callerId), asking, this.clock.now()],
    );
    const reopened = new Map<string, Reopened>();
    for (const ticket of closed.toReversed())
      if (!reopened.has(ticket.callerId)) reopened.set(ticket.callerId, await this.#reopen(tx, ticket));
    return [...reopened.values()];
  }

  async #reopen(tx: Transaction, { id, callerId, accountId, assignedTo }: ClosedTicket): Promise<Reopened> {
    const same = assignedTo !== null && (await this.#couldGoOn(tx, assignedTo, id));
    if (same) {
      await tx.query(
        `UPDATE ticket SET state = 'active', closed_at = NULL, reopen_until = NULL, replied_at = NULL WHERE id = $1`,
        [id],
      );
      await noteIdleSince(tx, [assignedTo], this.clock.now());
      await this.timeLimits.resumeTimeLimit(tx, id);
      emitTicketChanged(tx, { accountId, ticketId: id, assignedTo });
    } else {
      await tx.query('UPDATE ticket SET reopen_until = NULL WHERE id = $1', [id]);
      await this.line.backToLine(tx, id, 'old');
    }
    const [row] = await tx.query<{ waitNumber: number }>(
      'SELECT wait_number AS "waitNumber" FROM ticket WHERE id = $1',
      [id],
    );
    const waitNumber = row?.waitNumber ?? 1;
    return same
      ? { id, callerId, state: 'active', assignedTo, waitNumber }
      : { id, callerId, state: 'waiting', assignedTo: null, waitNumber };
  }

  /**
   * The tickets of a whole batch of webhooks are locked here already, and people are locked before tickets everywhere
   * else: so whoever is busy taking or getting another one at this very moment is not waited for.
   */
  async #couldGoOn(tx: Transaction, staffId: string, ticketId: string): Promise<boolean> {
    const [person] = await tx.query<{ capacity: number }>(
      `SELECT capacity FROM staff WHERE id = $1 AND active AND ${isConnected('$1')}
         AND NOT EXISTS (SELECT FROM presence WHERE staff_id = $1 AND chosen <> 'available')
         AND EXISTS (SELECT FROM membership JOIN ticket ON ticket.id = $2
           WHERE membership.staff_id = $1 AND membership.account_id IN (ticket.account_id, ticket.helping_account_id))
       FOR NO KEY UPDATE OF staff SKIP LOCKED`,
      [staffId, ticketId],
    );
    return person !== undefined && (await this.giving.inHand(tx, staffId, ticketId)) < person.capacity;
  }
}
