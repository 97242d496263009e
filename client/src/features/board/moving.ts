import {
  type DeskView,
  type Idle,
  type Offer,
  type TicketSummary,
  type Transfer,
} from '../../shared/contract.js';

/** Something under way with a ticket that ends by itself or by somebody's answer. */
export type Moving = { readonly ticket: TicketSummary } & (
  | { readonly kind: 'offer'; readonly offer: Offer }
  | { readonly kind: 'transfer'; readonly transfer: Transfer }
  | { readonly kind: 'idle'; readonly idle: Idle }
);

function ofTicket(ticket: TicketSummary): Moving[] {
  const { offer, transfer, idle } = ticket;
  return [
    ...(offer === null ? [] : [{ kind: 'offer', ticket, offer } as const]),
    ...(transfer?.state === 'standing' ? [{ kind: 'transfer', ticket, transfer } as const] : []),
    ...(idle === null ? [] : [{ kind: 'idle', ticket, idle } as const]),
  ];
}

/** Offers first, since a caller waits behind each; then handovers, then callers who fell silent. */
export function movingOf(desk: Pick<DeskView, 'waiting' | 'mine' | 'others'>): Moving[] {
  const all = [...desk.waiting, ...desk.mine, ...desk.others].flatMap(ofTicket);
  return (['offer', 'transfer', 'idle'] as const).flatMap((kind) => all.filter((each) => each.kind === kind));
}
