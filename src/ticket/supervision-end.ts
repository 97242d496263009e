import { type Transaction } from '../database/transaction.js';

/**
 * A ticket leaves its counselor, or ended: what waited for a supervisor's eyes will never leave, and nobody has to look
 * any more. The ticket's row is locked, and whoever locked it tells that the ticket changed.
 */
export async function endSupervision(tx: Transaction, ticketId: string, at: Date): Promise<void> {
  const dropped = await tx.query<{ accountId: string }>(
    `UPDATE held_reply SET state = 'dropped', decided_at = $2,
       drop_reason = CASE WHEN ticket.state = 'closed' THEN 'closed' ELSE 'moved' END
     FROM ticket WHERE ticket.id = held_reply.ticket_id AND ticket_id = $1 AND held_reply.state = 'pending'
     RETURNING account_id AS "accountId"`,
    [ticketId, at],
  );
  const [first] = dropped;
  if (first !== undefined) tx.emit({ type: 'held-reply.changed', accountId: first.accountId, ticketId });
  await tx.query('UPDATE consult_request SET ended_at = $2 WHERE ticket_id = $1 AND ended_at IS NULL', [
    ticketId,
    at,
  ]);
  // What the other side has not seen concerns nobody any more.
  await tx.query(
    `UPDATE message SET first_shown_at = $2
     WHERE ticket_id = $1 AND direction = 'whisper' AND first_shown_at IS NULL`,
    [ticketId, at],
  );
  await tx.query(
    `DELETE FROM ticket_alarm WHERE ticket_id = $1 AND seen_at IS NULL
       AND kind IN ('approval-overdue', 'consult', 'consult-overdue')`,
    [ticketId],
  );
}
