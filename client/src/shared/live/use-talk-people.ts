import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { type TalkPerson } from '../contract.js';
import { useLive } from './live-context.js';
import { talkPeopleKey } from './query-keys.js';

const nobody: readonly TalkPerson[] = [];
/** The server forgets that somebody writes soon after it was last told. */
const everyMs = 3000;

/** Who else has this talk on the screen and lets it be seen, as the server says. */
export function useTalkPeople(ticketId: string, staffId: string): readonly TalkPerson[] {
  const { data } = useQuery<readonly TalkPerson[]>({
    queryKey: talkPeopleKey(ticketId),
    // Only events bring them.
    queryFn: () => nobody,
    enabled: false,
    initialData: nobody,
  });
  return data.filter((person) => person.staffId !== staffId);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Lets the others on the ticket see that this person has its talk on the screen, while they look at it. */
export function useHere(ticketId: string, isShown: boolean): void {
  const live = useLive();
  const isVisible = useSyncExternalStore(subscribe, () => document.visibilityState === 'visible');
  useEffect(() => {
    if (!isShown || !isVisible) return undefined;
    live.here(ticketId);
    return () => live.here(null);
  }, [live, ticketId, isShown, isVisible]);
}

/** Tells the others that the person writes, and that they stopped. */
export function useWritingSign(ticketId: string): { writes: () => void; stops: () => void } {
  const live = useLive();
  const lastToldAt = useRef<number | null>(null);
  const writes = useCallback(() => {
    const now = performance.now();
    if (lastToldAt.current !== null && now - lastToldAt.current < everyMs) return;
    lastToldAt.current = now;
    live.writing(ticketId, true);
  }, [live, ticketId]);
  const stops = useCallback(() => {
    if (lastToldAt.current === null) return;
    lastToldAt.current = null;
    live.writing(ticketId, false);
  }, [live, ticketId]);
  return { writes, stops };
}
