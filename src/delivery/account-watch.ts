import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AlarmService } from '../account/alarm.service.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { LineClient, type QuotaAnswer } from '../line/line.client.js';
import { type Outcome } from './outcome.js';
import { explainHeld, hold, release, writeQuota } from './quota.repository.js';
import { quotaAlarm, quotaAlarms } from './quota.js';

const LONGEST_POLL_MS = 5000;
/** Accounts asked about side by side: one that LINE doesn't answer keeps no other waiting for long. */
const BATCH = 8;

/**
 * Watches how LINE treats each account: how much of the month's messages is used, and whether its token is taken.
 * Supervisors hear of it by alarms; an account whose month is used up pushes nothing until that is over.
 */
@Injectable()
export class AccountWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker: Worker;
  /** Questions under way, by account: many refusals at once ask once. */
  readonly #asking = new Map<string, Promise<QuotaAnswer | undefined>>();
  /** Accounts whose token this process last saw refused. */
  readonly #tokenRefused = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: AlarmService,
    private readonly line: LineClient,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    const pollMs = Math.min(environment.QUOTA_CHECK_MS, LONGEST_POLL_MS);
    this.#worker = new Worker('account watch', pollMs, () => this.#checkDue());
  }

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('delivery')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** What an attempt to send says about the account's token. */
  async learn(accountId: string, outcome: Outcome): Promise<void> {
    if (outcome.state === 'failed' && outcome.reason === 'token-refused')
      await this.#tokenIs(accountId, false);
    if (outcome.state === 'accepted' && this.#tokenRefused.has(accountId))
      await this.#tokenIs(accountId, true);
  }

  /** LINE said 429. Asks which limit it was; the month's: the account holds, from now until that is over. */
  async monthIsUsedUp(accountId: string): Promise<boolean> {
    const answer = await this.#ask(accountId);
    if (answer === undefined || answer.limit === null || answer.used < answer.limit) return false;
    await this.database.transaction((tx) => hold(tx, accountId, new Date()));
    return true;
  }

  /** Asks about the accounts whose turn it is; each by one process only. */
  async #checkDue(): Promise<boolean> {
    const due = await this.database.query<{ id: string }>(
      `UPDATE account SET quota_check_at = now() + $1 * interval '1 millisecond'
       WHERE id IN (SELECT id FROM account WHERE quota_check_at IS NULL OR quota_check_at <= now()
         ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING id`,
      [this.environment.QUOTA_CHECK_MS],
    );
    await Promise.all(due.map(({ id }) => this.#ask(id)));
    await explainHeld(this.database);
    return due.length === BATCH;
  }

  #ask(accountId: string): Promise<QuotaAnswer | undefined> {
    const asking = this.#asking.get(accountId);
    if (asking !== undefined) return asking;
    const asked = this.#askLine(accountId).finally(() => this.#asking.delete(accountId));
    this.#asking.set(accountId, asked);
    return asked;
  }

  async #askLine(accountId: string): Promise<QuotaAnswer | undefined> {
    const { credentials } = await this.accounts.get(accountId);
    const answer = await this.line.quota(credentials);
    if ('outcome' in answer) {
      if (answer.cause === 'token-refused') await this.#tokenIs(accountId, false);
      return undefined;
    }
    await this.database.transaction((tx) => this.#write(tx, accountId, answer));
    this.#tokenRefused.delete(accountId);
    return answer;
  }

  async #write(tx: Transaction, accountId: string, answer: QuotaAnswer): Promise<void> {
    await this.alarms.clear(tx, accountId, ['token-refused']);
    await writeQuota(tx, accountId, answer);
    const alarm = quotaAlarm(answer);
    const over = quotaAlarms.filter((kind) => kind !== alarm);
    await this.alarms.clear(tx, accountId, over);
    if (alarm !== undefined) await this.alarms.raise(tx, accountId, alarm);
    if (alarm !== 'quota-used-up') await release(tx, accountId);
  }

  async #tokenIs(accountId: string, taken: boolean): Promise<void> {
    await this.database.transaction((tx) =>
      taken
        ? this.alarms.clear(tx, accountId, ['token-refused'])
        : this.alarms.raise(tx, accountId, 'token-refused'),
    );
    if (taken) this.#tokenRefused.delete(accountId);
    else this.#tokenRefused.add(accountId);
  }
}
