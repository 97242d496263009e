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
