import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

/** One timer for all ages on the screen. */
export function onEachSecond(listener: () => void): () => void {
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

/** The instant by the browser's clock, ticking each second. */
export function useSecond(): number {
  return useSyncExternalStore(onEachSecond, second);
}
