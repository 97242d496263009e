import { type Transaction } from '../database/transaction.js';

/**
 * Somebody got a ticket or an offer, or was rid of one: of those who have equally much, the one longest idle is next.
 * Locked after tickets and people, so that nobody waits for it while holding what others want.
 */
export async function noteIdleSince(
  tx: Transaction,
  staffIds: readonly (string | null)[],
  at: Date,
): Promise<void> {
  const ids = staffIds.filter((id) => id !== null).toSorted();
  if (ids.length === 0) return;
  await tx.query(
    `INSERT INTO presence (staff_id, idle_since) SELECT id, $2 FROM unnest($1::uuid[]) AS given (id)
     ON CONFLICT (staff_id) DO UPDATE SET idle_since = $2`,
    [ids, at],
  );
}
