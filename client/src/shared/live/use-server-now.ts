import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { type DeskState } from './apply-event.js';
import { useLive } from './live-context.js';
import { deskQuery } from './use-desk.js';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

/** One timer for all ages on the screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

const second = (): number => Math.floor(Date.now() / 1000) * 1000;

const offsetOf = (desk: DeskState): number => Date.parse(desk.now) - desk.receivedAt;

/** How far the clock of the server's rules is ahead of the browser's, in milliseconds. */
export function useServerOffset(): number {
  const { data } = useQuery({ ...deskQuery(useLive()), select: offsetOf });
  return data ?? 0;
}

/** The instant by the clock that the server's rules use, ticking each second. */
export function useServerNow(): number {
  const offset = useServerOffset();
  return useSyncExternalStore(subscribe, second) + offset;
}

/** The same, coarsely: renders only when the value that is made of it changes. */
export function useFromServerNow<T extends string | number | boolean>(make: (now: number) => T): T {
  const offset = useServerOffset();
  const snapshot = useCallback(() => make(Date.now() + offset), [make, offset]);
  return useSyncExternalStore(subscribe, snapshot);
}
