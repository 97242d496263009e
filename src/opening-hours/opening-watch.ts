import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AlarmService } from '../account/alarm.service.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { OpeningHoursService, type OpeningNow } from './opening-hours.service.js';
import { RichMenuService } from './rich-menu.service.js';

const OPENING_CHANGE = 'opening-change';
const HOURS_BROKEN = 'hours-broken';

/** What else there is to do, in the same transaction, when an account opened or closed or its hours were changed. */
export type OpeningListener = (tx: Transaction, accountId: string) => Promise<void>;

/**
 * Tells every screen, and LINE's rich menu, when an account opens or closes: the wall clock alone makes no event. Also
 * alarms where hours can't be told.
 */
@Injectable()
export class OpeningWatch implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker: Worker;
  readonly #listeners: OpeningListener[] = [];

  constructor(
    private readonly database: Database,
    private readonly timers: TimerService,
    private readonly openingHours: OpeningHoursService,
    private readonly alarms: AlarmService,
    private readonly richMenus: RichMenuService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    // Hours that are written set a timer. What the passing years or another version make of them doesn't.
    this.#worker = new Worker('opening hours', environment.HOURS_CHECK_MS, () => this.#checkFaults());
  }

  onModuleInit(): void {
    this.timers.handle(OPENING_CHANGE, async (tx, accountId) => {
      // The timer that fires is removed after this; the next one needs another name.
      const [id] = accountId.split('@');
      if (id !== undefined) await this.#follow(tx, id, accountId);
    });
  }

  /** Has somebody told of each change. It may be told more than once, and with nothing changed. */
  onChange(listener: OpeningListener): void {
    this.#listeners.push(listener);
  }

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** Hours or clock changed, or somebody decided by hand: forget the planned changes and plan anew. */
  async restart(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    await tx.query(`DELETE FROM timer WHERE kind = $1 AND split_part(subject, '@', 1) = ANY($2)`, [
      OPENING_CHANGE,
      accountIds,
    ]);
    for (const accountId of accountIds) await this.#follow(tx, accountId);
  }

  /** Somebody needs hours that can't be told: supervisors hear of it now, not at the next look. */
  async alarmFault(tx: Transaction, accountId: string): Promise<void> {
    await this.alarms.raise(tx, accountId, HOURS_BROKEN);
  }

  /** @param firing subject of the timer that fires, which is removed after this */
  async #follow(tx: Transaction, accountId: string, firing = ''): Promise<void> {
    const opening = (await this.openingHours.now(tx, [accountId])).get(accountId);
    if (opening === undefined) return;
    tx.emit({ type: 'account.changed', accountId });
    if (opening.fault === null) await this.alarms.clear(tx, accountId, [HOURS_BROKEN]);
    else await this.alarms.raise(tx, accountId, HOURS_BROKEN);
    await this.richMenus.follow(tx, accountId, opening.state === 'open');
    for (const listener of this.#listeners) await listener(tx, accountId);
    const next = lookAgainAt(opening, this.clock.now());
    if (next === null) return;
    const subject = `${accountId}@${next.toISOString()}`;
    // Where the clock was set back meanwhile, the instant may be the one that fires.
    await this.timers.schedule(tx, OPENING_CHANGE, subject === firing ? `${subject}@` : subject, next);
  }

  /** Brings alarms in step with what the hours are, where they differ. */
  async #checkFaults(): Promise<boolean> {
    const differing = await this.#differing(this.database);
    if (differing.length > 0) await this.database.transaction((tx) => this.restart(tx, differing));
    return false;
  }

  async #differing(tx: Queryable): Promise<string[]> {
    const rows = await tx.query<{ id: string; alarmed: boolean }>(
      `SELECT id, EXISTS (SELECT FROM account_alarm WHERE account_id = account.id AND kind = $1) AS alarmed
       FROM account ORDER BY id`,
      [HOURS_BROKEN],
    );
    const openings = await this.openingHours.now(
      tx,
      rows.map(({ id }) => id),
    );
    return rows
      .filter(({ id, alarmed }) => ((openings.get(id) as OpeningNow).fault !== null) !== alarmed)
      .map(({ id }) => id);
  }
}

/** Rules that can't be told for long are looked at again each day: one beyond the horizon comes nearer. */
function lookAgainAt(opening: OpeningNow, now: Date): Date | null {
  return opening.lookAgainAt ?? (opening.fault === null ? new Date(now.getTime() + 86_400_000) : null);
}
