import { type TicketSummary } from '../contract.js';
import { type Language } from '../i18n/i18n.js';

/** The rank of whoever came back to the front because their counselor vanished; graver ones stand before it. */
const frontRank = 2;

export function isInFront(ticket: Pick<TicketSummary, 'state' | 'line'>): boolean {
  return ticket.state === 'waiting' && ticket.line.rank === frontRank;
}

/** `en` as people call it in their own language; as it is where nobody knows it. */
export function languageName(tag: string, shownIn: Language): string {
  return new Intl.DisplayNames([shownIn], { type: 'language' }).of(tag) ?? tag;
}
