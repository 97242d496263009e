import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';

/** Those of these tickets whose caller is erased, as far as they are, or once were, an account's of this person. */
export async function erasedAmong(
  tx: Queryable,
  { memberships }: Principal,
  ticketIds: readonly string[],
): Promise<string[]> {
  if (ticketIds.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `SELECT ticket.id FROM ticket JOIN caller ON caller.id = ticket.caller_id
     WHERE ticket.id = ANY($1) AND caller.erased_at IS NOT NULL AND (ticket.account_id = ANY($2) OR EXISTS (
       SELECT FROM handover WHERE handover.ticket_id = ticket.id AND handover.to_account_id = ANY($2)))`,
    [ticketIds, [...memberships.keys()]],
  );
  return rows.map(({ id }) => id);
}
