import { type Transaction } from '../database/transaction.js';
import { endSupervision } from './supervision-end.js';

/**
 * A ticket leaves its counselor, or ended: whoever it was being handed over to has nothing to answer any more. Their
 * screens, and those of an account that helped, are told that it is over for them. The ticket's row is locked.
 */
export async function endHandingOver(tx: Transaction, ticketId: string, at: Date): Promise<void> {
  const ended = await tx.query<{ accountId: string | null }>(
    `UPDATE handover SET state = 'withdrawn', answered_at = $2 WHERE ticket_id = $1 AND state = 'standing'
     RETURNING to_account_id AS "accountId"`,
    [ticketId, at],
  );
  const [ticket] = await tx.query<{ helpingAccountId: string | null }>(
    'SELECT helping_account_id AS "helpingAccountId" FROM ticket WHERE id = $1',
    [ticketId],
  );
  await endSupervision(tx, ticketId, at);
  emitOver(tx, ticketId, [...ended.map(({ accountId }) => accountId), ticket?.helpingAccountId ?? null]);
}

/** Tells the people of other accounts, who may have nothing to do with it any more. */
export function emitOver(tx: Transaction, ticketId: string, accountIds: readonly (string | null)[]): void {
  for (const accountId of new Set(accountIds))
    if (accountId !== null) tx.emit({ type: 'ticket.changed', accountId, ticketId });
}
