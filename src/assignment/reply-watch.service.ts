import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { TicketService } from '../ticket/ticket.service.js';

const OVERDUE = 'reply-overdue';
/** How often the callers who wait are compared with what was said about them, in milliseconds of real time. */
const POLL_MS = 2000;

interface WaitingCaller {
  readonly ticketId: string;
  readonly accountId: string;
  readonly assignedTo: string | null;
}

/** SQL: since when the caller of a taken ticket waits for their counselor. A row of `ticket`. */
const OWED_SINCE = 'greatest(unanswered_since, taken_at)';

/**
 * A caller who waits for their counselor's answer longer than the account wants: supervisors hear of it, once for each
 * wait. It compares what the tickets say with what was said about them, so that it doesn't matter how a wait began or
 * ended, or whether the account changed its mind about the target meanwhile. Whoever can't be written to now is left out.
 */
@Injectable()
export class ReplyWatch implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('reply-watch', POLL_MS, () => this.#look());

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly tickets: TicketService,
    private readonly alarms: TicketAlarmService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.tickets.onReply((tx, { ticketId, accountId }) =>
      this.alarms.clear(tx, { ticketId, accountId, assignedTo: null }, OVERDUE),
    );
  }

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #look(): Promise<boolean> {
    for (const ticket of await this.#overdue(this.database)) {
      await this.database.transaction(async (tx) => {
        // Somebody may have answered while we looked.
        await tx.query('SELECT FROM ticket WHERE id = $1 FOR NO KEY UPDATE', [ticket.ticketId]);
        const [still] = await this.#overdue(tx, ticket.ticketId);
        if (still !== undefined) await this.alarms.raise(tx, still, OVERDUE);
      });
    }
    for (const ticket of await this.#over(this.database)) {
      await this.database.transaction(async (tx) => {
        await tx.query('SELECT FROM ticket WHERE id = $1 FOR NO KEY UPDATE', [ticket.ticketId]);
        const [still] = await this.#over(tx, ticket.ticketId);
        if (still !== undefined) await this.alarms.clear(tx, still, OVERDUE);
      });
    }
    return false;
  }

  /** Callers past the target of whose wait nobody has been told. */
  #overdue(tx: Queryable, ticketId: string | null = null): Promise<WaitingCaller[]> {
    const targets = this.accounts.all().map(({ id, settings }) => ({ id, ...settings.targets }));
    return tx.query<WaitingCaller>(
      `SELECT ticket.id AS "ticketId", account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket
         JOIN unnest($1::varchar[], $2::int[]) AS target (id, minutes) ON target.id = account_id
       WHERE state = 'active' AND ($4::uuid IS NULL OR ticket.id = $4)
         AND ${OWED_SINCE} + minutes * interval '1 minute' <= $3 AND unanswered_since IS NOT NULL
         AND NOT EXISTS (SELECT FROM ticket_alarm
           WHERE ticket_id = ticket.id AND kind = '${OVERDUE}' AND raised_at >= ${OWED_SINCE})
         AND NOT EXISTS (SELECT FROM caller_address
           WHERE caller_address.caller_id = ticket.caller_id AND (standby OR NOT reachable))`,
      [targets.map(({ id }) => id), targets.map((target) => target.replyMinutes), this.clock.now(), ticketId],
    );
  }

  /** Alarms that nobody has seen, of callers who don't wait any more. */
  #over(tx: Queryable, ticketId: string | null = null): Promise<WaitingCaller[]> {
    return tx.query<WaitingCaller>(
      `SELECT ticket.id AS "ticketId", account_id AS "accountId", assigned_to AS "assignedTo"
       FROM ticket_alarm JOIN ticket ON ticket.id = ticket_id
       WHERE kind = '${OVERDUE}' AND seen_at IS NULL AND ($1::uuid IS NULL OR ticket.id = $1)
         AND (state <> 'active' OR unanswered_since IS NULL OR ${OWED_SINCE} > raised_at)`,
      [ticketId],
    );
  }
}
