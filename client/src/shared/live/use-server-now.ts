import { useQuery } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { type DeskState } from './apply-event.js';
import { useLive } from './live-context.js';
import { deskQuery } from './use-desk.js';
import { onEachSecond, useSecond } from './use-second.js';

const offsetOf = (desk: DeskState): number => Date.parse(desk.now) - desk.receivedAt;

/** How far the clock of the server's rules is ahead of the browser's, in milliseconds. */
export function useServerOffset(): number {
  const { data } = useQuery({ ...deskQuery(useLive()), select: offsetOf });
  return data ?? 0;
}

/** The instant by the clock that the server's rules use, ticking each second. */
export function useServerNow(): number {
  return useSecond() + useServerOffset();
}

/** The same, coarsely: renders only when the value that is made of it changes. */
export function useFromServerNow<T extends string | number | boolean>(make: (now: number) => T): T {
  const offset = useServerOffset();
  const snapshot = useCallback(() => make(Date.now() + offset), [make, offset]);
  return useSyncExternalStore(onEachSecond, snapshot);
}
