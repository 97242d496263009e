import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AlarmService } from '../account/alarm.service.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { type OpeningNow, OpeningHoursService } from '../opening-hours/opening-hours.service.js';
import { OpeningWatch } from '../opening-hours/opening-watch.js';
import { LoadReadModel } from './load.read-model.js';

const UNDERSTAFFED = 'understaffed';
const CHECK = 'staffing-check';
/** How long too few may be there before supervisors hear of it, in milliseconds: a console that is reloaded is no news. */
const AFTER_MS = 20_000;
/** How often who is there is compared with what was said about it, in milliseconds of real time. */
const POLL_MS = 5000;

interface Standing {
  readonly accountId: string;
  /** Fewer are there than the account asks for while it is open. */
  readonly short: boolean;
  /** It waits for people, and they are there now. */
  readonly mayBegin: boolean;
}

/** Too few people within an opening: supervisors hear of it; where the account says so, the opening waits for them. */
@Injectable()
export class StaffingService implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('staffing', POLL_MS, () => this.#look());

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: AlarmService,
    private readonly loads: LoadReadModel,
    private readonly openingHours: OpeningHoursService,
    private readonly openingWatch: OpeningWatch,
    private readonly timers: TimerService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.timers.handle(UNDERSTAFFED, async (tx, subject) => {
      const [standing] = await this.#standings(tx, [accountOf(subject)]);
      if (standing?.short === true) await this.alarms.raise(tx, standing.accountId, UNDERSTAFFED);
    });
    this.timers.handle(CHECK, (tx, subject) => this.#check(tx, accountOf(subject)));
    // Not at once: what comes of it may set the timer of the hours anew, which is about to be removed.
    this.openingWatch.onChange((tx, accountId) => this.#checkSoon(tx, accountId));
  }

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** In a transaction in which somebody came, went, or said something of themselves. */
  async presenceChanged(tx: Transaction, accountIds: readonly string[]): Promise<void> {
    for (const accountId of accountIds) await this.#checkSoon(tx, accountId);
  }

  async #checkSoon(tx: Transaction, accountId: string): Promise<void> {
    const now = this.clock.now();
    await this.timers.schedule(tx, CHECK, `${accountId}@${now.toISOString()}`, now);
  }

  async #check(tx: Transaction, accountId: string): Promise<void> {
    const [standing] = await this.#standings(tx, [accountId]);
    if (standing === undefined) return;
    if (standing.mayBegin) {
      await tx.query('UPDATE account SET staffed_at = $2 WHERE id = $1', [accountId, this.clock.now()]);
      await this.openingWatch.restart(tx, [accountId]);
    }
    const planned = `kind = '${UNDERSTAFFED}' AND subject LIKE $1 || '@%'`;
    if (!standing.short) {
      await tx.query(`DELETE FROM timer WHERE ${planned}`, [accountId]);
      await this.alarms.clear(tx, accountId, [UNDERSTAFFED]);
      return;
    }
    const known = await tx.query(
      `SELECT FROM timer WHERE ${planned}
       UNION ALL SELECT FROM account_alarm WHERE account_id = $1 AND kind = '${UNDERSTAFFED}'`,
      [accountId],
    );
    if (known.length > 0) return;
    const due = new Date(this.clock.now().getTime() + AFTER_MS);
    await this.timers.schedule(tx, UNDERSTAFFED, `${accountId}@${due.toISOString()}`, due);
  }

  /** Brings what was said in step with who is there, where they differ: settings change without an event. */
  async #look(): Promise<boolean> {
    const ids = this.accounts.all().map(({ id }) => id);
    const known = await this.database.query<{ id: string }>(
      `SELECT account_id AS id FROM account_alarm WHERE kind = '${UNDERSTAFFED}'
       UNION SELECT split_part(subject, '@', 1) FROM timer WHERE kind = '${UNDERSTAFFED}'`,
    );
    const said = new Set(known.map(({ id }) => id));
    for (const { accountId, short, mayBegin } of await this.#standings(this.database, ids))
      if (mayBegin || short !== said.has(accountId))
        await this.database.transaction((tx) => this.#check(tx, accountId));
    return false;
  }

  async #standings(tx: Queryable, accountIds: readonly string[]): Promise<Standing[]> {
    const openings = await this.openingHours.now(tx, accountIds);
    const staffing = await this.loads.staffing(tx, accountIds);
    return accountIds.flatMap((accountId) => {
      const account = this.accounts.find(accountId);
      if (account === undefined) return [];
      const { state, held } = openings.get(accountId) as OpeningNow;
      const within = held || state === 'open' || state === 'last-acceptance-passed';
      const enough = (staffing.get(accountId)?.available ?? 0) >= account.settings.staffing.minimum;
      return { accountId, short: within && !enough, mayBegin: held && enough };
    });
  }
}

function accountOf(subject: string): string {
  return subject.split('@')[0] ?? '';
}
