import { type Queryable } from '../database/transaction.js';

/** Whether an emergency of this caller is still open: as long as it is, nothing of theirs may be erased. */
export async function hasOpenIncident(tx: Queryable, callerId: string): Promise<boolean> {
  const rows = await tx.query(`SELECT FROM incident WHERE caller_id = $1 AND state = 'open' LIMIT 1`, [
    callerId,
  ]);
  return rows.length > 0;
}
