import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type OpeningState, type OpeningView } from '../contract/account.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Opening, openingAt } from './opening-hours.js';
import { type Schedule, scheduleSchema } from './schedule.js';

/** What an account's hours say now. `unknown`: they are missing or broken; callers are answered as when closed. */
export type OpeningNow = Omit<Opening, 'state'> & { readonly state: OpeningState };

const UNKNOWN: OpeningNow = {
  state: 'unknown',
  openedAt: null,
  nextChangeAt: null,
  nextOpensAt: null,
  hoursToday: null,
};

/** Tells whether accounts take new consultations. It fails closed-but-answered, never silently open or dead. */
@Injectable()
export class OpeningHoursService {
  readonly #logger = new Logger(OpeningHoursService.name);

  constructor(private readonly clock: Clock) {}

  /** What the hours of these accounts say at this instant. */
  async now(tx: Queryable, accountIds: readonly string[]): Promise<ReadonlyMap<string, OpeningNow>> {
    const rows = await tx.query<{ accountId: string; rules: unknown }>(
      'SELECT account_id AS "accountId", rules FROM opening_schedule WHERE account_id = ANY($1)',
      [accountIds],
    );
    const schedules = new Map(rows.map((row) => [row.accountId, row.rules]));
    const at = this.clock.now();
    return new Map(
      accountIds.map((accountId) => [accountId, this.#evaluate(accountId, schedules.get(accountId), at)]),
    );
  }

  /** Replaces the hours of an account. */
  async save(tx: Transaction, accountId: string, schedule: Schedule): Promise<void> {
    await tx.query(
      `INSERT INTO opening_schedule (account_id, rules) VALUES ($1, $2)
       ON CONFLICT (account_id) DO UPDATE SET rules = $2`,
      [accountId, JSON.stringify(schedule)],
    );
  }

  #evaluate(accountId: string, rules: unknown, at: Date): OpeningNow {
    const schedule = scheduleSchema.safeParse(rules);
    if (!schedule.success) {
      this.#logger.error(
        `the opening hours of ${accountId} are missing or broken: callers get the closed text`,
      );
      return UNKNOWN;
    }
    return openingAt(schedule.data, at);
  }
}

export function openingView(opening: OpeningNow): OpeningView {
  const { state, hoursToday } = opening;
  return { state, hoursToday, nextChangeAt: opening.nextChangeAt?.toISOString() ?? null };
}
