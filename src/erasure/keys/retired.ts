import { type Queryable } from '../../database/transaction.js';
import { type KeyDatabase } from '../../vault/key-database.js';
import { destroyLinks } from '../../vault/key-destruction.js';
import { sealedColumns } from './columns.js';

/** A replaced key stays at least so long: what was begun with it before has ended by then. */
export const SETTLED_MS = 86_400_000;

export interface RetiredKeys {
  /** Nothing here is sealed with them any more. */
  readonly unused: readonly string[];
  /** How many stay. */
  readonly kept: number;
  /** Why they stay: rows that are sealed with them, by column. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Callers' keys that were replaced before an instant. It changes nothing. */
export async function retiredKeys(data: Queryable, keys: KeyDatabase, before: Date): Promise<RetiredKeys> {
  const found = await keys.query<{ id: string }>(
    `SELECT id FROM keystore.data_key WHERE purpose = 'caller' AND retired_at < $1 ORDER BY id`,
    [before],
  );
  const retired = found.map(({ id }) => id);
  const needs = await neededKeys(data, retired);
  const rows: Record<string, number> = {};
  for (const columns of needs.values())
    for (const [column, count] of Object.entries(columns)) rows[column] = (rows[column] ?? 0) + count;
  return {
    unused: retired.filter((id) => !needs.has(id)),
    kept: retired.filter((id) => needs.has(id)).length,
    rows,
  };
}

/**
 * Which of these keys something still needs: rows that are sealed with them, by column. One that a caller has still,
 * which a run that was killed may have left retired, is there without any. It looks through every row.
 */
export async function neededKeys(
  data: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const needs = new Map<string, Record<string, number>>();
  const of = (id: string) => {
    const columns = needs.get(id) ?? {};
    needs.set(id, columns);
    return columns;
  };
  for (const { table, column } of await sealedColumns(data)) {
    const used = await data.query<{ id: string; count: number }>(
      `SELECT encode(substring(${column} FROM 2 FOR 16), 'hex')::uuid::text AS id, count(*)::int AS count FROM ${table}
       WHERE octet_length(${column}) >= 45 AND encode(substring(${column} FROM 2 FOR 16), 'hex')::uuid = ANY($1)
       GROUP BY 1`,
      [ids],
    );
    for (const { id, count } of used) of(id)[`${table}.${column}`] = count;
  }
  const current = await data.query<{ id: string }>('SELECT key_id AS id FROM caller WHERE key_id = ANY($1)', [
    ids,
  ]);
  for (const { id } of current) of(id);
  return needs;
}

/** Destroys what `retiredKeys` found to be needed by nothing. Older backups of the data can't be read without them. */
export async function destroyRetired(keys: KeyDatabase, { unused }: RetiredKeys, at: Date): Promise<number> {
  return unused.length === 0 ? 0 : destroyLinks(keys, unused, at);
}
