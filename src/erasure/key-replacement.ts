import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AlarmService } from '../account/alarm.service.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database, isPassing, sqlState } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { describeError, Worker } from '../database/worker.js';
import { KeyDatabase } from '../vault/key-database.js';
import { KeyDestruction } from '../vault/key-destruction.js';
import { KeyStore } from '../vault/key-store.js';
import { CallerRotation } from './keys/caller-rotation.js';
import { neededKeys } from './keys/retired.js';
import { whileKeysLocked } from './keys/run-lock.js';

const POLL_MS = 5000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 100;
/** 03:00 in Japan, when few write: each destroying looks through every row once, for all who are due. */
const NIGHT_MS = 18 * HOUR_MS;
const FAILED = 'key-replacement-failed';
/** Its bytes are never changed; reasons that earlier releases wrote are under the caller's own key. */
const TRACE = 'audit_entry.why_sealed';

interface Row {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
}

interface MadeRow extends Row {
  readonly newKeyId: string;
}

interface ReplacedRow extends Row {
  readonly keyIds: readonly string[];
}

/**
 * Callers who took something back get a new key (decision 33): what they said is sealed anew while everything runs, and
 * once no backup of the data that is to open needs the old key, it is destroyed. Each step is tried again after
 * whatever ended it; what fails for one caller keeps no other, and raises an alarm. It is no timer, behind which others
 * would wait: somebody may have sent a thousand pictures.
 */
