import { useCallback, useEffect, useRef, useState } from 'react';
import { firstSince, hasMessage, type LoadedTalk, type Row, rowOfMessage } from './rows.js';
import { elementId } from './talk-context.js';
import { type Earlier } from './use-earlier.js';
import { type TalkScroll } from './use-talk-scroll.js';

/** How long a message that was gone to stands out. */
const markedMs = 2000;

interface GoTo {
  /** The message that was just gone to. */
  readonly marked: string | null;
  readonly toMessage: (messageId: string) => void;
  readonly toInstant: (instant: string) => void;
}

interface GoToOptions {
  rows: readonly Row[];
  talk: LoadedTalk;
  earlier: Earlier;
  scroll: Pick<TalkScroll, 'virtualizer' | 'letGo' | 'leadTo'>;
  /** Gone to at once. */
  startAt: string | undefined;
}

interface Target {
  readonly messageId: string;
  readonly align: 'start' | 'center';
}

/** Goes to one message, loading the talk back to it where it has to. */
export function useGoTo({ rows, talk, earlier, scroll, startAt }: GoToOptions): GoTo {
  const { virtualizer, letGo, leadTo } = scroll;
  const { reach } = earlier;
  const [target, setTarget] = useState<Target | null>(null);
  const [marked, setMarked] = useState<string | null>(null);
  const scrolledTo = useRef<Target | null>(null);

  useEffect(() => {
    if (marked === null) return undefined;
    const timer = setTimeout(() => setMarked(null), markedMs);
    return () => clearTimeout(timer);
  }, [marked]);

  // A row that is far away stands in the page only after the list has gone there.
  const drawn = virtualizer.getVirtualItems();
  useEffect(() => {
    if (target === null) return;
    const row = rows[rowOfMessage(rows, target.messageId)];
    if (row === undefined) return;
    if (scrolledTo.current !== target) {
      scrolledTo.current = target;
      leadTo(row.key, target.align);
    }
    const element = document.getElementById(elementId(target.messageId));
    if (element === null) return;
    element.focus({ preventScroll: true });
    setMarked(target.messageId);
    setTarget(null);
  }, [target, rows, leadTo, drawn]);

  const toMessage = useCallback(
    (messageId: string) => {
      setTarget({ messageId, align: 'center' });
      if (talk.hasEarlier && !hasMessage(talk, messageId)) void reach((room) => hasMessage(room, messageId));
    },
    [talk, reach],
  );
  const hasBegun = useRef(false);
  useEffect(() => {
    if (startAt === undefined || hasBegun.current) return;
    hasBegun.current = true;
    letGo();
    toMessage(startAt);
  }, [startAt, letGo, toMessage]);
  const toInstant = useCallback(
    (instant: string) => {
      const go = (room: LoadedTalk | undefined): boolean => {
        const found = room && firstSince(room, instant);
        if (found !== undefined) setTarget({ messageId: found.id, align: 'start' });
        return found !== undefined;
      };
      if (!go(talk) && talk.hasEarlier)
        void reach((room) => firstSince(room, instant) !== undefined).then((room) => go(room));
    },
    [talk, reach],
  );
  return { marked, toMessage, toInstant };
}
