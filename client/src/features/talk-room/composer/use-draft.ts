import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useLive, useLiveStatus } from '../../../shared/live/live-context.js';
import { subscribeWords } from '../../../shared/words/words-storage.js';
import { draftServer } from '../api/draft-server.js';
import { readOutgoing } from '../outgoing.js';
import { changeDraft, endOther, parseDraft, parseOther, rawDraft, rawOther } from './draft-store.js';
import { type DraftStatus, DraftSync, joined } from './draft-sync.js';
import { type Draft } from './pending-reply.js';

/** Whoever typed so long ago may still look at the field before the next word, or before Enter. */
const writingMs = 10_000;

export interface DraftHandle {
  readonly draft: Draft;
  readonly change: (how: (draft: Draft) => Draft) => void;
  readonly status: DraftStatus;
  /** What another window saved while something else was written here. */
  readonly other: Draft | null;
  readonly takeOther: () => void;
  readonly dropOther: () => void;
}

/**
 * The unfinished reply of one ticket: on the server, and here until the server has it. What is typed is there within
 * the same event, or the caret and unfinished conversions would suffer.
 */
export function useDraft(staffId: string, ticketId: string, isSaved: boolean): DraftHandle {
  const live = useLive();
  const { phase } = useLiveStatus();
  const raw = useSyncExternalStore(subscribeWords, () => rawDraft(staffId, ticketId));
  const rawOthers = useSyncExternalStore(subscribeWords, () => rawOther(staffId, ticketId));
  const draft = useMemo(() => parseDraft(raw), [raw]);
  const other = useMemo(() => parseOther(rawOthers)?.draft ?? null, [rawOthers]);
  const [status, setStatus] = useState<DraftStatus>('idle');
  const writtenAt = useRef(0);
  const change = useCallback(
    (how: (draft: Draft) => Draft) => {
      writtenAt.current = Date.now();
      changeDraft(staffId, ticketId, how);
    },
    [staffId, ticketId],
  );

  const current = useRef<DraftSync | null>(null);
  useEffect(() => {
    if (!isSaved) return undefined;
    const isHeld = (): boolean =>
      readOutgoing(staffId).some((reply) => reply.ticketId === ticketId && reply.state === 'held');
    const isWriting = (): boolean => document.hasFocus() && Date.now() - writtenAt.current < writingMs;
    const sync = new DraftSync(staffId, ticketId, draftServer(ticketId), { isHeld, isWriting }, setStatus);
    current.current = sync;
    // Whoever goes on in another window finds their words there.
    const save = (): void => void sync.save();
    window.addEventListener('blur', save);
    const stopWords = subscribeWords(() => sync.touch());
    const stopEvents = live.onEvent((event) => {
      if (event.type === 'draft.changed' && event.ticketId === ticketId) sync.heard(event.revision);
    });
    return () => {
      window.removeEventListener('blur', save);
      stopWords();
      stopEvents();
      sync.stop();
      current.current = null;
    };
  }, [staffId, ticketId, isSaved, live]);
  useEffect(() => {
    if (phase !== 'lost') void current.current?.load();
  }, [staffId, ticketId, isSaved, live, phase]);

  return {
    draft,
    change,
    status,
    other,
    takeOther: () => endOther(staffId, ticketId, (own, taken) => joined(taken, own)),
    dropOther: () => endOther(staffId, ticketId, (own) => own),
  };
}
