import { riskLevels, type TicketSummary } from '../../shared/contract.js';

/** A night may leave dozens here: whom people fear for stands where it is seen, the rest as the server has them. */
export function gravestFirst(tickets: readonly TicketSummary[]): TicketSummary[] {
  const gravity = ({ risk }: TicketSummary): number => riskLevels.indexOf(risk);
  return tickets.toSorted((a, b) => gravity(b) - gravity(a));
}
