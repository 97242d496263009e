import { type TicketSummary } from '../../contract/ticket.js';
import { mayRead } from '../../ticket/ticket.access.js';
import { type ConsoleSocketData } from './console-socket.js';

/** Words go to whoever looks after the ticket, and to those who may read it and have it open. */
export function hears(socket: ConsoleSocketData, ticket: TicketSummary): boolean {
  const head = headOf(ticket);
  if (!mayRead(socket.principal, head)) return false;
  return head.assignedTo === socket.principal.staffId || socket.openTickets.has(ticket.id);
}

export function headOf({ accountId, helpingAccountId, assignedTo }: TicketSummary) {
  return { accountId, helpingAccountId, assignedTo: assignedTo?.id ?? null };
}

/** What ended before with a caller whom the viewer looks after now, while they have it open. */
export function looksBack(
  socket: ConsoleSocketData,
  ticket: TicketSummary,
  past: ReadonlyMap<string, string>,
): boolean {
  return socket.openTickets.has(ticket.id) && past.get(ticket.id) === socket.principal.staffId;
}

/** What they have open because they broke the glass, in the session in which they did. */
export function looksThrough(
  { openTickets, principal }: ConsoleSocketData,
  ticket: TicketSummary,
  glass: ReadonlyMap<string, ReadonlySet<string>>,
): boolean {
  return openTickets.has(ticket.id) && glass.get(ticket.id)?.has(principal.sessionId) === true;
}
