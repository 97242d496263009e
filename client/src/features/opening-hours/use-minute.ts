import { useCallback, useSyncExternalStore } from 'react';

const minuteMs = 60_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, 1000);
  return () => clearInterval(timer);
}

/**
 * The minute that it is by the clock of the server's rules, as an instant.
 * @param now the server's clock when it answered
 * @param receivedAt the browser's clock then
 */
export function useMinute(now: string, receivedAt: number): number {
  const offset = Date.parse(now) - receivedAt;
  const snapshot = useCallback(() => Math.floor((Date.now() + offset) / minuteMs) * minuteMs, [offset]);
  return useSyncExternalStore(subscribe, snapshot);
}
