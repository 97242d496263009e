import { type TicketState } from '../contract/ticket.js';

/** Where a ticket may go from each state. */
export const ticketTransitions: Readonly<Record<TicketState, readonly TicketState[]>> = {
  waiting: ['active', 'closed'],
  active: ['closed'],
  closed: [],
};

export function mayBecome(from: TicketState, to: TicketState): boolean {
  return ticketTransitions[from].includes(to);
}
