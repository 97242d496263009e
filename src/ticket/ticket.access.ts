import { AppError } from '../config/app-error.js';
import { type Risk } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';

/** A ticket as the checks need it. */
export interface TicketHead {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly keyId: string;
  readonly state: TicketState;
  readonly risk: Risk;
  readonly assignedTo: string | null;
  readonly counselorName: string | null;
  readonly callerReachable: boolean;
  readonly inStandby: boolean;
}

const SELECT_HEAD = `
  SELECT ticket.id, ticket.account_id AS "accountId", ticket.caller_id AS "callerId", caller.key_id AS "keyId",
    ticket.state, ticket.risk, assigned_to AS "assignedTo",
    (SELECT display_name FROM staff WHERE staff.id = assigned_to) AS "counselorName",
    NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS "callerReachable",
    EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND standby) AS "inStandby"
  FROM ticket JOIN caller ON caller.id = ticket.caller_id WHERE ticket.id = $1`;

/** What somebody wants to do with a ticket. */
export type TicketUse = 'read' | 'take' | 'work' | 'supervise';

/**
 * The only way to get a ticket for a person. `read`: its words; `take`: to look after it; `work`: to answer and close
 * it; `supervise`: what only a supervisor of its account may do. A ticket of an account that is not theirs does not exist for them.
 * @param lock with a row lock, for those that go on to change it
 * @throws AppError ticket_not_found, not_permitted
 */
export async function accessTicket(
  tx: Queryable,
  principal: Principal,
  ticketId: string,
  use: TicketUse,
  lock: 'lock' | 'no-lock',
): Promise<TicketHead> {
  const [head] = await tx.query<TicketHead>(
    lock === 'lock' ? `${SELECT_HEAD} FOR UPDATE OF ticket` : SELECT_HEAD,
    [ticketId],
  );
  if (head === undefined || !principal.memberships.has(head.accountId))
    throw new AppError('ticket_not_found');
  if (!mayUse(principal, head, use)) throw new AppError('not_permitted');
  return head;
}

/** Whether a person may read the words of a ticket: their own, and any of an account that they supervise. */
export function mayRead(principal: Principal, ticket: Pick<TicketHead, 'accountId' | 'assignedTo'>): boolean {
  if (principal.memberships.get(ticket.accountId) === 'supervisor') return true;
  return principal.memberships.has(ticket.accountId) && ticket.assignedTo === principal.staffId;
}

/** That something may be sent to the caller now. @throws AppError caller_unreachable, caller_in_standby */
export function assertMaySend(head: TicketHead): void {
  if (!head.callerReachable) throw new AppError('caller_unreachable');
  if (head.inStandby) throw new AppError('caller_in_standby');
}

/** That a ticket is being looked after by this person. @throws AppError ticket_closed, ticket_not_taken, ticket_taken */
export function assertMine(principal: Principal, head: TicketHead): void {
  if (head.state === 'closed') throw new AppError('ticket_closed');
  if (head.state !== 'active') throw new AppError('ticket_not_taken');
  if (head.assignedTo !== principal.staffId)
    throw new AppError('ticket_taken', { name: head.counselorName ?? '' });
}

function mayUse(principal: Principal, head: TicketHead, use: TicketUse): boolean {
  if (use === 'read') return mayRead(principal, head);
  if (use === 'supervise') return principal.memberships.get(head.accountId) === 'supervisor';
  // Everybody of the account may try; what stands in the way is said as it is: taken, closed, not yet taken.
  return true;
}
