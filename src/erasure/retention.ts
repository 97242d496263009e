import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { AlarmService } from '../account/alarm.service.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { Database, isPassing } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { describeError } from '../database/worker.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { ErasureService } from './erasure.service.js';
import { OBSTACLE } from './obstacle.js';

const TIMER = 'retention';
const FAILED = 'retention-failed';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** One run is short, so that no other timer waits for it: who is left comes a minute later. */
export const AT_MOST = 20;
/** Before everybody, in the order of their ids. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Callers whose last consultation ended longer ago than so many days. Who never had one, but only follows the account,
 * is kept from the last that was heard of them.
 */
const keptLongerThan = (days: string): string => `FROM caller JOIN account ON account.id = caller.account_id
  JOIN LATERAL (SELECT $1::timestamptz - ${days} * interval '1 day' AS since) AS kept ON true
  JOIN LATERAL (SELECT coalesce(bool_and(state = 'closed'), true) AS over, coalesce(max(closed_at),
      greatest(caller.created_at, (SELECT max(received_at) FROM inbound_event WHERE inbound_event.caller_id = caller.id)))
      AS last_at FROM ticket WHERE ticket.caller_id = caller.id) AS talks ON true
  WHERE caller.erased_at IS NULL AND caller.created_at < kept.since AND talks.over AND talks.last_at < kept.since`;

/** Whom their account keeps no longer, with nothing against erasing them. */
const OVERDUE = `${keptLongerThan(`(account.settings -> 'retention' ->> 'days')::int`)} AND (${OBSTACLE}) IS NULL`;

/** So long after their time was over somebody may still look into why a caller was read by exception. */
const PATIENCE_DAYS = 30;
/** Whom nothing keeps but that nobody has looked into it, for longer than that. */
const FORGOTTEN = `${keptLongerThan(`((account.settings -> 'retention' ->> 'days')::int + ${PATIENCE_DAYS})`)}
  AND (${OBSTACLE}) IN ('glass-unseen', 'unmasking-unseen')`;

/** Of its account, when it kept callers for so many days. @returns whom the next run would erase, within a day */
export async function countOverdue(
  tx: Queryable,
  { accountId, days, now }: { readonly accountId: string; readonly days: number; readonly now: Date },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count ${keptLongerThan('$3::int')} AND (${OBSTACLE}) IS NULL AND account.id = $2`,
    [new Date(now.getTime() + DAY_MS), accountId, days],
  );
  return row?.count ?? 0;
}

/**
 * Erases callers whose last consultation ended longer ago than their account keeps (`settings.retention.days`). Once a
 * day it goes through all of them, some each minute, in the order of their ids: the timer's subject is the day, and then
 * the caller after whom to go on. A caller against whose erasure something stands (`obstacle.ts`) is left alone; where
 * that is only that nobody has looked into a reading by exception, an alarm tells of it after `PATIENCE_DAYS`. Each
 * caller has a transaction of their own: whatever keeps one from being erased keeps nobody else, and raises an alarm
 * until nobody of the account is overdue any more.
 */
@Injectable()
export class Retention implements OnModuleInit {
  readonly #logger = new Logger(Retention.name);

  constructor(
    private readonly erasures: ErasureService,
    private readonly database: Database,
    private readonly timers: TimerService,
    private readonly alarms: AlarmService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handleRepeated(
      TIMER,
      (at) => tokyoDate(at).toString(),
      (tx, subject) => this.#run(tx, subject),
    );
  }

  async #run(tx: Transaction, subject: string): Promise<void> {
    const now = this.clock.now();
    const due = await tx.query<{ callerId: string; accountId: string }>(
      `SELECT caller.id AS "callerId", account.id AS "accountId" ${OVERDUE} AND caller.id > $2
       ORDER BY caller.id LIMIT ${AT_MOST}`,
      [now, isUuid(subject) ? subject : FIRST],
    );
    let begun = 0;
    const failed = new Set<string>();
    for (const { callerId, accountId } of due) {
      const outcome = await this.#begin(callerId);
      if (outcome === 'begun') begun += 1;
      if (outcome === 'failed') failed.add(accountId);
    }
    if (begun > 0) this.#logger.log(`${begun} callers are erased: their account keeps them no longer`);
    for (const accountId of failed) await this.alarms.raise(tx, accountId, FAILED);
    const last = due.at(-1);
    if (last !== undefined && due.length === AT_MOST)
      return this.timers.schedule(tx, TIMER, last.callerId, new Date(now.getTime() + MINUTE_MS));
    await this.#tellForgotten(tx, now);
    await this.#clear(tx, now);
    await this.timers.repeat(tx, TIMER, new Date(now.getTime() + DAY_MS));
  }

  /** A supervisor has to look: without being told, nobody would ever know why these are still here. */
  async #tellForgotten(tx: Transaction, now: Date): Promise<void> {
    const forgotten = await tx.query<{ id: string }>(`SELECT DISTINCT account.id ${FORGOTTEN} ORDER BY id`, [
      now,
    ]);
    for (const { id } of forgotten) await this.alarms.raise(tx, id, FAILED);
  }

  /** Everybody was gone through: it is over where nobody is left. */
  async #clear(tx: Transaction, now: Date): Promise<void> {
    const over = await tx.query<{ id: string }>(
      `SELECT id FROM account WHERE id NOT IN (SELECT account.id ${OVERDUE})
         AND id NOT IN (SELECT account.id ${FORGOTTEN}) ORDER BY id`,
      [now],
    );
    for (const { id } of over) await this.alarms.clear(tx, id, [FAILED]);
  }

  async #begin(callerId: string): Promise<'begun' | 'not-now' | 'failed'> {
    try {
      await this.database.transaction((tx) =>
        this.erasures.begin(tx, { callerId, cause: 'retention', staffId: null }),
      );
      return 'begun';
    } catch (error) {
      // The database was away: that says nothing about the caller, and the timer comes again.
      if (isPassing(error)) throw error;
      // They have begun to write again, or somebody asked at the same moment.
      if (error instanceof AppError) return 'not-now';
      this.#logger.error(`caller ${callerId} could not be erased in time: ${describeError(error)}`);
      return 'failed';
    }
  }
}
