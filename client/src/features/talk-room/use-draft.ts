import { useCallback, useState } from 'react';
import { keepWords, readWords } from '../../shared/words/words-storage.js';

/** The unfinished reply of one ticket: it survives switching tickets and a reload of this tab. */
export function useDraft(staffId: string, ticketId: string): [string, (text: string) => void] {
  const name = `draft.${ticketId}`;
  const [draft, setDraft] = useState(() => readWords(staffId, name) ?? '');
  const change = useCallback(
    (text: string) => {
      setDraft(text);
      keepWords(staffId, name, text === '' ? null : text);
    },
    [staffId, name],
  );
  return [draft, change];
}
