import { type Queryable } from '../database/transaction.js';

/** SQL: the glass is broken still. The timer says so by a row; the instant says so even where no timer runs. */
export const stillBroken = (at: string): string => `ended_at IS NULL AND ends_at > ${at}`;

/**
 * Who may read these tickets because they broke the glass and said why.
 * @returns by ticket, the sessions in which they may
 */
export async function glassReaders(
  tx: Queryable,
  ticketIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await tx.query<{ ticketId: string; sessionIds: string[] }>(
    `SELECT ticket_id AS "ticketId", array_agg(session_id::text) AS "sessionIds" FROM broken_glass
     WHERE ticket_id = ANY($1) AND ${stillBroken('$2')} GROUP BY ticket_id`,
    [ticketIds, at],
  );
  return new Map(rows.map(({ ticketId, sessionIds }) => [ticketId, new Set(sessionIds)]));
}
