import { Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { KeyDatabase } from '../vault/key-database.js';
import {
  destroyKeys,
  destroyLinks,
  destroyReplaced,
  keysThere,
  type ReplacedKey,
  returnedKeys,
  unknownDestroyed,
} from '../vault/key-destruction.js';

/**
 * Destroys again what came back with an older copy of the key store: keys of whom the data names as erased, those that it
 * names as replaced because something was taken back, and those of which the store itself knows that they were destroyed.
 * Where nothing came back it changes nothing.
 * @param announce is told how many there are, before any is destroyed
 * @returns how many had come back
 */
export async function destroyAgain(
  data: Queryable,
  keys: KeyDatabase,
  at: Date,
  announce: (count: number) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const named = await namedByErasures(data);
  // The key of an erasure that is only begun need not have been destroyed before.
  const done = named.filter((key) => key.done).map(({ id }) => id);
  const spent = await spentKeys(data);
  const back = new Set(
    await keysThere(
      keys,
      spent.map(({ id }) => id),
    ),
  );
  const { erased, replaced } = await returnedKeys(keys, done);
  const others = replaced.filter((id) => !back.has(id));
  const gone = erased.filter((id) => !back.has(id));
  const count = gone.length + others.length + back.size;
  if (count > 0) await announce(count);
  const unknown = await unknownDestroyed(
    keys,
    named.map(({ id }) => id),
  );
  const doomed = [...new Set([...gone, ...unknown])];
  if (doomed.length > 0) await destroyKeys(keys, doomed, at);
  if (back.size > 0)
    await destroyReplaced(
      keys,
      spent.filter(({ id }) => back.has(id)),
      at,
    );
  if (others.length > 0) await destroyLinks(keys, others, at);
  return count;
}

/** Data of an earlier release is restored with the tables of then: what it doesn't have, it doesn't name. */
async function namedByErasures(data: Queryable): Promise<{ id: string; done: boolean }[]> {
  return data.query(
    `SELECT key.id, bool_or(key.done) AS done FROM (
       SELECT unnest(key_ids) AS id, state = 'done' AS done FROM erasure WHERE state IN ('begun', 'done')
       UNION ALL SELECT (to_jsonb(erasure) ->> 'farewell_key_id')::uuid, true FROM erasure
         WHERE to_jsonb(erasure) ->> 'farewell_over_at' IS NOT NULL) AS key GROUP BY key.id`,
  );
}

/** Keys that were destroyed since something was taken back, with the one that their caller has now. */
async function spentKeys(data: Queryable): Promise<ReplacedKey[]> {
  const [table] = await data.query<{ there: boolean }>(
    `SELECT to_regclass('key_replacement') IS NOT NULL AS there`,
  );
  if (table?.there !== true) return [];
  return data.query(
    `SELECT DISTINCT spent.id, caller.key_id AS "successorId" FROM key_replacement
       JOIN caller ON caller.id = caller_id, unnest(key_ids) AS spent (id) WHERE state = 'done'`,
  );
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
