import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { channels } from '../database/event/channels.js';
import { EventFeed } from '../database/event/event-feed.js';
import { type Queryable } from '../database/transaction.js';
import { describeError } from '../database/worker.js';
import { KeyDatabase } from './key-database.js';
import { KeyStore } from './key-store.js';

/** Any fixed number that nothing else locks: destroyed keys are numbered in the order of their commits. */
const DESTROY_LOCK = 7_160_530;

const LINEAGE = `WITH RECURSIVE doomed AS (
  SELECT given.id FROM unnest($1::uuid[]) AS given (id)
  UNION SELECT data_key.id FROM keystore.data_key JOIN doomed ON data_key.successor_id = doomed.id)`;

/** Whoever links a key to one of these has done so, or finds it gone: what is looked up from here on sees every link. */
function lockKeys(tx: Queryable, ids: readonly string[]): Promise<unknown> {
  return tx.query('SELECT FROM keystore.data_key WHERE id = ANY($1) ORDER BY id FOR UPDATE', [ids]);
}

/**
 * Removes keys and all that they replaced from the store, and notes that they are gone: anew where one had come back, so
 * that processes which have read it meanwhile forget it.
 * @returns their ids
 */
export async function destroyKeys(keys: KeyDatabase, ids: readonly string[], at: Date): Promise<string[]> {
  return keys.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [DESTROY_LOCK]);
    await lockKeys(tx, ids);
    const rows = await tx.query<{ id: string }>(
      `${LINEAGE}, removed AS (DELETE FROM keystore.data_key USING doomed WHERE data_key.id = doomed.id RETURNING data_key.id),
       noted AS (INSERT INTO keystore.destroyed_key (key_id, destroyed_at) SELECT id, $2 FROM doomed
         ON CONFLICT (key_id) DO UPDATE SET number = DEFAULT
           WHERE destroyed_key.key_id IN (SELECT id FROM removed))
       SELECT id FROM doomed`,
      [ids, at],
    );
    return rows.map((row) => row.id);
  });
}

/**
 * Removes exactly these replaced keys. What they had replaced is linked to what replaced them, so that who is erased
 * later still loses every key of theirs. @returns how many
 */
export async function destroyLinks(keys: KeyDatabase, ids: readonly string[], at: Date): Promise<number> {
  return keys.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [DESTROY_LOCK]);
    await lockKeys(tx, ids);
    for (let moved = 1; moved > 0;) {
      const linked = await tx.query(
        `UPDATE keystore.data_key SET successor_id = gone.successor_id FROM keystore.data_key AS gone
         WHERE data_key.successor_id = gone.id AND gone.id = ANY($1) AND data_key.id <> ALL($1) RETURNING data_key.id`,
        [ids],
      );
      moved = linked.length;
    }
    const rows = await tx.query(
      `WITH removed AS (DELETE FROM keystore.data_key WHERE id = ANY($1) AND retired_at IS NOT NULL RETURNING id)
       INSERT INTO keystore.destroyed_key (key_id, destroyed_at) SELECT id, $2 FROM removed
       ON CONFLICT (key_id) DO UPDATE SET number = DEFAULT RETURNING key_id`,
      [ids, at],
    );
    return rows.length;
  });
}

/** A replaced key that was destroyed, and the one that its caller has now. */
export interface ReplacedKey {
  readonly id: string;
  readonly successorId: string;
}

/**
 * Removes replaced keys from a store that may be older than their replacing. What went with them goes with the caller's
 * key of now, also where this store doesn't have it.
 * @returns how many were there
 */
export async function destroyReplaced(
  keys: KeyDatabase,
  replaced: readonly ReplacedKey[],
  at: Date,
): Promise<number> {
  const ids = replaced.map(({ id }) => id);
  return keys.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [DESTROY_LOCK]);
    await tx.query(
      `UPDATE keystore.data_key SET successor_id = given.successor_id
       FROM unnest($1::uuid[], $2::uuid[]) AS given (id, successor_id) WHERE data_key.successor_id = given.id`,
      [ids, replaced.map(({ successorId }) => successorId)],
    );
    const removed = await tx.query(
      `WITH removed AS (DELETE FROM keystore.data_key WHERE id = ANY($1) RETURNING id),
       noted AS (INSERT INTO keystore.destroyed_key (key_id, destroyed_at)
         SELECT id, $2 FROM unnest($1::uuid[]) AS given (id)
         ON CONFLICT (key_id) DO UPDATE SET number = DEFAULT
           WHERE destroyed_key.key_id IN (SELECT id FROM removed))
       SELECT id FROM removed`,
      [ids, at],
    );
    return removed.length;
  });
}

