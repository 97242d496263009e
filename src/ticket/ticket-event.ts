import { type Transaction } from '../database/transaction.js';

/** A ticket changed: its row on every list, and the load of whoever looks after it. */
export function emitTicketChanged(
  tx: Transaction,
  ticket: { readonly accountId: string; readonly ticketId: string; readonly assignedTo: string | null },
): void {
  tx.emit({ type: 'ticket.changed', accountId: ticket.accountId, ticketId: ticket.ticketId });
  if (ticket.assignedTo !== null) tx.emit({ type: 'counselor.changed', staffId: ticket.assignedTo });
}
