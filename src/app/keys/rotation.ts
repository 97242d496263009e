import { v7 as uuidv7 } from 'uuid';
import { randomBytes } from 'node:crypto';
import { type Clock } from '../../config/clock.js';
import { StartupError } from '../../config/startup-error.js';
import { type Database } from '../../database/database.service.js';
import { type KeyDatabase } from '../../vault/key-database.js';
import { keyBinding, type KeyStore } from '../../vault/key-store.js';
import { type KeyWrapper } from '../../vault/key-wrapper.js';
import { type DataKey, seal } from '../../vault/seal.js';
import { type CallerColumn, callerColumns } from './columns.js';
import { openRow, sealedRows } from './rows.js';

const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface OldKey {
  readonly id: string;
  readonly successorId: string | null;
}

/**
 * Replaces keys while everything runs. Each step is one row's and leaves all readable, so that a run which ends in the
 * middle is taken up by the next.
 */
export class Rotation {
  /** Rows of this run that don't open. */
  #damaged = 0;

  constructor(
    private readonly data: Database,
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly wrapper: KeyWrapper,
    private readonly clock: Clock,
  ) {}

  /** Wraps by the newest master key what an older one wraps. @returns how many keys were wrapped anew */
  async master(): Promise<number> {
    let count = 0;
    for (let after = FIRST; ;) {
      const rows = await this.keys.query<{ id: string; wrapped: Buffer }>(
        `SELECT id, wrapped FROM keystore.data_key WHERE parent_id IS NULL AND id > $1
           AND encode(substring(wrapped FROM 2 FOR 16), 'hex')::uuid <> $2::uuid ORDER BY id LIMIT ${BATCH}`,
        [after, this.wrapper.current],
      );
      const last = rows.at(-1);
      if (last === undefined) return count;
      for (const { id, wrapped } of rows) {
        const secret = await this.wrapper.unwrap(keyBinding(id), wrapped);
        const anew = await this.wrapper.wrap(keyBinding(id), secret);
        const changed = await this.keys.query(
          'UPDATE keystore.data_key SET wrapped = $3 WHERE id = $1 AND wrapped = $2 RETURNING id',
          [id, wrapped, anew],
        );
        count += changed.length;
      }
      after = last.id;
    }
  }

  /**
   * Gives each account a new wrapping key, or ends what an earlier run began.
   * @returns how many keys were wrapped anew
   */
  async account(): Promise<number> {
    await this.#replaceWrappingKeys();
    let count = 0;
    for (;;) {
      const rows = await this.keys.query<{ id: string; owner: string }>(
        `SELECT data_key.id, parent.owner FROM keystore.data_key
           JOIN keystore.data_key AS parent ON parent.id = data_key.parent_id
         WHERE parent.retired_at IS NOT NULL ORDER BY data_key.id LIMIT ${BATCH}`,
      );
      if (rows.length === 0) break;
      for (const { id, owner } of rows) if (await this.store.wrapUnder(owner, id)) count += 1;
    }
    // None is left under them; a process that still has one in memory is refused when it wraps another.
    await this.keys.query(
      `DELETE FROM keystore.data_key WHERE purpose = 'wrapping' AND retired_at IS NOT NULL
         AND NOT EXISTS (SELECT FROM keystore.data_key AS child WHERE child.parent_id = data_key.id)`,
    );
    return count;
  }

