import { type Queryable } from '../database/transaction.js';

/** SQL: a mute that is not over by `$2`. */
export const RUNNING = 'lifted_at IS NULL AND until > $2';

/** Of these callers, those who are muted now. */
export async function mutedAmong(
  tx: Queryable,
  callerIds: readonly string[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ callerId: string }>(
    `SELECT caller_id AS "callerId" FROM caller_mute WHERE caller_id = ANY($1) AND ${RUNNING}`,
    [callerIds, now],
  );
  return new Set(rows.map((row) => row.callerId));
}
