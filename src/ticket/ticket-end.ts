import { type Transaction } from '../database/transaction.js';

interface EndedTicket {
  readonly ticketId: string;
  readonly accountId: string;
}

/** Closes a ticket whose row the caller has locked. What anybody had begun to write in it goes with it. */
export async function endTicket(
  tx: Transaction,
  { ticketId, accountId }: EndedTicket,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE ticket SET state = 'closed', closed_at = $2, unanswered_since = NULL WHERE id = $1`,
    [ticketId, at],
  );
  await dropDrafts(tx, { ticketId, accountId });
}

/** Forgets what anybody had begun to write in a ticket that ends. */
export async function dropDrafts(tx: Transaction, { ticketId, accountId }: EndedTicket): Promise<void> {
  const drafts = await tx.query<{ staffId: string }>(
    'DELETE FROM draft WHERE ticket_id = $1 RETURNING staff_id AS "staffId"',
    [ticketId],
  );
  for (const { staffId } of drafts) tx.emit({ type: 'draft.changed', accountId, ticketId, staffId });
}
