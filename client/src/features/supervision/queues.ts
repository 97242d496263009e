import { type DeskView, type TicketSummary } from '../../shared/contract.js';

type Lists = Pick<DeskView, 'mine' | 'others'>;

const byInstant = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** Tickets with a reply that waits, the longest first. */
export function heldQueue({ mine, others }: Lists): TicketSummary[] {
  const sinceOf = (ticket: TicketSummary): string => ticket.supervision?.held?.since ?? '';
  return [...mine, ...others]
    .filter(({ supervision }) => supervision !== null && supervision.held !== null)
    .toSorted((a, b) => byInstant(sinceOf(a), sinceOf(b)));
}

/** Tickets whose counselor calls: those at which nobody looks come first, then the longest. */
export function consultQueue({ mine, others }: Lists): TicketSummary[] {
  const isTaken = (ticket: TicketSummary): number => (ticket.supervision?.consult?.taker ? 1 : 0);
  const sinceOf = (ticket: TicketSummary): string => ticket.supervision?.consult?.since ?? '';
  return [...mine, ...others]
    .filter(({ supervision }) => supervision !== null && supervision.consult !== null)
    .toSorted((a, b) => isTaken(a) - isTaken(b) || byInstant(sinceOf(a), sinceOf(b)));
}