/** Those of these keys that the store has. */
export async function keysThere(keys: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await keys.query<{ id: string }>('SELECT id FROM keystore.data_key WHERE id = ANY($1)', [ids]);
  return rows.map(({ id }) => id);
}

/** Keys that were destroyed and are in the store again: somebody has put back a copy of before. */
export interface ReturnedKeys {
  /** Of callers who were erased, with all that they replaced. */
  readonly erased: readonly string[];
  /** Replaced ones, of callers who may be with us still under another. */
  readonly replaced: readonly string[];
}

/** @param erased keys of which is known elsewhere that they were destroyed; the store knows of others */
export async function returnedKeys(keys: Queryable, erased: readonly string[]): Promise<ReturnedKeys> {
  const named = await keys.query<{ id: string }>(
    `${LINEAGE} SELECT data_key.id FROM keystore.data_key JOIN doomed ON doomed.id = data_key.id`,
    [erased],
  );
  const noted = await keys.query<{ id: string; replaced: boolean }>(
    `SELECT id, retired_at IS NOT NULL AS replaced FROM keystore.data_key
       JOIN keystore.destroyed_key ON key_id = data_key.id WHERE id <> ALL($1)`,
    [named.map(({ id }) => id)],
  );
  return {
    erased: [...named, ...noted.filter(({ replaced }) => !replaced)].map(({ id }) => id),
    replaced: noted.filter(({ replaced }) => replaced).map(({ id }) => id),
  };
}

/** Those of these keys of which the store doesn't know that they were destroyed. */
export async function unknownDestroyed(keys: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await keys.query<{ id: string }>(
    `SELECT given.id FROM unnest($1::uuid[]) AS given (id)
     WHERE NOT EXISTS (SELECT FROM keystore.destroyed_key WHERE key_id = given.id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Destroys keys, and has every process forget those that it, or another one, has destroyed. */
@Injectable()
export class KeyDestruction implements OnApplicationBootstrap {
  readonly #logger = new Logger(KeyDestruction.name);
  #cursor = 0;
  #reading = false;

  constructor(
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly feed: EventFeed,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Nothing is in memory yet that could have to be forgotten.
    const [row] = await this.keys.query<{ newest: number }>(
      'SELECT coalesce(max(number), 0) AS newest FROM keystore.destroyed_key',
    );
    this.#cursor = row?.newest ?? 0;
    this.feed.onHint('keys', () => void this.#follow());
  }

  /** These keys and all that they replaced. */
  async lineage(ids: readonly string[]): Promise<string[]> {
    const rows = await this.keys.query<{ id: string }>(`${LINEAGE} SELECT id FROM doomed`, [ids]);
    return rows.map((row) => row.id);
  }

  /**
   * Destroys keys and those that they replaced. When it resolves they are gone from the store and from this process;
   * the others forget them within about a second. Destroying what is gone already changes nothing.
   * @returns ids of the keys that are gone now, those included that were gone before
   */
  async destroy(ids: readonly string[]): Promise<string[]> {
    const gone = await destroyKeys(this.keys, ids, this.clock.now());
    await this.#forget(gone);
    return gone;
  }

  /** Destroys exactly these replaced keys, with which nothing is sealed; otherwise as `destroy`. */
  async destroyLinks(ids: readonly string[]): Promise<void> {
    await destroyLinks(this.keys, ids, this.clock.now());
    await this.#forget(ids);
  }

  async #forget(ids: readonly string[]): Promise<void> {
    this.store.forget(new Set(ids));
    await this.database.query('SELECT pg_notify($1, $2)', [channels.keys, '']);
  }

  /** Forgets what was destroyed since. A hint comes at least once a second, so a failure is made up for soon. */
  async #follow(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      const rows = await this.keys.query<{ number: number; keyId: string }>(
        `SELECT number, key_id AS "keyId" FROM keystore.destroyed_key WHERE number > $1 ORDER BY number`,
        [this.#cursor],
      );
      if (rows.length === 0) return;
      this.store.forget(new Set(rows.map((row) => row.keyId)));
      this.#cursor = rows.at(-1)?.number ?? this.#cursor;
    } catch (error) {
      this.#logger.warn(`destroyed keys could not be read: ${describeError(error)}`);
    } finally {
      this.#reading = false;
    }
  }
}
