import { type Queryable } from '../../database/transaction.js';
import { type KeyStore } from '../../vault/key-store.js';
import { keyIdOf } from '../../vault/seal.js';
import { callerColumns, type SealedColumn, sealedColumns } from '../../erasure/keys/columns.js';
import { openRow, sealedRows } from '../../erasure/keys/rows.js';

export interface OpeningReport {
  /** Of each column with rows under a key that is there: how many open, and how many don't. */
  readonly columns: readonly { readonly column: string; readonly opened: number; readonly failed: number }[];
  /** Sealed columns that were not tried. */
  readonly untried: readonly string[];
}

/**
 * Opens each row of what callers and counselors wrote (`callerColumns`): a key that is there says nothing of bytes that
 * were changed or moved. Rows whose key is gone are left to the report. It changes nothing, and may take long.
 */
export async function openRows(data: Queryable, store: KeyStore): Promise<OpeningReport> {
  const columns: { column: string; opened: number; failed: number }[] = [];
  for (const column of callerColumns) {
    let [opened, failed] = [0, 0];
    for await (const rows of sealedRows(data, column, `${column.column} IS NOT NULL`)) {
      const keys = await store.get(
        data,
        rows.flatMap(({ sealed }) => keyIdOf(sealed) ?? []),
      );
      for (const row of rows) {
        const key = keys.get(keyIdOf(row.sealed) ?? '');
        if (key === undefined) continue;
        if (openRow(key, column, row) === undefined) failed += 1;
        else opened += 1;
      }
    }
    if (opened + failed > 0) columns.push({ column: nameOf(column), opened, failed });
  }
  const tried = new Set(callerColumns.map(nameOf));
  const all = (await sealedColumns(data)).map(nameOf);
  return { columns, untried: all.filter((name) => !tried.has(name)) };
}

const nameOf = ({ table, column }: SealedColumn): string => `${table}.${column}`;

/** For a terminal. */
export function openingText({ columns, untried }: OpeningReport): string {
  const failed = columns.reduce((sum, column) => sum + column.failed, 0);
  return [
    'Opened',
    ...columns.map(
      (row) => `  ${row.column}: ${row.opened} open${row.failed > 0 ? `, ${row.failed} DON'T OPEN` : ''}`,
    ),
    `Not tried: ${untried.join(', ')}.`,
    `Rows that don't open: ${failed}.`,
  ].join('\n');
}
