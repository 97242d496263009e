import { useCallback, useSyncExternalStore } from 'react';
import { keepWords, readWords, subscribeWords } from './words-storage.js';

/** They have been said; what was written since stays. */
export function forgetKeptWords(staffId: string, name: string, said: string): void {
  if (readWords(staffId, name) === said) keepWords(staffId, name, null);
}

/** Words that are being written outlive a reload of this tab. */
export function useKeptWords(staffId: string, name: string): [string, (words: string) => void] {
  const words = useSyncExternalStore(subscribeWords, () => readWords(staffId, name)) ?? '';
  const change = useCallback(
    (next: string) => keepWords(staffId, name, next === '' ? null : next),
    [staffId, name],
  );
  return [words, change];
}
