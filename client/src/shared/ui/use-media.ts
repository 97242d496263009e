import { useCallback, useSyncExternalStore } from 'react';

/** Room for everything beside each other. */
export const roomy = '(min-width: 1600px)';
export const wide = '(min-width: 1100px)';
export const narrow = '(max-width: 719.98px)';

export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}
