import { useCallback, useRef } from 'react';
import { useWritingSign } from '../../../shared/live/use-talk-people.js';
import { useLive } from '../../../shared/live/live-context.js';

/** LINE shows its animation for longer than this, so that it doesn't break off while somebody writes on. */
const everyMs = 5000;

/** Whether enough time has passed since it was last said. */
export function mayTellTyping(lastToldAt: number | null, now: number): boolean {
  return lastToldAt === null || now - lastToldAt >= everyMs;
}

/** Tells the server that somebody writes, which the caller may be shown, and others on the ticket. */
export function useTyping(ticketId: string): () => void {
  const live = useLive();
  const { writes } = useWritingSign(ticketId);
  const lastToldAt = useRef<number | null>(null);
  return useCallback(() => {
    writes();
    const now = performance.now();
    if (!mayTellTyping(lastToldAt.current, now)) return;
    lastToldAt.current = now;
    live.typing(ticketId);
  }, [live, ticketId, writes]);
}
