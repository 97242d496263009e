import { createSecretKey, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { type Queryable } from '../database/transaction.js';
import { type KeyPurpose } from './data-key.entity.js';
import { KeyDatabase } from './key-database.js';
import { type KeyWrapper } from './key-wrapper.js';
import { type DataKey, open, seal } from './seal.js';

export const KEY_WRAPPER = Symbol('key wrapper');

const CACHED_KEYS = 20_000;
const CACHED_PARENTS = 1000;
/** An account's wrapping key may be replaced just while a key is made under it. */
const TRIES = 5;

interface KeyRow {
  id: string;
  wrapped: Buffer;
  parentId: string | null;
  parentWrapped: Buffer | null;
}

/**
 * Keeps keys: the master key wraps one key of each account, that one wraps the account's own keys and those of its
 * callers. Unwrapped keys stay in memory, bounded, so that the hot path asks once per caller and process.
 *
 * The store is no part of any transaction on the data: a key is durable here before the first word is sealed with it.
 * One whose transaction is rolled back afterwards is left over, and harms nobody.
 */
@Injectable()
export class KeyStore {
  readonly #cache = new LRUCache<string, DataKey>({ max: CACHED_KEYS });
  readonly #parents = new LRUCache<string, DataKey>({ max: CACHED_PARENTS });
  /** The wrapping key of each account, by the account's id. */
  readonly #wrapping = new Map<string, DataKey>();
  /** How often keys were forgotten: what was read before the last time isn't kept. */
  #forgotten = 0;
  readonly #forgetters = new Set<(ids: ReadonlySet<string>) => void>();

  constructor(
    private readonly database: KeyDatabase,
    @Inject(KEY_WRAPPER) private readonly wrapper: KeyWrapper,
    private readonly clock: Clock,
  ) {}

  /** Makes `count` new keys under the account's wrapping key, or the master key itself. They are durable then. */
  async create(purpose: KeyPurpose, count: number, accountId: string | null): Promise<DataKey[]> {
    const keys = Array.from({ length: count }, newKey);
    for (let attempt = 1; ; attempt += 1) {
      const parent = accountId === null ? null : await this.#wrappingKeyOf(accountId);
      if (await this.#insert(purpose, keys, parent)) break;
      if (attempt === TRIES) throw new Error('an account has no key to wrap with');
      if (accountId !== null) this.#wrapping.delete(accountId);
    }
    for (const key of keys) this.#cache.set(key.id, key);
    return keys;
  }

  /**
   * The keys of these ids; one that was destroyed is missing from the result.
   * @param _tx the transaction that needs them: the store is no part of it
   */
  async get(_tx: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const unknown = new Set<string>();
    for (const id of ids) {
      const cached = this.#cache.get(id);
      if (cached === undefined) unknown.add(id);
      else found.set(id, cached);
    }
    if (unknown.size === 0) return found;
    const forgotten = this.#forgotten;
    const rows = await this.database.query<KeyRow>(
      `SELECT data_key.id, data_key.wrapped, parent.id AS "parentId", parent.wrapped AS "parentWrapped"
       FROM keystore.data_key LEFT JOIN keystore.data_key AS parent ON parent.id = data_key.parent_id
       WHERE data_key.id = ANY($1)`,
      [[...unknown]],
    );
    for (const row of rows) {
      const key = await this.#unwrap(row);
      if (forgotten === this.#forgotten) this.#cache.set(row.id, key);
      found.set(row.id, key);
    }
    return found;
  }

  /**
   * Makes a key that goes with a caller's: erasing them destroys both, and replacing the caller's leaves this one as it
   * is. @returns undefined when the other is no caller's key, or gone
   */
  async createBeside(callerKeyId: string, accountId: string): Promise<DataKey | undefined> {
    const found = await this.database.query(
      `SELECT FROM keystore.data_key WHERE id = $1 AND purpose = 'caller'`,
      [callerKeyId],
    );
    const [key] = found.length === 0 ? [] : await this.create('reason', 1, accountId);
    if (key === undefined) return undefined;
    const linked = await this.database.query(
      `UPDATE keystore.data_key SET successor_id = caller_key.id FROM (
         SELECT id FROM keystore.data_key WHERE id = $2 AND purpose = 'caller' FOR KEY SHARE) AS caller_key
       WHERE data_key.id = $1 RETURNING data_key.id`,
      [key.id, callerKeyId],
    );
    return linked.length > 0 ? key : undefined;
  }

  /**
   * Wraps a key anew under the account's wrapping key of now. Its secret stays, so whoever has it in memory may keep it.
   * @returns false when it is gone, or already wrapped so
   */
  async wrapUnder(accountId: string, keyId: string): Promise<boolean> {
    const key = (await this.get(this.database, [keyId])).get(keyId);
    if (key === undefined) return false;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const parent = await this.#wrappingKeyOf(accountId);
      const [outcome] = await this.database.query<{ current: boolean; wrapped: boolean }>(
        `WITH parent AS MATERIALIZED (
           SELECT id FROM keystore.data_key WHERE id = $3 AND retired_at IS NULL FOR SHARE),
         changed AS (UPDATE keystore.data_key SET wrapped = $2, parent_id = parent.id FROM parent
           WHERE data_key.id = $1 AND data_key.parent_id IS DISTINCT FROM parent.id RETURNING data_key.id)
         SELECT EXISTS (SELECT FROM parent) AS current, EXISTS (SELECT FROM changed) AS wrapped`,
        [keyId, seal(parent, keyBinding(keyId), key.secret.export()), parent.id],
      );
      if (outcome?.current === true) return outcome.wrapped;
      this.#wrapping.delete(accountId);
    }
    throw new Error('an account has no key to wrap with');
  }

  /** Has this process forget keys, with everybody who keeps some by themselves. */
  forget(ids: ReadonlySet<string>): void {
    this.#forgotten += 1;
    for (const id of ids) this.#cache.delete(id);
    for (const forgetter of this.#forgetters) forgetter(ids);
  }

  /** Calls `forgetter` with keys that must not be kept any longer. */
  onForget(forgetter: (ids: ReadonlySet<string>) => void): void {
    this.#forgetters.add(forgetter);
  }

  /** @returns false when the wrapping key was replaced meanwhile; nothing is written then */
  async #insert(purpose: KeyPurpose, keys: readonly DataKey[], parent: DataKey | null): Promise<boolean> {
    const wrapped = await Promise.all(
      keys.map(async (key) =>
        parent === null
          ? this.wrapper.wrap(keyBinding(key.id), key.secret.export())
          : seal(parent, keyBinding(key.id), key.secret.export()),
      ),
    );
    const written = await this.database.query(
      `WITH parent AS MATERIALIZED (
         SELECT id FROM keystore.data_key WHERE id = $4 AND retired_at IS NULL FOR SHARE)
       INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, parent_id)
       SELECT given.id, $3, given.wrapped, $5, (SELECT id FROM parent)
       FROM unnest($1::uuid[], $2::bytea[]) AS given (id, wrapped)
       WHERE $4::uuid IS NULL OR EXISTS (SELECT FROM parent)
       RETURNING id`,
      [keys.map((key) => key.id), wrapped, purpose, parent?.id ?? null, this.clock.now()],
    );
    return written.length === keys.length;
  }

  async #wrappingKeyOf(accountId: string): Promise<DataKey> {
    const known = this.#wrapping.get(accountId);
    if (known !== undefined) return known;
    const key = (await this.#findWrapping(accountId)) ?? (await this.#makeWrapping(accountId));
    this.#wrapping.set(accountId, key);
    return key;
  }

  async #findWrapping(accountId: string): Promise<DataKey | undefined> {
    const [row] = await this.database.query<{ id: string; wrapped: Buffer }>(
      `SELECT id, wrapped FROM keystore.data_key
       WHERE purpose = 'wrapping' AND owner = $1 AND retired_at IS NULL`,
      [accountId],
    );
    return row === undefined ? undefined : this.#unwrapByMaster(row.id, row.wrapped);
  }

  /** However many processes do so at once, there will be one. */
  async #makeWrapping(accountId: string): Promise<DataKey> {
    const key = newKey();
    await this.database.query(
      `INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, owner) VALUES ($1, 'wrapping', $2, $3, $4)
       ON CONFLICT (owner) WHERE purpose = 'wrapping' AND retired_at IS NULL DO NOTHING`,
      [key.id, await this.wrapper.wrap(keyBinding(key.id), key.secret.export()), this.clock.now(), accountId],
    );
    const winner = await this.#findWrapping(accountId);
    if (winner === undefined) throw new Error('an account has no key to wrap with');
    return winner;
  }

  async #unwrap({ id, wrapped, parentId, parentWrapped }: KeyRow): Promise<DataKey> {
    if (parentId === null || parentWrapped === null) return this.#unwrapByMaster(id, wrapped);
    let parent = this.#parents.get(parentId);
    if (parent === undefined) {
      parent = await this.#unwrapByMaster(parentId, parentWrapped);
      this.#parents.set(parentId, parent);
    }
    return { id, secret: createSecretKey(open(parent, keyBinding(id), wrapped)) };
  }

  async #unwrapByMaster(id: string, wrapped: Buffer): Promise<DataKey> {
    return { id, secret: createSecretKey(await this.wrapper.unwrap(keyBinding(id), wrapped)) };
  }
}

function newKey(): DataKey {
  return { id: uuidv7(), secret: createSecretKey(randomBytes(32)) };
}

/** What a wrapped key is bound to. */
export function keyBinding(keyId: string): string {
  return `data_key:${keyId}`;
}
