import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useLive, useLiveStatus } from '../../../shared/live/live-context.js';
import { subscribeWords } from '../../../shared/words/words-storage.js';
import { draftServer } from '../api/draft-server.js';
import { readOutgoing } from '../outgoing.js';
import { changeDraft, keepAside, parseDraft, rawAside, rawDraft } from './draft-store.js';
import { type DraftStatus, DraftSync, joined } from './draft-sync.js';
import { type Draft } from './pending-reply.js';

export interface DraftHandle {
  readonly draft: Draft;
  readonly change: (how: (draft: Draft) => Draft) => void;
  readonly status: DraftStatus;
  /** What was written here and had to make room for what another window had saved. */
  readonly aside: Draft | null;
  readonly takeAside: () => void;
  readonly dropAside: () => void;
}

/**
 * The unfinished reply of one ticket: on the server, and here until the server has it. What is typed is there within
 * the same event, or the caret and unfinished conversions would suffer.
 */
export function useDraft(staffId: string, ticketId: string, isSaved: boolean): DraftHandle {
  const live = useLive();
  const { phase } = useLiveStatus();
  const raw = useSyncExternalStore(subscribeWords, () => rawDraft(staffId, ticketId));
  const put = useSyncExternalStore(subscribeWords, () => rawAside(staffId, ticketId));
  const draft = useMemo(() => parseDraft(raw), [raw]);
  const aside = useMemo(() => (put === null ? null : parseDraft(put)), [put]);
  const [status, setStatus] = useState<DraftStatus>('idle');
  const change = useCallback(
    (how: (draft: Draft) => Draft) => changeDraft(staffId, ticketId, how),
    [staffId, ticketId],
  );

  const current = useRef<DraftSync | null>(null);
  useEffect(() => {
    if (!isSaved) return undefined;
    const isHeld = (): boolean =>
      readOutgoing(staffId).some((reply) => reply.ticketId === ticketId && reply.state === 'held');
    const sync = new DraftSync(staffId, ticketId, draftServer(ticketId), isHeld, setStatus);
    current.current = sync;
    const stopWords = subscribeWords(() => sync.touch());
    const stopEvents = live.onEvent((event) => {
      if (event.type === 'draft.changed' && event.ticketId === ticketId) sync.heard(event.revision);
    });
    return () => {
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
    aside,
    takeAside: () => {
      if (aside !== null) change((now) => joined(aside, now));
      keepAside(staffId, ticketId, null);
    },
    dropAside: () => keepAside(staffId, ticketId, null),
  };
}
