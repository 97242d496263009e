import { type DeskView, type Offer, type TicketSummary } from '../../shared/contract.js';

export interface OfferedTicket extends TicketSummary {
  readonly offer: Offer;
}

function isOffered(ticket: TicketSummary): ticket is OfferedTicket {
  return ticket.offer !== null;
}

/** What is offered to this person now, that which ends first first. */
export function offersTo(desk: Pick<DeskView, 'waiting'>, staffId: string): OfferedTicket[] {
  return desk.waiting
    .filter(isOffered)
    .filter(({ offer }) => offer.to.id === staffId)
    .toSorted((a, b) => Date.parse(a.offer.until) - Date.parse(b.offer.until));
}

/** The same ticket can be offered to the same person again. */
export function keyOf({ id, offer }: OfferedTicket): string {
  return `${id} ${Date.parse(offer.since)}`;
}

export type Ending =
  { readonly how: 'late' | 'left' | 'over' } | { readonly how: 'taken'; readonly name: string };

type Lists = Pick<DeskView, 'waiting' | 'followUps' | 'mine' | 'others'>;

/** What became of an offer that doesn't stand any more; null where it is mine now. */
export function endingOf(offered: OfferedTicket, desk: Lists, now: number): Ending | null {
  const isIt = ({ id }: TicketSummary): boolean => id === offered.id;
  if (desk.mine.some(isIt)) return null;
  const taken = desk.others.find(isIt)?.assignedTo;
  if (taken) return { how: 'taken', name: taken.displayName };
  if (desk.followUps.some(isIt)) return { how: 'left' };
  // A browser's clock may be a moment behind the one that ended it.
  return { how: now >= Date.parse(offered.offer.until) - 1000 ? 'late' : 'over' };
}

/** How much of its time is left, from 1 to 0. */
export function shareLeft({ since, until }: Offer, now: number): number {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  return to <= from ? 0 : Math.min(1, Math.max(0, (to - now) / (to - from)));
}

/** The newest of my tickets that an account gave me by itself meanwhile. */
export function givenSince(
  before: Pick<DeskView, 'mine'>,
  desk: Pick<DeskView, 'accounts' | 'mine'>,
): TicketSummary | undefined {
  const known = new Set(before.mine.map(({ id }) => id));
  const giving = new Set(
    desk.accounts.filter(({ assignmentMode }) => assignmentMode === 'automatic').map(({ id }) => id),
  );
  return desk.mine
    .filter(({ id, accountId, transfer }) => !known.has(id) && giving.has(accountId) && transfer === null)
    .toSorted((a, b) => Date.parse(b.takenAt ?? b.openedAt) - Date.parse(a.takenAt ?? a.openedAt))[0];
}