@Injectable()
export class KeyReplacement implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(KeyReplacement.name);
  readonly #worker = new Worker('key replacement', POLL_MS, () => this.#work());
  readonly #rotation: CallerRotation;

  constructor(
    private readonly database: Database,
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly destruction: KeyDestruction,
    private readonly alarms: AlarmService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.#rotation = new CallerRotation(database, keys, store, clock);
  }

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #work(): Promise<boolean> {
    await this.#makeKeys();
    // Looked up before the lock is taken as well: whoever replaces keys by hand isn't kept out by our looking.
    if ((await this.#nextMade()) !== undefined) return this.#locked(() => this.#replaceNext());
    if ((await this.#due()).length > 0) await this.#locked(() => this.#destroyDue());
    return false;
  }

  async #locked(run: () => Promise<boolean>): Promise<boolean> {
    return (await whileKeysLocked(this.keys, run)) ?? false;
  }

  /** At once, so that the next backup of the keys has them. One that another process was quicker to make is left over. */
  async #makeKeys(): Promise<void> {
    const asked = await this.database.query<Row>(
      `SELECT id, account_id AS "accountId", caller_id AS "callerId" FROM key_replacement
       WHERE state IN ('asked', 'begun') AND new_key_id IS NULL AND due_at <= $1 ORDER BY due_at LIMIT ${AT_ONCE}`,
      [this.clock.now()],
    );
    for (const { id, accountId } of asked) {
      const [made] = await this.store.create('caller', 1, accountId);
      await this.database.query(
        `UPDATE key_replacement SET new_key_id = $2, made_at = $3 WHERE id = $1 AND new_key_id IS NULL`,
        [id, made?.id, this.clock.now()],
      );
    }
  }

  /**
   * Nothing is sealed with a key before a backup has it: else who loses the key store would lose the whole talk of who
   * took something back since the last one. Where none is taken within a day, nobody can wait for it.
   */
  async #nextMade(): Promise<MadeRow | undefined> {
    const now = this.clock.now();
    const [row] = await this.database.query<MadeRow>(
      `SELECT id, account_id AS "accountId", caller_id AS "callerId", new_key_id AS "newKeyId" FROM key_replacement
       WHERE state IN ('asked', 'begun') AND new_key_id IS NOT NULL AND due_at <= $1
         AND (made_at <= $2 OR made_at < (SELECT max(at) FROM audit_entry WHERE act = 'backup.taken'
           AND details::jsonb ->> 'kind' = 'keys' AND details::jsonb ->> 'state' = 'done'))
       ORDER BY due_at LIMIT 1`,
      [now, new Date(now.getTime() - DAY_MS)],
    );
    return row;
  }

  /** @returns whether there was one */
  async #replaceNext(): Promise<boolean> {
    const row = await this.#nextMade();
    if (row === undefined) return false;
    await this.#trying(row, HOUR_MS, () => this.#replace(row));
    return true;
  }

  async #replace(row: MadeRow): Promise<void> {
    // What is taken back from here on was perhaps said under the new key: it asks anew.
    await this.database.query(`UPDATE key_replacement SET state = 'begun' WHERE id = $1`, [row.id]);
    const outcome = await this.#rotation.one(row.callerId, row.newKeyId);
    if (outcome === undefined && !(await this.#isErased(row.callerId))) {
      // An older key store was put back, perhaps, which knows of no such key.
      await this.database.query(
        'UPDATE key_replacement SET new_key_id = NULL, made_at = NULL WHERE id = $1',
        [row.id],
      );
      throw new Error('a key is missing');
    }
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      // Erasing has destroyed each key of theirs.
      if (outcome === undefined) return this.#done(tx, row, []);
      await tx.query(
        `UPDATE key_replacement SET state = 'replaced', key_ids = $2, due_at = $3, failed = false WHERE id = $1`,
        [row.id, outcome.replaced, this.#destroyAt(now)],
      );
      const { rows, damaged } = outcome;
      await this.audit.record(tx, {
        act: 'key.rotated',
        actor: { kind: 'system' },
        accountId: row.accountId,
        callerId: row.callerId,
        details: { level: 'caller', cause: 'unsend', rows, damaged },
      });
      await this.#clearAlarm(tx, row.accountId);
    });
  }

  /** The first night after backups of the data from before needn't open any more. */
  #destroyAt(now: Date): Date {
    const earliest = now.getTime() + this.environment.DATA_BACKUP_DAYS * DAY_MS;
    return new Date(Math.ceil((earliest - NIGHT_MS) / DAY_MS) * DAY_MS + NIGHT_MS);
  }

  async #due(): Promise<ReplacedRow[]> {
    return this.database.query<ReplacedRow>(
      `SELECT id, account_id AS "accountId", caller_id AS "callerId", key_ids AS "keyIds" FROM key_replacement
       WHERE state = 'replaced' AND due_at <= $1 ORDER BY due_at LIMIT ${AT_ONCE}`,
      [this.clock.now()],
    );
  }

  async #destroyDue(): Promise<boolean> {
    const settled: ReplacedRow[] = [];
    for (const row of await this.#due())
      await this.#trying(row, DAY_MS, async () => {
        if (await this.#isSettled(row)) settled.push(row);
      });
    let needs: ReturnType<typeof neededKeys> | undefined;
    for (const row of settled)
      await this.#trying(row, DAY_MS, async () => {
        // One look through every row for all of them; where it fails, it fails for each.
        needs ??= neededKeys(
          this.database,
          settled.flatMap(({ keyIds }) => keyIds),
        );
        await this.#destroy(row, await needs);
      });
    return true;
  }

  /**
   * Whether nothing was written with the old keys while they were replaced, by somebody who had read one before. Else it is
   * sealed anew now, and backups of until now open it with the old key, which stays as long again.
   */
  async #isSettled({ id, accountId, callerId, keyIds }: ReplacedRow): Promise<boolean> {
    const { rows } = await this.#rotation.sealAnew(callerId, keyIds);
    if (rows === 0) return true;
    const due = this.#destroyAt(this.clock.now());
    await this.database.transaction(async (tx) => {
      await tx.query('UPDATE key_replacement SET due_at = $2, failed = false WHERE id = $1', [id, due]);
      await this.#clearAlarm(tx, accountId);
    });
    return false;
  }

  /** The trace comes first: nothing is destroyed of which none is left. */
  async #destroy(row: ReplacedRow, needs: Awaited<ReturnType<typeof neededKeys>>): Promise<void> {
    // Their keys went, or go, by the erasing, whatever is still sealed with one.
    if (await this.#isErased(row.callerId)) return this.database.transaction((tx) => this.#done(tx, row, []));
    const unused = row.keyIds.filter((id) => !needs.has(id));
    const columns = row.keyIds.flatMap((id) => (needs.has(id) ? [Object.keys(needs.get(id) ?? {})] : []));
    if (columns.some((names) => names.length !== 1 || names[0] !== TRACE))
      throw new Error('something is still sealed with a replaced key');
    await this.audit.note({
      act: 'key.destroyed',
      actor: { kind: 'system' },
      accountId: row.accountId,
      callerId: row.callerId,
      details: { cause: 'unsend', keys: unused.length, kept: columns.length },
    });
    await this.destruction.destroyLinks(unused);
    await this.database.transaction((tx) => this.#done(tx, row, unused));
  }

  async #done(tx: Transaction, { id, accountId }: Row, keyIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE key_replacement SET state = 'done', done_at = $2, key_ids = $3, failed = false WHERE id = $1`,
      [id, this.clock.now(), keyIds],
    );
    await this.#clearAlarm(tx, accountId);
  }

  async #clearAlarm(tx: Transaction, accountId: string): Promise<void> {
    const failed = await tx.query('SELECT FROM key_replacement WHERE account_id = $1 AND failed LIMIT 1', [
      accountId,
    ]);
    if (failed.length === 0) await this.alarms.clear(tx, accountId, [FAILED]);
  }

  async #isErased(callerId: string): Promise<boolean> {
    const rows = await this.database.query('SELECT FROM caller WHERE id = $1 AND erased_at IS NOT NULL', [
      callerId,
    ]);
    return rows.length > 0;
  }

  /** One that fails is tried again later, and keeps nobody else. */
  async #trying({ id, accountId, callerId }: Row, againMs: number, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      // A database was away: that says nothing about the caller, and the next poll comes.
      if (isPassing(error) && !isTooSlow(error)) throw error;
      this.#logger.error(`the key of caller ${callerId} could not be replaced: ${describeError(error)}`);
      const due = new Date(this.clock.now().getTime() + againMs);
      await this.database.transaction(async (tx) => {
        await tx.query('UPDATE key_replacement SET failed = true, due_at = $2 WHERE id = $1', [id, due]);
        await this.alarms.raise(tx, accountId, FAILED);
      });
    }
  }
}

/** One statement took too long, or waited so for a lock: that may be so each time, and somebody has to hear of it. */
function isTooSlow(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state === '57014' || state === '55P03';
  return error instanceof Error && error.message === 'Query read timeout';
}
