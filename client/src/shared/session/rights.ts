import { type SessionView, type TicketSummary } from '../contract.js';

/** What the server would allow too; it decides, this only keeps from the screen what would be refused. */
export function supervises(session: SessionView, accountId: string): boolean {
  return session.memberships.some(
    (membership) => membership.accountId === accountId && membership.role === 'supervisor',
  );
}

export function mayRead(session: SessionView, ticket: TicketSummary): boolean {
  const { accountId, helpingAccountId } = ticket;
  const accounts = helpingAccountId === null ? [accountId] : [accountId, helpingAccountId];
  return ticket.assignedTo?.id === session.staff.id || accounts.some((id) => supervises(session, id));
}

/** While a counselor looks after it, theirs or a supervisor's word counts; before that, anybody's of the account. */
export function mayMarkRisk(session: SessionView, ticket: TicketSummary): boolean {
  if (ticket.state === 'closed') return false;
  return ticket.state !== 'active' || mayRead(session, ticket);
}

/** Whether what this person writes to the caller is looked at before it leaves: whoever supervises is the second pair of eyes. */
export function goesToReview(session: SessionView, { accountId, supervision }: TicketSummary): boolean {
  return (
    supervision !== null &&
    (supervision.approval !== null || supervision.held !== null) &&
    !supervises(session, accountId)
  );
}
