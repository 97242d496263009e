import { type Queryable } from '../../database/transaction.js';

/** By how many milliseconds the clock of a demo is ahead of real time, as the database has it. */
export async function demoOffset(database: Queryable): Promise<number> {
  const [row] = await database.query<{ offsetMs: string }>('SELECT offset_ms AS "offsetMs" FROM demo_clock');
  return Number(row?.offsetMs ?? 0);
}
