import { type TicketSummary } from '../../shared/contract.js';

/** Each account has a line of its own; the desk shows them as one list. */
export function linePlaces(waiting: readonly TicketSummary[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  return new Map(
    waiting.map(({ id, accountId }) => {
      const place = (counts.get(accountId) ?? 0) + 1;
      counts.set(accountId, place);
      return [id, place];
    }),
  );
}

/** Whose turn it is in the line of an account. */
export function firstInLine(waiting: readonly TicketSummary[], accountId: string): TicketSummary | undefined {
  return waiting.find((ticket) => ticket.accountId === accountId);
}
