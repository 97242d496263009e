import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { tokyoDate } from '../opening-hours/tokyo.js';
import { keptSince } from './kept-since.js';

const TIMER = 'set-aside-expiry';
const DAY_MS = 86_400_000;

/**
 * Deletes signed input that nobody could read in time (`SET_ASIDE_DAYS`): whose words are in it isn't known, so that no
 * erasure reaches them. One row a day is the timer.
 */
@Injectable()
export class SetAsideExpiry implements OnModuleInit {
  constructor(
    private readonly timers: TimerService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handleRepeated(
      TIMER,
      (at) => tokyoDate(at).toString(),
      (tx) => this.#run(tx),
    );
  }

  async #run(tx: Transaction): Promise<void> {
    const gone = await tx.query<{ accountId: string; count: number }>(
      `WITH gone AS (DELETE FROM set_aside WHERE received_at < $1 RETURNING account_id)
       SELECT account_id AS "accountId", count(*)::int AS count FROM gone GROUP BY account_id ORDER BY account_id`,
      [keptSince()],
    );
    for (const { accountId, count } of gone) {
      const details = { count };
      await this.audit.record(tx, {
        act: 'set-aside.expired',
        actor: { kind: 'system' },
        accountId,
        details,
      });
      tx.emit({ type: 'account.changed', accountId });
    }
    await this.timers.repeat(tx, TIMER, new Date(this.clock.now().getTime() + DAY_MS));
  }
}
