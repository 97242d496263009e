import { type ConsoleEvent } from '../../contract/socket.js';
import { type TicketSummary } from '../../contract/ticket.js';
import { type CommittedEvent } from '../../database/event/event-feed.js';
import { supervisionShare, type SupervisionShare, withShare } from '../../ticket/ticket-supervision.js';
import { type ConsoleSocketData } from './console-socket.js';

/** A console event and who may get it. */
export interface PresentedEvent {
  readonly event: ConsoleEvent;
  readonly isFor: (socket: ConsoleSocketData) => boolean;
}

/**
 * For whoever has to do with a ticket, as it is. Where the event names another account, its people had to do with it
 * until now: for them it is over.
 */
export function ticketEvents({ id, accountId }: CommittedEvent, ticket: TicketSummary): PresentedEvent[] {
  const { transfer, helpingAccountId } = ticket;
  const handedTo =
    transfer?.state === 'standing' && transfer.to.kind === 'account' ? [transfer.to.accountId] : [];
  const involved = [ticket.accountId, ...(helpingAccountId === null ? [] : [helpingAccountId]), ...handedTo];
  const knows = ({ principal }: ConsoleSocketData): boolean =>
    involved.some((one) => principal.memberships.has(one));
  const shares: SupervisionShare[] = ticket.supervision === null ? ['all'] : ['all', 'taken-over', 'nothing'];
  const shareOf = ({ principal }: ConsoleSocketData): SupervisionShare =>
    ticket.supervision === null ? 'all' : supervisionShare(principal, ticket);
  const presented = shares.map((share): PresentedEvent => ({
    event: { id, type: 'ticket.changed', ticket: withShare(ticket, share) },
    isFor: (socket) => knows(socket) && shareOf(socket) === share,
  }));
  if (accountId !== null && !involved.includes(accountId)) {
    const over: TicketSummary = {
      ...ticket,
      state: 'closed',
      assignedTo: null,
      transfer: null,
      supervision: null,
    };
    // One that has really ended stays on the screen of whoever looked after it.
    const mark = ticket.state === 'closed' ? {} : { isOver: true as const };
    presented.push({
      event: { id, type: 'ticket.changed', ticket: over, ...mark },
      isFor: (socket) => !knows(socket) && socket.principal.memberships.has(accountId),
    });
  }
  // Whoever has it open since the time when they had to do with it forgets it as well.
  if (ticket.erased)
    presented.push({
      event: { id, type: 'ticket.changed', ticket: withShare(ticket, 'nothing') },
      isFor: (socket) => !knows(socket) && socket.openTickets.has(ticket.id),
    });
  return presented;
}
