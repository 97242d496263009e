import { Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { KeyDatabase } from '../vault/key-database.js';
import { destroyKeys, destroyLinks, returnedKeys, unknownDestroyed } from '../vault/key-destruction.js';

/**
 * Destroys again what came back with an older copy of the key store: keys of whom the data names as erased, and those
 * of which the store itself knows that they were destroyed. Where nothing came back it changes nothing.
 * @param announce is told how many there are, before any is destroyed
 * @returns how many had come back
 */
export async function destroyAgain(
  data: Queryable,
  keys: KeyDatabase,
  at: Date,
  announce: (count: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const named = await data.query<{ id: string; done: boolean }>(
    `SELECT key.id, bool_or(state = 'done') AS done FROM erasure, unnest(key_ids) AS key (id)
     WHERE state IN ('begun', 'done') GROUP BY key.id`,
  );
  // The key of an erasure that is only begun need not have been destroyed before.
  const done = named.filter((key) => key.done).map(({ id }) => id);
  const { erased, replaced } = await returnedKeys(keys, done);
  const count = erased.length + replaced.length;
  if (count > 0) await announce(count);
  const unknown = await unknownDestroyed(
    keys,
    named.map(({ id }) => id),
  );
  const doomed = [...new Set([...erased, ...unknown])];
  if (doomed.length > 0) await destroyKeys(keys, doomed, at);
  if (replaced.length > 0) await destroyLinks(keys, replaced, at);
  return count;
}

/** Whatever was restored, and by whom: before anything is served, keys that had been destroyed are destroyed again. */
@Injectable()
export class RestoredKeys {
  readonly #logger = new Logger(RestoredKeys.name);

  constructor(
    private readonly database: Database,
    private readonly keys: KeyDatabase,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** Nothing may have read a key before. The trace comes first: nothing is destroyed of which none is left. */
  async destroyAgain(): Promise<void> {
    await destroyAgain(this.database, this.keys, this.clock.now(), async (count) => {
      this.#logger.error(`alarm: ${count} destroyed keys were back in the key store: destroyed again`);
      await this.audit.note({
        act: 'key.destroyed-again',
        actor: { kind: 'system' },
        details: { keys: count },
      });
    });
  }
}
