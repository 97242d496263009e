import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { type TicketHead } from '../ticket/ticket.access.js';

/** The account whose people look after a ticket. */
export function lookingAccount({ accountId, helpingAccountId }: TicketHead): string {
  return helpingAccountId ?? accountId;
}

/** Whether a ticket is being handed over to this person, or to anybody like them. */
export async function isAddressed(tx: Queryable, principal: Principal, head: TicketHead): Promise<boolean> {
  const { transferTo, assignedTo } = head;
  if (transferTo === null || assignedTo === principal.staffId) return false;
  const { staffId, profession, accountId } = transferTo;
  if (staffId !== null) return staffId === principal.staffId;
  if (accountId !== null) return principal.memberships.has(accountId);
  if (!principal.memberships.has(lookingAccount(head))) return false;
  const has = await tx.query('SELECT FROM staff WHERE id = $1 AND $2 = ANY(professions)', [
    principal.staffId,
    profession,
  ]);
  return has.length > 0;
}
