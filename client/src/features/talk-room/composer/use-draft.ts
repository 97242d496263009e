import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { keepWords, readWords, subscribeWords } from '../../../shared/words/words-storage.js';
import { type Draft, draftSchema, emptyDraft, isEmptyDraft } from './pending-reply.js';

const nameOf = (ticketId: string): string => `draft.${ticketId}`;

function parse(raw: string | null): Draft {
  if (raw === null) return emptyDraft;
  try {
    const parsed = draftSchema.safeParse(JSON.parse(raw));
    return parsed.success ? parsed.data : emptyDraft;
  } catch {
    // An earlier version kept the text alone.
    return { ...emptyDraft, text: raw };
  }
}

/** Also for a ticket that isn't on the screen any more: an upload may end then. */
export function changeDraft(staffId: string, ticketId: string, change: (draft: Draft) => Draft): void {
  const name = nameOf(ticketId);
  const next = change(parse(readWords(staffId, name)));
  const isKept = next.text !== '' || next.quotes !== null || !isEmptyDraft(next);
  keepWords(staffId, name, isKept ? JSON.stringify(next) : null);
}

/**
 * The unfinished reply of one ticket: it survives switching tickets and a reload of this tab. What is typed is there
 * within the same event, or the caret and unfinished conversions would suffer.
 */
export function useDraft(
  staffId: string,
  ticketId: string,
): [Draft, (change: (draft: Draft) => Draft) => void] {
  const raw = useSyncExternalStore(subscribeWords, () => readWords(staffId, nameOf(ticketId)));
  const draft = useMemo(() => parse(raw), [raw]);
  const change = useCallback(
    (how: (draft: Draft) => Draft) => changeDraft(staffId, ticketId, how),
    [staffId, ticketId],
  );
  return [draft, change];
}
