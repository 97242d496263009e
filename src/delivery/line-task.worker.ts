import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { AccountDirectory } from '../account/account.directory.js';
import { type LineTaskKind, type LineTaskPayloads } from '../account/line-task.queue.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { EventFeed } from '../database/event/event-feed.js';
import { UnderWay } from '../database/under-way.js';
import { describeError, Worker } from '../database/worker.js';
import { LineClient, type SmallCall } from '../line/line.client.js';
import { Vault } from '../vault/vault.service.js';
import { backoffMs } from './backoff.js';
import { ChannelPace } from './channel-pace.js';

const POLL_MS = 1000;
/** Calls under way at once. */
const PLACES = 16;

const tasksDone = new Counter({
  name: 'tomoshibi_line_tasks_total',
  help: 'Small calls to LINE that are no messages, by what became of them',
  labelNames: ['account', 'kind', 'outcome'] as const,
});

interface LeasedTask {
  readonly id: string;
  readonly accountId: string;
  readonly kind: LineTaskKind;
  readonly sealed: Buffer;
  readonly attempts: number;
}

/**
 * Makes the small calls that are no messages: as well as it can, never in the way of a message, and not at all once
 * they would only be wrong.
 */
@Injectable()
export class LineTaskWorker implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(LineTaskWorker.name);
  readonly #worker = new Worker('line tasks', POLL_MS, () => this.#fill());
  readonly #underWay = new UnderWay();

  constructor(
    private readonly database: Database,
    private readonly feed: EventFeed,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly line: LineClient,
    private readonly pace: ChannelPace,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('delivery')) return;
    this.#worker.start((poke) => this.feed.onHint('lineTasks', poke));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
    await this.#underWay.ended();
  }

  async #fill(): Promise<boolean> {
    await this.database.query('DELETE FROM line_task WHERE expires_at <= now()');
    const room = PLACES - this.#underWay.size;
    if (room <= 0) return false;
    for (const task of await this.#lease(room)) this.#start(task);
    return false;
  }

  #start(task: LeasedTask): void {
    this.#underWay.add(
      this.#make(task),
      (error) => this.#logger.warn(`a ${task.kind} task failed: ${describeError(error)}`),
      () => this.#worker.poke(),
    );
  }

  async #lease(limit: number): Promise<LeasedTask[]> {
    return this.database.query<LeasedTask>(
      `WITH chosen AS (
         SELECT id FROM line_task WHERE next_attempt_at <= now() AND expires_at > now()
           AND (leased_until IS NULL OR leased_until < now())
         ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       UPDATE line_task SET leased_until = now() + $2 * interval '1 millisecond', attempts = attempts + 1
       FROM chosen WHERE line_task.id = chosen.id
       RETURNING line_task.id, account_id AS "accountId", kind, sealed, attempts`,
      [limit, this.environment.DELIVERY_LEASE_MS],
    );
  }

  async #make(task: LeasedTask): Promise<void> {
    const waitMs = await this.pace.takeSmall(task.accountId);
    if (waitMs > 0) return this.#later(task, waitMs);
    const [opened] = await this.vault.openEachJson(this.database, [
      { binding: `line_task.sealed:${task.id}`, bytes: task.sealed },
    ]);
    if (opened?.kind !== 'opened') return this.#remove(task, 'nothing-to-send');
    const { credentials } = await this.accounts.get(task.accountId);
    const result = await this.line.make(credentials, {
      kind: task.kind,
      ...(opened.value as object),
    } as SmallCall);
    if (result.outcome !== 'again') {
      await this.#remove(task, result.outcome);
      if (task.kind === 'rich-menu') await this.#learnMenu(task, opened.value, result.outcome);
      return;
    }
    tasksDone.inc({ account: task.accountId, kind: task.kind, outcome: 'again' });
    await this.#later(task, backoffMs(task.attempts, Math.random()));
  }

  /** The next change of state asks only for what LINE doesn't show already. */
  async #learnMenu(task: LeasedTask, payload: unknown, outcome: 'accepted' | 'refused'): Promise<void> {
    const { richMenuId } = payload as LineTaskPayloads['rich-menu'];
    if (outcome === 'refused') {
      this.#logger.error(`LINE refused the rich menu ${richMenuId} of ${task.accountId}: is it still there?`);
      return;
    }
    await this.database.query('UPDATE account SET rich_menu_id = $2 WHERE id = $1', [
      task.accountId,
      richMenuId,
    ]);
  }

  async #later(task: LeasedTask, waitMs: number): Promise<void> {
    await this.database.query(
      `UPDATE line_task SET leased_until = NULL, next_attempt_at = now() + $3 * interval '1 millisecond'
       WHERE id = $1 AND attempts = $2`,
      [task.id, task.attempts, waitMs],
    );
  }

  /** A newer task about the same has an id of its own, and stays. */
  async #remove(task: LeasedTask, outcome: string): Promise<void> {
    tasksDone.inc({ account: task.accountId, kind: task.kind, outcome });
    await this.database.query('DELETE FROM line_task WHERE id = $1 AND attempts = $2', [
      task.id,
      task.attempts,
    ]);
  }
}
