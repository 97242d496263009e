import { createSecretKey, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { MASTER_KEY } from '../config/config.module.js';
import { type Queryable } from '../database/transaction.js';
import { type DataKeyEntity } from './data-key.entity.js';
import { type DataKey, open, seal } from './seal.js';

/** The master key is no row: its id in the sealed form is fixed. */
const MASTER_KEY_ID = '00000000-0000-4000-8000-000000000001';
const CACHED_KEYS = 20_000;

type Purpose = DataKeyEntity['purpose'];

/**
 * Keeps data keys, wrapped by the master key. Unwrapped keys stay in memory, bounded, so that the hot path asks the
 * database once per caller and process.
 */
@Injectable()
export class KeyStore {
  readonly #master: DataKey;
  readonly #cache = new LRUCache<string, DataKey>({ max: CACHED_KEYS });

  constructor(
    @Inject(MASTER_KEY) master: Buffer,
    private readonly clock: Clock,
  ) {
    this.#master = { id: MASTER_KEY_ID, secret: createSecretKey(master) };
  }

  /** Makes and stores `count` new keys. They are cached only once read back, so a rolled-back key is never used. */
  async create(tx: Queryable, purpose: Purpose, count: number): Promise<DataKey[]> {
    const keys = Array.from({ length: count }, () => ({
      id: uuidv7(),
      secret: createSecretKey(randomBytes(32)),
    }));
    await tx.query(
      `INSERT INTO keystore.data_key (id, purpose, wrapped, created_at)
       SELECT given.id, $2, given.wrapped, $4 FROM unnest($1::uuid[], $3::bytea[]) AS given (id, wrapped)`,
      [
        keys.map((key) => key.id),
        purpose,
        keys.map((key) => seal(this.#master, binding(key.id), key.secret.export())),
        this.clock.now(),
      ],
    );
    return keys;
  }

  /** The keys of these ids; one that was destroyed is missing from the result. */
  async get(tx: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>();
    const unknown = new Set<string>();
    for (const id of ids) {
      const cached = this.#cache.get(id);
      if (cached === undefined) unknown.add(id);
      else found.set(id, cached);
    }
    if (unknown.size === 0) return found;
    const rows = await tx.query<{ id: string; wrapped: Buffer }>(
      'SELECT id, wrapped FROM keystore.data_key WHERE id = ANY($1)',
      [[...unknown]],
    );
    for (const row of rows) {
      const key = { id: row.id, secret: createSecretKey(open(this.#master, binding(row.id), row.wrapped)) };
      this.#cache.set(row.id, key);
      found.set(row.id, key);
    }
    return found;
  }
}

function binding(keyId: string): string {
  return `data_key:${keyId}`;
}
