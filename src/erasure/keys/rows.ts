import { type Queryable } from '../../database/transaction.js';
import { type DataKey, open, SealError } from '../../vault/seal.js';
import { type CallerColumn } from './columns.js';

const BATCH = 200;

/** One row of a column, by the name that its seal is bound to. */
export interface SealedRow {
  readonly id: string;
  readonly sealed: Buffer;
}

/**
 * Rows of a column, some at once, by their names: what stays as it is ends nothing early.
 * @param where SQL with these parameters
 */
export async function* sealedRows(
  tx: Queryable,
  { table, column, id }: CallerColumn,
  where: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<readonly SealedRow[]> {
  for (let after = ''; ;) {
    const rows = await tx.query<SealedRow>(
      `SELECT ${id} AS id, ${column} AS sealed FROM ${table} WHERE ${where}
         AND (${id}) COLLATE "C" > $${parameters.length + 1} ORDER BY (${id}) COLLATE "C" LIMIT ${BATCH}`,
      [...parameters, after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.id;
  }
}

/** What a row says; undefined: it was changed or moved, and doesn't open. */
export function openRow(
  key: DataKey,
  { binding }: CallerColumn,
  { id, sealed }: SealedRow,
): Buffer | undefined {
  try {
    return open(key, `${binding}:${id}`, sealed);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
