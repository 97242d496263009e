import { Injectable, type OnModuleInit } from '@nestjs/common';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { OpeningHoursService } from './opening-hours.service.js';

const OPENING_CHANGE = 'opening-change';

/** What else there is to do, in the same transaction, when an account opened or closed or its hours were changed. */
export type OpeningListener = (tx: Transaction, accountId: string) => Promise<void>;

/** Tells every screen when an account opens or closes: the wall clock alone makes no event. */
@Injectable()
export class OpeningWatch implements OnModuleInit {
  readonly #listeners: OpeningListener[] = [];

  constructor(
    private readonly timers: TimerService,
    private readonly openingHours: OpeningHoursService,
  ) {}

  onModuleInit(): void {
    this.timers.handle(OPENING_CHANGE, async (tx, accountId) => {
      // The timer that fires is removed after this; the next one needs another name.
      const [id] = accountId.split('@');
      if (id === undefined) return;
      tx.emit({ type: 'account.changed', accountId: id });
      await this.#scheduleNext(tx, id);
      await this.#tell(tx, id);
    });
  }

  /** Has somebody told of each change. It may be told more than once, and with nothing changed. */
  onChange(listener: OpeningListener): void {
    this.#listeners.push(listener);
  }

  /** Hours or clock changed: forget the planned changes and plan anew. */
  async restart(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    await tx.query(`DELETE FROM timer WHERE kind = $1 AND split_part(subject, '@', 1) = ANY($2)`, [
      OPENING_CHANGE,
      accountIds,
    ]);
    for (const accountId of accountIds) {
      await this.#scheduleNext(tx, accountId);
      tx.emit({ type: 'account.changed', accountId });
      await this.#tell(tx, accountId);
    }
  }

  async #tell(tx: Transaction, accountId: string): Promise<void> {
    for (const listener of this.#listeners) await listener(tx, accountId);
  }

  async #scheduleNext(tx: Transaction, accountId: string): Promise<void> {
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId);
    const next = opening?.nextChangeAt ?? null;
    if (next !== null)
      await this.timers.schedule(tx, OPENING_CHANGE, `${accountId}@${next.toISOString()}`, next);
  }
}
