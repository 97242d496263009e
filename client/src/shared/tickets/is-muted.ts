import { useCallback } from 'react';
import { type TicketSummary } from '../contract.js';
import { useFromServerNow } from '../live/use-server-now.js';

/** Whether a ticket is on the follow-up list because of a mute that still runs. */
export function isMuted(
  { followUp, mutedUntil }: Pick<TicketSummary, 'followUp' | 'mutedUntil'>,
  now: number,
): boolean {
  return followUp?.reason === 'muted' && mutedUntil !== null && now < Date.parse(mutedUntil);
}

export function useIsMuted(ticket: TicketSummary): boolean {
  return useFromServerNow(useCallback((now: number) => isMuted(ticket, now), [ticket]));
}
