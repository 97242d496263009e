import { type Queryable } from '../database/transaction.js';

/**
 * Who may look into these tickets because they look after the same caller now. Only what has ended is the past, and
 * only where the account shows it to counselors.
 * @returns by ticket, the person
 */
export async function pastReaders(
  tx: Queryable,
  ticketIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await tx.query<{ ticketId: string; staffId: string }>(
    `SELECT past.id AS "ticketId", present.assigned_to AS "staffId"
     FROM ticket AS past JOIN account ON account.id = past.account_id
       JOIN ticket AS present ON present.caller_id = past.caller_id AND present.state = 'active'
     WHERE past.id = ANY($1) AND past.state = 'closed'
       AND coalesce(account.settings ->> 'pastConsultations', 'own-caller') = 'own-caller'`,
    [ticketIds],
  );
  return new Map(rows.map(({ ticketId, staffId }) => [ticketId, staffId]));
}
