import { AppError } from '../config/app-error.js';
import { type Profession, type Risk } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { glassReaders } from './broken-glass.js';
import { pastReaders } from './past-access.js';

/** One of the three. */
export interface TransferTo {
  readonly staffId: string | null;
  readonly profession: Profession | null;
  readonly accountId: string | null;
}

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
  /** Another account whose people look after it. */
  readonly helpingAccountId: string | null;
  /** To whom it is being handed over; null when it isn't. */
  readonly transferTo: TransferTo | null;
  readonly callerReachable: boolean;
  readonly inStandby: boolean;
  /** Why somebody may read it beside the rule; missing where the rule lets them. */
  readonly exception?: 'past' | 'break-glass';
}

const SELECT_HEAD = `
  SELECT ticket.id, ticket.account_id AS "accountId", ticket.caller_id AS "callerId", caller.key_id AS "keyId",
    ticket.state, ticket.risk, assigned_to AS "assignedTo",
    CASE WHEN ticket.state IN ('active', 'closed') THEN helping_account_id END AS "helpingAccountId",
    CASE WHEN ticket.state = 'active' THEN (
      SELECT json_build_object('staffId', to_staff_id, 'profession', to_profession, 'accountId', to_account_id)
      FROM handover WHERE ticket_id = ticket.id AND handover.state = 'standing' AND from_staff_id = assigned_to
    ) END AS "transferTo",
    (SELECT display_name FROM staff WHERE staff.id = assigned_to) AS "counselorName",
    NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS "callerReachable",
    EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND standby) AS "inStandby"
  FROM ticket JOIN caller ON caller.id = ticket.caller_id WHERE ticket.id = $1`;

/** What somebody wants to do with a ticket. */
export type TicketUse = 'read' | 'note' | 'take' | 'work' | 'supervise';

/**
 * The only way to get a ticket for a person. `read`: its words, also of what ended before with a caller whom they look
 * after now; `note`: to write something down in it; `take`: to look after it; `work`: to answer and close it;
 * `supervise`: what only a supervisor of its account may do. A ticket of an account that is not theirs, and that nobody
 * hands over to one of theirs, does not exist for them.
 * @param lock with a row lock, for those that go on to change it
 * @param glassAt the rules' instant, where words are also shown to who broke the glass; without it, glass opens nothing
 * @throws AppError ticket_not_found, not_permitted
 */
export async function accessTicket(
  tx: Queryable,
  principal: Principal,
  ticketId: string,
  use: TicketUse,
  lock: 'lock' | 'no-lock',
  glassAt?: Date,
): Promise<TicketHead> {
  const [head] = await tx.query<TicketHead>(
    lock === 'lock' ? `${SELECT_HEAD} FOR UPDATE OF ticket` : SELECT_HEAD,
    [ticketId],
  );
  if (head === undefined || !involvedAccounts(head).some((id) => principal.memberships.has(id)))
    throw new AppError('ticket_not_found');
  if (mayUse(principal, head, use)) return head;
  const exception = use === 'read' ? await exceptionFor(tx, principal, ticketId, glassAt) : undefined;
  if (exception === undefined) throw new AppError('not_permitted');
  return { ...head, exception };
}

async function exceptionFor(
  tx: Queryable,
  { staffId, sessionId }: Principal,
  ticketId: string,
  glassAt: Date | undefined,
): Promise<TicketHead['exception']> {
  if ((await pastReaders(tx, [ticketId])).get(ticketId) === staffId) return 'past';
  if (glassAt === undefined || sessionId === undefined) return undefined;
  const sessions = (await glassReaders(tx, [ticketId], glassAt)).get(ticketId);
  return sessions?.has(sessionId) === true ? 'break-glass' : undefined;
}

/** The accounts whose people know of a ticket: its own, one that helps, and one that it is being handed over to. */
function involvedAccounts({ accountId, helpingAccountId, transferTo }: TicketHead): string[] {
  return [accountId, helpingAccountId, transferTo?.accountId].filter((id) => typeof id === 'string');
}

/**
 * Whether a person may read the words of a ticket: their own, and any of an account that they supervise. Whom it is
 * being handed over to reads the note that goes with it, and the words once they have accepted.
 */
export function mayRead(
  principal: Principal,
  {
    accountId,
    helpingAccountId,
    assignedTo,
  }: Pick<TicketHead, 'accountId' | 'helpingAccountId' | 'assignedTo'>,
): boolean {
  const roles = [accountId, ...(helpingAccountId === null ? [] : [helpingAccountId])].map((id) =>
    principal.memberships.get(id),
  );
  if (roles.includes('supervisor')) return true;
  return roles.some((role) => role !== undefined) && assignedTo === principal.staffId;
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
  if (use === 'read' || use === 'note') return mayRead(principal, head);
  if (use === 'supervise') return principal.memberships.get(head.accountId) === 'supervisor';
  // Everybody of the account may try; what stands in the way is said as it is: taken, closed, not yet taken.
  return true;
}