  /**
   * Gives callers new keys whose own were made before an instant, and seals what they said anew; ends first what an
   * earlier run began. Old keys stay for backups of before (`retired.ts`).
   * @returns how many callers have a new key, how many rows were sealed anew, and how many don't open: they stay as they are
   */
  async caller(before: Date): Promise<{ callers: number; rows: number; damaged: number }> {
    this.#damaged = 0;
    let rows = 0;
    for (const { callerId, oldId } of await this.#unfinished()) rows += await this.#sealAnew(callerId, oldId);
    let callers = 0;
    for (let after = FIRST; ;) {
      const batch = await this.data.query<{ id: string; keyId: string; accountId: string }>(
        `SELECT id, key_id AS "keyId", account_id AS "accountId" FROM caller
         WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT ${BATCH}`,
        [after],
      );
      const last = batch.at(-1);
      if (last === undefined) return { callers, rows, damaged: this.#damaged };
      const old = await this.#madeBefore(
        batch.map(({ keyId }) => keyId),
        before,
      );
      for (const { id, keyId, accountId } of batch) {
        const replaced = old.get(keyId);
        if (replaced === undefined || !(await this.#replaceCallerKey(id, replaced, accountId))) continue;
        callers += 1;
        rows += await this.#sealAnew(id, keyId);
      }
      after = last.id;
    }
  }

  /** Where an earlier run ended early, only those that it had not come to: what was made since is new already. */
  async #replaceWrappingKeys(): Promise<void> {
    const current = await this.keys.query<{ id: string; owner: string }>(
      `SELECT id, owner FROM keystore.data_key WHERE purpose = 'wrapping' AND retired_at IS NULL
         AND created_at < coalesce((SELECT min(retired_at) FROM keystore.data_key
           WHERE purpose = 'wrapping' AND retired_at IS NOT NULL), 'infinity') ORDER BY owner`,
    );
    for (const { id, owner } of current) {
      const made = uuidv7();
      const wrapped = await this.wrapper.wrap(keyBinding(made), randomBytes(32));
      await this.keys.transaction(async (tx) => {
        const retired = await tx.query(
          'UPDATE keystore.data_key SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL RETURNING id',
          [id, this.clock.now()],
        );
        if (retired.length === 0) return;
        await tx.query(
          `INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, owner) VALUES ($1, 'wrapping', $2, $3, $4)`,
          [made, wrapped, this.clock.now(), owner],
        );
      });
    }
  }

  async #madeBefore(ids: readonly string[], before: Date): Promise<ReadonlyMap<string, OldKey>> {
    const rows = await this.keys.query<OldKey>(
      `SELECT id, successor_id AS "successorId" FROM keystore.data_key WHERE id = ANY($1) AND created_at < $2`,
      [ids, before],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Callers whose key was replaced, with the old one: some of what they said may still be sealed with it. */
  async #unfinished(): Promise<{ callerId: string; oldId: string }[]> {
    const retired = await this.keys.query<{ id: string; successorId: string }>(
      `SELECT id, successor_id AS "successorId" FROM keystore.data_key
       WHERE purpose = 'caller' AND retired_at IS NOT NULL AND successor_id IS NOT NULL ORDER BY id`,
    );
    const callers = await this.data.query<{ id: string; keyId: string }>(
      'SELECT id, key_id AS "keyId" FROM caller WHERE key_id = ANY($1)',
      [retired.map(({ successorId }) => successorId)],
    );
    const byKey = new Map(callers.map(({ id, keyId }) => [keyId, id]));
    return retired.flatMap(({ id, successorId }) => {
      const callerId = byKey.get(successorId);
      return callerId === undefined ? [] : [{ callerId, oldId: id }];
    });
  }

  /**
   * The new key is known as the old one's successor before anything is sealed with it: whoever erases the caller from
   * then on destroys both.
   * @throws StartupError when somebody else has named another one meanwhile: erasing would reach only one of the two
   */
  async #replaceCallerKey(
    callerId: string,
    { id: oldId, successorId }: OldKey,
    accountId: string,
  ): Promise<boolean> {
    const [made] = await this.store.create('caller', 1, accountId);
    if (made === undefined) return false;
    const named = await this.keys.query(
      `UPDATE keystore.data_key SET successor_id = $2, retired_at = $3
       WHERE id = $1 AND successor_id IS NOT DISTINCT FROM $4 RETURNING id`,
      [oldId, made.id, this.clock.now(), successorId],
    );
    if (named.length === 0) {
      const left = await this.keys.query('SELECT FROM keystore.data_key WHERE id = $1', [oldId]);
      // Erased meanwhile, and their key with them.
      if (left.length === 0) return false;
      throw new StartupError(
        'keys',
        'Another run replaces keys of callers. This one has ended; nothing is lost.',
      );
    }
    const changed = await this.data.query(
      'UPDATE caller SET key_id = $3 WHERE id = $1 AND key_id = $2 RETURNING id',
      [callerId, oldId, made.id],
    );
    return changed.length > 0;
  }

  async #sealAnew(callerId: string, oldId: string): Promise<number> {
    const [caller] = await this.data.query<{ keyId: string }>(
      'SELECT key_id AS "keyId" FROM caller WHERE id = $1 AND erased_at IS NULL',
      [callerId],
    );
    if (caller === undefined) return 0;
    const found = await this.store.get(this.data, [oldId, caller.keyId]);
    const [oldKey, newKey] = [found.get(oldId), found.get(caller.keyId)];
    if (oldKey === undefined || newKey === undefined || oldKey.id === newKey.id) return 0;
    let rows = 0;
    for (const column of callerColumns) rows += await this.#sealColumn(column, callerId, oldKey, newKey);
    return rows;
  }

  async #sealColumn(
    sealedColumn: CallerColumn,
    callerId: string,
    oldKey: DataKey,
    newKey: DataKey,
  ): Promise<number> {
    const { table, column, id, binding, scope } = sealedColumn;
    const under = `${scope} AND substring(${column} FROM 2 FOR 16) = decode(replace($2, '-', ''), 'hex')`;
    let count = 0;
    for await (const rows of sealedRows(this.data, sealedColumn, under, [callerId, oldKey.id])) {
      for (const row of rows) {
        const plain = openRow(oldKey, sealedColumn, row);
        // Left as it is, and said at the end: it must not keep all others from their new keys.
        if (plain === undefined) {
          this.#damaged += 1;
          continue;
        }
        const anew = seal(newKey, `${binding}:${row.id}`, plain);
        // Changed or removed meanwhile: then there is nothing left here to seal anew.
        const done = await this.data.query(
          `UPDATE ${table} SET ${column} = $3 WHERE ${scope} AND ${id} = $2 AND ${column} = $4 RETURNING 1`,
          [callerId, row.id, anew, row.sealed],
        );
        count += done.length;
      }
    }
    return count;
  }
}
