import { type DataSource } from 'typeorm';

/** By how many milliseconds the clock of a demo is ahead of real time, as the database has it. */
export async function demoOffset(dataSource: DataSource): Promise<number> {
  const rows: unknown = await dataSource.query('SELECT offset_ms AS "offsetMs" FROM demo_clock');
  const [row] = rows as readonly { readonly offsetMs: string }[];
  return Number(row?.offsetMs ?? 0);
}
