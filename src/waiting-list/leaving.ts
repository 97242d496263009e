import { type Account } from '../account/account.directory.js';
import { type Situation } from '../contract/opening.js';

/** What the caller touches to leave the line. LINE takes 20 characters. */
export const LEAVE_LABEL = '順番待ちをやめる';

const PREFIX = 'leave-line:';

/** What LINE sends back to us when they do. */
export function leaveData(ticketId: string): string {
  return `${PREFIX}${ticketId}`;
}

/** The ticket whose caller wants to leave the line, where that is what a choice means. */
export function leftTicket(data: string): string | null {
  return data.startsWith(PREFIX) ? data.slice(PREFIX.length) : null;
}

/** Texts for somebody who stands in the line. */
export const inLine: ReadonlySet<Situation> = new Set(['waiting', 'returned', 'place-again']);
/** Texts for somebody who stands in it unless the account only replies outside its hours. */
const keptInLine: ReadonlySet<Situation> = new Set(['closed', 'closing', 'emergency']);

/** What a caller who gets the text of this situation can touch below it. */
export function quickRepliesOf({ settings }: Pick<Account, 'settings'>, situation: Situation): string[] {
  const stays = keptInLine.has(situation) && settings.whenClosed !== 'reply-only';
  return stays || inLine.has(situation) ? [LEAVE_LABEL] : [];
}
