import { type DeskView, type TicketSummary } from '../../shared/contract.js';

/** The earliest of some instants; null when there is none. */
export function oldest(instants: readonly (string | null)[]): string | null {
  return instants.reduce<string | null>((earliest, instant) => {
    if (instant === null) return earliest;
    return earliest === null || Date.parse(instant) < Date.parse(earliest) ? instant : earliest;
  }, null);
}

/** Taken tickets whose caller waits for our reply, the supervisor's own included. */
export function unansweredTickets(desk: DeskView): TicketSummary[] {
  return [...desk.mine, ...desk.others].filter((ticket) => ticket.unansweredSince !== null);
}

export interface AccountLoad {
  readonly waiting: number;
  readonly active: number;
}

export function accountLoad(desk: DeskView, accountId: string): AccountLoad {
  const ofAccount = (tickets: readonly TicketSummary[]): number =>
    tickets.filter((ticket) => ticket.accountId === accountId).length;
  return { waiting: ofAccount(desk.waiting), active: ofAccount(desk.mine) + ofAccount(desk.others) };
}
