import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AlarmService } from '../account/alarm.service.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';

const TIMER = 'key-backup-watch';
const LATE = 'key-backup-late';
const HOUR_MS = 3_600_000;
/** A run of each day, and one that failed. */
const LATE_MS = 48 * HOUR_MS;

/**
 * Raises an alarm in every account when backups of the keys were made and no longer are: the same command deletes the
 * old ones, and what callers are told about when they are gone holds only while somebody runs it. Who never made one
 * has nothing to delete, and hears nothing. One row an hour is the timer, so that the alarm ends soon after the next one.
 */
@Injectable()
export class KeyBackupWatch implements OnModuleInit {
  constructor(
    private readonly timers: TimerService,
    private readonly alarms: AlarmService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handleRepeated(
      TIMER,
      (at) => at.toISOString().slice(0, 'yyyy-mm-ddThh'.length),
      (tx) => this.#look(tx),
    );
  }

  async #look(tx: Transaction): Promise<void> {
    const now = this.clock.now();
    const [last] = await tx.query<{ at: Date }>(
      `SELECT at FROM audit_entry WHERE act = 'backup.taken'
         AND details::jsonb ->> 'kind' = 'keys' AND details::jsonb ->> 'state' = 'done' ORDER BY seq DESC LIMIT 1`,
    );
    const late = last !== undefined && now.getTime() - last.at.getTime() > LATE_MS;
    for (const { id } of await tx.query<{ id: string }>('SELECT id FROM account ORDER BY id'))
      await (late ? this.alarms.raise(tx, id, LATE) : this.alarms.clear(tx, id, [LATE]));
    await this.timers.repeat(tx, TIMER, new Date(now.getTime() + HOUR_MS));
  }
}
