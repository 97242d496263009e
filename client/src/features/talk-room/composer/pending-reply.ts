import { z } from 'zod';
import {
  type Bubble,
  BUBBLE_LIMIT,
  type DraftBubble,
  draftBubbleSchema,
  type DraftContent,
  replyRequestSchema,
  type ReplyRequest,
} from '../../../shared/contract.js';
import { splitText } from './split-text.js';
import { countText } from './text-counter.js';

/** A bubble as the console shows it before the server has it: an attachment knows its name. */
export const pendingBubbleSchema = draftBubbleSchema;
export type PendingBubble = DraftBubble;

/** What a person has prepared in one ticket and not yet sent; here without the limits of what the server keeps. */
export const draftSchema = z.object({
  text: z.string(),
  /** The message that the text answers to. */
  quotes: z.uuid().nullable(),
  /** Bubbles that are sent before the text, in this order. */
  tray: z.array(pendingBubbleSchema),
  quickReplies: replyRequestSchema.shape.quickReplies.unwrap(),
  /** A note that the caller never sees. */
  note: z.string().default(''),
});
export type Draft = DraftContent;

export interface PendingReply {
  readonly bubbles: PendingBubble[];
  readonly quickReplies?: string[];
}

export const emptyDraft: Draft = { text: '', quotes: null, tray: [], quickReplies: [], note: '' };

export function isEmptyDraft(draft: Draft): boolean {
  const { text, note, tray, quickReplies } = draft;
  return `${text}${note}`.trim() === '' && tray.length === 0 && quickReplies.length === 0;
}

/** What a person knows it by. */
export function nameOfBubble(bubble: PendingBubble): string {
  switch (bubble.kind) {
    case 'text':
      return bubble.text;
    case 'location':
      return bubble.title;
    case 'attachment':
      return bubble.fileName;
  }
}

function textBubble(words: string, quotes: string | null): PendingBubble {
  return { kind: 'text', text: words, ...(quotes !== null && { quotes }) };
}

function reply(draft: Draft, texts: readonly PendingBubble[]): PendingReply | null {
  const bubbles = [...draft.tray, ...texts];
  if (bubbles.length === 0 || bubbles.length > BUBBLE_LIMIT) return null;
  return { bubbles, ...(draft.quickReplies.length > 0 && { quickReplies: draft.quickReplies }) };
}

/** The reply that the draft makes; null while it can't be sent as it is. */
export function composeReply(draft: Draft): PendingReply | null {
  if (draft.text.trim() === '') return reply(draft, []);
  return countText(draft.text).canSend ? reply(draft, [textBubble(draft.text, draft.quotes)]) : null;
}

/** The same with a text that is too long in parts; null where there are not enough bubbles left for it. */
export function composeSplitReply(draft: Draft): PendingReply | null {
  const parts = splitText(draft.text, BUBBLE_LIMIT - draft.tray.length);
  if (parts === null) return null;
  return reply(
    draft,
    parts.map((part, index) => textBubble(part, index === 0 ? draft.quotes : null)),
  );
}

/** Puts the text beside the other bubbles, and leaves the field empty for the next. */
export function addBubble(draft: Draft): Draft {
  if (!countText(draft.text).canSend) return draft;
  return { ...draft, text: '', quotes: null, tray: [...draft.tray, textBubble(draft.text, draft.quotes)] };
}

/** Takes a text bubble back into the field; what stands there goes to its place. */
export function editBubble(draft: Draft, index: number): Draft {
  const bubble = draft.tray[index];
  if (bubble?.kind !== 'text') return draft;
  const swapped = addBubble({ ...draft, tray: [] }).tray;
  // Too long to stand as a bubble of its own: it stays where it is.
  if (draft.text.trim() !== '' && swapped.length === 0) return draft;
  return {
    ...draft,
    text: bubble.text,
    quotes: bubble.quotes ?? null,
    tray: draft.tray.toSpliced(index, 1, ...swapped),
  };
}

/** A reply that was not sent comes back before what has been written since: not a word is lost. */
export function putBack(draft: Draft, { bubbles, quickReplies = [] }: PendingReply): Draft {
  const last = bubbles.at(-1);
  const restored = {
    ...draft,
    quickReplies: [...new Set([...quickReplies, ...draft.quickReplies])],
  };
  if (draft.text.trim() !== '' || last?.kind !== 'text') {
    return { ...restored, tray: [...bubbles, ...draft.tray] };
  }
  return {
    ...restored,
    text: last.text,
    quotes: last.quotes ?? null,
    tray: [...bubbles.slice(0, -1), ...draft.tray],
  };
}

function toBubble(bubble: PendingBubble): Bubble {
  return bubble.kind === 'attachment' ? { kind: 'attachment', mediaId: bubble.mediaId } : bubble;
}

/** What the server is asked for. */
export function toRequest(clientId: string, { bubbles, quickReplies }: PendingReply): ReplyRequest {
  return { clientId, bubbles: bubbles.map(toBubble), ...(quickReplies && { quickReplies }) };
}
