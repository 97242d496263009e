import { useCallback, useSyncExternalStore } from 'react';
import { keepWords, readWords, subscribeWords } from '../../shared/words/words-storage.js';

/** The unfinished handover note of a ticket: closing the dialog, or looking something up in the talk, loses no word. */
export function useNote(staffId: string, ticketId: string): [string, (note: string) => void] {
  const what = `handover.${ticketId}`;
  const note = useSyncExternalStore(subscribeWords, () => readWords(staffId, what) ?? '');
  const write = useCallback(
    (text: string) => keepWords(staffId, what, text === '' ? null : text),
    [staffId, what],
  );
  return [note, write];
}
