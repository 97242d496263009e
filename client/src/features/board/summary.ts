import { type DeskView, type TicketSummary } from '../../shared/contract.js';

export interface AccountLoad {
  readonly waiting: number;
  readonly active: number;
}

export function accountLoad(desk: DeskView, accountId: string): AccountLoad {
  const ofAccount = (tickets: readonly TicketSummary[]): number =>
    tickets.filter((ticket) => ticket.accountId === accountId).length;
  return { waiting: ofAccount(desk.waiting), active: ofAccount(desk.mine) + ofAccount(desk.others) };
}
