import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';

const TIME_UP = 'time-up';

/** How long one consultation should last. Nothing ends by itself: when time is up, supervisors hear of it. */
@Injectable()
export class TimeLimitService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: TicketAlarmService,
    private readonly readModel: TicketReadModel,
    private readonly timers: TimerService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(TIME_UP, (tx, subject) => this.#timeUp(tx, subject));
  }

  /** Somebody has just taken a ticket: its time runs from then, where the account has a limit. */
  async startTimeLimit(tx: Transaction, ticketId: string, accountId: string): Promise<void> {
    const { minutes } = (await this.accounts.get(accountId)).settings.limits;
    const [ticket] = await tx.query<{ until: Date | null }>(
      `UPDATE ticket SET time_limit_at = taken_at + $2::int * interval '1 minute' WHERE id = $1
       RETURNING time_limit_at AS until`,
      [ticketId, minutes ?? null],
    );
    const until = ticket?.until ?? null;
    if (until !== null) await this.#watch(tx, ticketId, until);
  }

  /** A consultation goes on that a timer had closed: a limit that passed meanwhile is told of now. */
  async resumeTimeLimit(tx: Transaction, ticketId: string): Promise<void> {
    const [ticket] = await tx.query<{ until: Date }>(
      `SELECT time_limit_at AS until FROM ticket WHERE id = $1 AND time_limit_at IS NOT NULL AND NOT EXISTS (
         SELECT FROM ticket_alarm WHERE ticket_id = $1 AND kind = '${TIME_UP}' AND raised_at >= time_limit_at)`,
      [ticketId],
    );
    if (ticket !== undefined) await this.#watch(tx, ticketId, ticket.until);
  }

  /**
   * A supervisor gives a consultation more time, from its limit on, or from now where that is past.
   * @throws AppError ticket_not_found, not_permitted, ticket_closed, ticket_not_taken
   */
  async extend(principal: Principal, ticketId: string, minutes: number): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      if (head.state === 'closed') throw new AppError('ticket_closed');
      if (head.state !== 'active') throw new AppError('ticket_not_taken');
      const [changed] = await tx.query<{ until: Date }>(
        `UPDATE ticket SET time_limit_at = greatest(coalesce(time_limit_at, $2), $2) + $3 * interval '1 minute'
         WHERE id = $1 RETURNING time_limit_at AS until`,
        [ticketId, this.clock.now(), minutes],
      );
      if (changed !== undefined) await this.#watch(tx, ticketId, changed.until);
      await this.alarms.clear(tx, { ...head, ticketId }, TIME_UP);
      emitTicketChanged(tx, { ...head, ticketId });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** Each limit has a timer of its own: one that was extended since finds another instant, and does nothing. */
  async #watch(tx: Transaction, ticketId: string, until: Date): Promise<void> {
    await this.timers.schedule(tx, TIME_UP, `${ticketId}@${until.toISOString()}`, until);
  }

  async #timeUp(tx: Transaction, subject: string): Promise<void> {
    const [ticketId, until] = subject.split('@');
    const [ticket] = await tx.query<{ accountId: string; assignedTo: string }>(
      `SELECT account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket
       WHERE id = $1 AND state = 'active' AND date_trunc('milliseconds', time_limit_at) = $2 FOR NO KEY UPDATE`,
      [ticketId, until],
    );
    if (ticket === undefined || ticketId === undefined) return;
    await this.alarms.raise(tx, { ticketId, ...ticket }, TIME_UP);
  }
}
