import { v7 as uuidv7 } from 'uuid';
import { type Queryable, type Transaction } from '../database/transaction.js';

/** Any fixed number that nothing else locks: two who begin at once make one administrator. */
const FIRST_LOCK = 7_160_522;

export async function hasAdministrator(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ has: boolean }>(
    'SELECT EXISTS (SELECT FROM staff WHERE administrator AND active) AS has',
  );
  return row?.has ?? false;
}

/**
 * Makes the person who lets everybody else in, where nobody administers yet. Who has the name already becomes it.
 * Whoever runs the server vouches for them by this.
 * @returns their id; undefined where somebody administers already
 */
export async function makeFirstAdministrator(
  tx: Transaction,
  login: string,
  displayName: string,
): Promise<string | undefined> {
  await tx.query(`SELECT pg_advisory_xact_lock(${FIRST_LOCK})`);
  if (await hasAdministrator(tx)) return undefined;
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO staff (id, login, display_name, administrator, vouched_at) VALUES ($1, $2, $3, true, now())
     ON CONFLICT (login) DO UPDATE SET administrator = true, active = true, version = staff.version + 1,
       vouched_at = now(), let_in_by = '{}'
     RETURNING id`,
    [uuidv7(), login, displayName],
  );
  return row?.id;
}
