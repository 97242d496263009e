import { type Queryable } from '../../database/transaction.js';
import { type KeyDatabase } from '../../vault/key-database.js';
import { type KeyStore } from '../../vault/key-store.js';
import { type KeyWrapper } from '../../vault/key-wrapper.js';
import { SealError } from '../../vault/seal.js';
import { sealedColumns } from '../../erasure/keys/columns.js';

export interface ColumnReport {
  readonly column: string;
  readonly rows: number;
  /** Rows and different keys, by what the key is for; `retired` ones were replaced and still needed. */
  readonly under: Readonly<Record<string, { readonly rows: number; readonly keys: number }>>;
  /** Words whose key was destroyed: erased. */
  readonly erased: number;
  /** Unreadable without anybody having wanted it: the key is missing, or these are no sealed bytes. */
  readonly lost: number;
}

export interface KeysReport {
  readonly columns: readonly ColumnReport[];
  /** How many keys, by what they are for and which master key or account key wraps them. */
  readonly keys: readonly { readonly purpose: string; readonly wrappedBy: string; readonly count: number }[];
  /** Keys that no master key of ours opens. */
  readonly unopened: number;
}

interface KeyFacts {
  readonly id: string;
  readonly purpose: string;
  readonly retired: boolean;
  readonly wrapper: string;
  readonly underParent: boolean;
}

const ALL_AT_ONCE = 500;

/**
 * How many rows are sealed under which keys, and whether each key can be opened; not whether each row can, which
 * `openRows` tries. It changes nothing.
 */
export async function keysReport(
  data: Queryable,
  keys: KeyDatabase,
  store: KeyStore,
  wrapper: KeyWrapper,
): Promise<KeysReport> {
  const facts = await keys.query<KeyFacts>(
    `SELECT id, purpose, retired_at IS NOT NULL AS retired, parent_id IS NOT NULL AS "underParent",
       encode(substring(wrapped FROM 2 FOR 16), 'hex')::uuid::text AS wrapper FROM keystore.data_key`,
  );
  const destroyed = await keys.query<{ id: string }>('SELECT key_id AS id FROM keystore.destroyed_key');
  const known = new Map(facts.map((fact) => [fact.id, fact]));
  const gone = new Set(destroyed.map(({ id }) => id));
  const columns: ColumnReport[] = [];
  for (const { table, column } of await sealedColumns(data)) {
    const rows = await data.query<{ key: string | null; count: number }>(
      `SELECT CASE WHEN octet_length(${column}) >= 45 AND get_byte(${column}, 0) = 1
           THEN encode(substring(${column} FROM 2 FOR 16), 'hex')::uuid::text END AS key, count(*)::int AS count
       FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`,
    );
    columns.push(columnReport(`${table}.${column}`, rows, known, gone));
  }
  return { columns, keys: keyCounts(facts, wrapper), unopened: await unopened(keys, store, facts) };
}

function columnReport(
  column: string,
  groups: readonly { readonly key: string | null; readonly count: number }[],
  known: ReadonlyMap<string, KeyFacts>,
  gone: ReadonlySet<string>,
): ColumnReport {
  const under: Record<string, { rows: number; keys: number }> = {};
  let [rows, erased, lost] = [0, 0, 0];
  for (const { key, count } of groups) {
    rows += count;
    const fact = known.get(key ?? '');
    if (fact !== undefined) {
      const name = fact.retired ? `retired ${fact.purpose}` : fact.purpose;
      const entry = (under[name] ??= { rows: 0, keys: 0 });
      entry.rows += count;
      entry.keys += 1;
    } else if (key !== null && gone.has(key)) erased += count;
    else lost += count;
  }
  return { column, rows, under, erased, lost };
}

function keyCounts(facts: readonly KeyFacts[], wrapper: KeyWrapper): KeysReport['keys'] {
  const counts = new Map<string, { purpose: string; wrappedBy: string; count: number }>();
  for (const fact of facts) {
    const purpose = fact.retired ? `retired ${fact.purpose}` : fact.purpose;
    const master = fact.wrapper === wrapper.current ? 'master key (current)' : `master key ${fact.wrapper}`;
    const wrappedBy = fact.underParent ? 'account key' : master;
    const entry = counts.get(`${purpose} ${wrappedBy}`) ?? { purpose, wrappedBy, count: 0 };
    entry.count += 1;
    counts.set(`${purpose} ${wrappedBy}`, entry);
  }
  return [...counts.values()].toSorted((one, other) => (one.purpose < other.purpose ? -1 : 1));
}

async function unopened(keys: KeyDatabase, store: KeyStore, facts: readonly KeyFacts[]): Promise<number> {
  let failed = 0;
  for (let from = 0; from < facts.length; from += ALL_AT_ONCE) {
    const ids = facts.slice(from, from + ALL_AT_ONCE).map(({ id }) => id);
    try {
      await store.get(keys, ids);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      for (const id of ids)
        failed += await store.get(keys, [id]).then(
          () => 0,
          () => 1,
        );
    }
  }
  return failed;
}

/** For a terminal. */
export function reportText({ columns, keys, unopened: failed }: KeysReport): string {
  const lines = columns
    .filter(({ rows }) => rows > 0)
    .map(({ column, rows, under, erased, lost }) => {
      const parts = Object.entries(under).map(([name, of]) => `${of.rows} under ${of.keys} ${name} keys`);
      if (erased > 0) parts.push(`${erased} erased`);
      if (lost > 0) parts.push(`${lost} UNREADABLE`);
      return `  ${column}: ${rows} rows — ${parts.join(', ')}`;
    });
  const wrapped = keys.map(
    ({ purpose, wrappedBy, count }) => `  ${count} ${purpose} keys, wrapped by the ${wrappedBy}`,
  );
  const total = columns.reduce((sum, { lost }) => sum + lost, 0);
  return [
    'Rows',
    ...lines,
    'Keys',
    ...wrapped,
    `Unreadable rows: ${total}. Keys that can't be opened: ${failed}.`,
  ].join('\n');
}
