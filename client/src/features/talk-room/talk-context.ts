import { createContext, useContext } from 'react';
import { type HeldReply, type MessageView } from '../../shared/contract.js';
import { type WatchMessage } from './use-shown-messages.js';

export type UseWords = (messageId: string, words: string) => void;
/** What a reply's author does with one that waits or came back. */
export interface HeldActions {
  /** Its words go back to the draft. */
  readonly rewrite: (held: HeldReply) => void;
  readonly putAway: (held: HeldReply) => void;
}

/** What every row of a talk room may need. */
export interface TalkContextValue {
  readonly ticketId: string;
  readonly staffId: string;
  /** The person looks after this ticket, and it is open. */
  readonly canReply: boolean;
  /** Whoever reads an open ticket looks after it or supervises its account: both may send automatic texts again. */
  readonly canResendAutomatic: boolean;
  readonly callerReachable: boolean;
  /** What they write is looked at by a supervisor before it leaves. */
  readonly goesToReview: boolean;
  /** What the caller wrote. */
  readonly watch: WatchMessage;
  /** What a supervisor and the counselor say to each other. */
  readonly watchWhisper: WatchMessage;
  readonly goTo: (messageId: string) => void;
  readonly quote: (message: MessageView) => void;
  /** Where the words of a caller's message may be taken over to; undefined where there is no such place. */
  readonly use?: UseWords | undefined;
  /** Null for whoever only looks on. */
  readonly held: HeldActions | null;
  /** The message that was just gone to. */
  readonly marked: string | null;
}

export const TalkContext = createContext<TalkContextValue | null>(null);

export function useTalk(): TalkContextValue {
  const talk = useContext(TalkContext);
  if (talk === null) throw new Error('useTalk is used outside a talk room');
  return talk;
}

/** Id of the element of a message. */
export const elementId = (messageId: string): string => `message-${messageId}`;
