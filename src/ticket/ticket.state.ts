import { type TicketState } from '../contract/ticket.js';

/** Where a ticket may go from each state. */
export const ticketTransitions: Readonly<Record<TicketState, readonly TicketState[]>> = {
  waiting: ['active', 'follow-up', 'closed'],
  // Back to the line when its counselor can't go on.
  active: ['waiting', 'follow-up', 'closed'],
  'follow-up': ['waiting', 'active', 'closed'],
  // Whoever writes soon after a timer closed it goes on in the same ticket.
  closed: ['waiting', 'active'],
};

export function mayBecome(from: TicketState, to: TicketState): boolean {
  return ticketTransitions[from].includes(to);
}
