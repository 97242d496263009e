import { type Clock } from '../../config/clock.js';
import { StartupError } from '../../config/startup-error.js';
import { type Database } from '../../database/database.service.js';
import { type KeyDatabase } from '../../vault/key-database.js';
import { type KeyStore } from '../../vault/key-store.js';
import { type DataKey, seal } from '../../vault/seal.js';
import { type CallerColumn, callerColumns } from './columns.js';
import { openRow, sealedRows } from './rows.js';

const BATCH = 200;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface OldKey {
  readonly id: string;
  readonly successorId: string | null;
}

/** What became of rows that were sealed with replaced keys. */
export interface SealedAnew {
  readonly rows: number;
  /** They don't open, and stay as they are. */
  readonly damaged: number;
}

const NOTHING: SealedAnew = { rows: 0, damaged: 0 };

/**
 * Replaces callers' keys while everything runs. Each step is one row's and leaves all readable, so that a run which ends
 * in the middle is taken up by the next. One run at a time (`run-lock.ts`).
 */
export class CallerRotation {
  constructor(
    private readonly data: Database,
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives callers new keys whose own were made before an instant, and seals what they said anew; ends first what an
   * earlier run began. Old keys stay for backups of before (`retired.ts`).
   * @returns how many callers have a new key, how many rows were sealed anew, and how many don't open: they stay as they are
   */
  async all(before: Date): Promise<SealedAnew & { readonly callers: number }> {
    const sealed: SealedAnew[] = [];
    for (const { callerId, oldId } of await this.#unfinished())
      sealed.push(await this.#sealAnew(callerId, oldId));
    let callers = 0;
    for (let after = FIRST; ;) {
      const batch = await this.data.query<{ id: string; keyId: string; accountId: string }>(
        `SELECT id, key_id AS "keyId", account_id AS "accountId" FROM caller
         WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT ${BATCH}`,
        [after],
      );
      const last = batch.at(-1);
      if (last === undefined) return { callers, ...sum(sealed) };
      const old = await this.#madeBefore(
        batch.map(({ keyId }) => keyId),
        before,
      );
      for (const { id, keyId, accountId } of batch) {
        const replaced = old.get(keyId);
        if (replaced === undefined) continue;
        const [made] = await this.store.create('caller', 1, accountId);
        if (made === undefined || !(await this.#replaceKey(id, replaced, made.id))) continue;
        callers += 1;
        sealed.push(await this.#sealAnew(id, keyId));
      }
      after = last.id;
    }
  }

  /**
   * Gives one caller a key that was made for them, and seals anew what is under any earlier one. May be done again, also
   * where it ended in the middle.
   * @returns all their earlier keys that are left; undefined: the caller was erased, with each key of theirs, or can't have
   *   this one
   */
  async one(
    callerId: string,
    newId: string,
  ): Promise<(SealedAnew & { readonly replaced: readonly string[] }) | undefined> {
    const keyId = await this.#keyOf(callerId);
    if (keyId === undefined) return undefined;
    const found = await this.keys.query<OldKey & { retired: boolean }>(
      `SELECT id, successor_id AS "successorId", retired_at IS NOT NULL AS retired FROM keystore.data_key
       WHERE id = ANY($1)`,
      [[keyId, newId]],
    );
    const [old, made] = [found.find(({ id }) => id === keyId), found.find(({ id }) => id === newId)];
    if (old === undefined || made === undefined) return undefined;
    // A run of another kind may have replaced it again since: then theirs is the newest.
    const stays = keyId === newId || made.retired;
    if (!stays && !(await this.#replaceKey(callerId, old, newId))) return undefined;
    const earlier = await this.keys.query<{ id: string }>(
      `WITH RECURSIVE earlier AS (
         SELECT id FROM keystore.data_key WHERE successor_id = $1 AND purpose = 'caller'
         UNION SELECT data_key.id FROM keystore.data_key JOIN earlier ON successor_id = earlier.id
         WHERE purpose = 'caller')
       SELECT id FROM earlier ORDER BY id`,
      [stays ? keyId : newId],
    );
    const replaced = earlier.map(({ id }) => id);
    // The data is older than the store: theirs was made before this one, which is replaced already.
    if (made.retired && keyId !== newId && !replaced.includes(newId)) return undefined;
    return { ...(await this.sealAnew(callerId, replaced)), replaced };
  }

  /** Seals anew what of a caller's is under one of these replaced keys. */
  async sealAnew(callerId: string, replaced: readonly string[]): Promise<SealedAnew> {
    const sealed: SealedAnew[] = [];
    for (const id of replaced) sealed.push(await this.#sealAnew(callerId, id));
    return sum(sealed);
  }

  async #keyOf(callerId: string): Promise<string | undefined> {
    const [caller] = await this.data.query<{ keyId: string }>(
      'SELECT key_id AS "keyId" FROM caller WHERE id = $1 AND erased_at IS NULL',
      [callerId],
    );
    return caller?.keyId;
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
  async #replaceKey(callerId: string, { id: oldId, successorId }: OldKey, newId: string): Promise<boolean> {
    const named = await this.keys.query(
      `UPDATE keystore.data_key SET successor_id = $2, retired_at = $3
       WHERE id = $1 AND successor_id IS NOT DISTINCT FROM $4 RETURNING id`,
      [oldId, newId, this.clock.now(), successorId],
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
      [callerId, oldId, newId],
    );
    return changed.length > 0;
  }

  async #sealAnew(callerId: string, oldId: string): Promise<SealedAnew> {
    const keyId = await this.#keyOf(callerId);
    if (keyId === undefined) return NOTHING;
    const found = await this.store.get(this.data, [oldId, keyId]);
    const [oldKey, newKey] = [found.get(oldId), found.get(keyId)];
    if (oldKey === undefined || newKey === undefined || oldKey.id === newKey.id) return NOTHING;
    const sealed: SealedAnew[] = [];
    for (const column of callerColumns) sealed.push(await this.#sealColumn(column, callerId, oldKey, newKey));
    return sum(sealed);
  }

  async #sealColumn(
    sealedColumn: CallerColumn,
    callerId: string,
    oldKey: DataKey,
    newKey: DataKey,
  ): Promise<SealedAnew> {
    const { table, column, id, binding, scope } = sealedColumn;
    const under = `${scope} AND substring(${column} FROM 2 FOR 16) = decode(replace($2, '-', ''), 'hex')`;
    let [count, damaged] = [0, 0];
    for await (const rows of sealedRows(this.data, sealedColumn, under, [callerId, oldKey.id])) {
      for (const row of rows) {
        const plain = openRow(oldKey, sealedColumn, row);
        // Left as it is, and said at the end: it must not keep all others from their new keys.
        if (plain === undefined) {
          damaged += 1;
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
    return { rows: count, damaged };
  }
}

function sum(sealed: readonly SealedAnew[]): SealedAnew {
  return sealed.reduce((a, b) => ({ rows: a.rows + b.rows, damaged: a.damaged + b.damaged }), NOTHING);
}
