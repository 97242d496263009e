import { type Queryable, type Transaction } from '../database/transaction.js';

/** Every consultation of a caller. */
export async function ticketsOf(tx: Queryable, callerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM ticket WHERE caller_id = $1 ORDER BY id', [
    callerId,
  ]);
  return rows.map(({ id }) => id);
}

/**
 * Their tickets are erased ones now: whoever knows of one is told so, and consoles forget what they hold of it. Said as
 * the erasing begins, since nothing can call it back then, and once more when the keys are gone.
 */
export async function tellConsoles(
  tx: Transaction,
  { id, accountId }: { readonly id: string; readonly accountId: string },
): Promise<void> {
  for (const ticketId of await ticketsOf(tx, id)) tx.emit({ type: 'ticket.changed', accountId, ticketId });
  tx.emit({ type: 'account.changed', accountId });
}
