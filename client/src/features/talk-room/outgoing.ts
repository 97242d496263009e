import { useMemo, useSyncExternalStore } from 'react';
import { z } from 'zod';
import { BUBBLE_LIMIT, errorBodySchema, replyRequestSchema } from '../../shared/contract.js';
import { keepWords, readWords, subscribeWords } from '../../shared/words/words-storage.js';
import { pendingBubbleSchema } from './composer/pending-reply.js';

export const outgoingReplySchema = z.object({
  ticketId: z.uuid(),
  clientId: z.uuid(),
  bubbles: z.array(pendingBubbleSchema).min(1),
  quickReplies: replyRequestSchema.shape.quickReplies,
  /**
   * `held`: it can still be taken back. `waiting`: the server was not there, and it goes as soon as it is. `unsent`: the
   * server refused it, and a person has to decide. Sending it again under the same id is safe in any case.
   */
  state: z.enum(['held', 'sending', 'waiting', 'unsent']),
  /** Until when it is held, by the browser's clock. */
  heldUntil: z.number().nullable(),
  error: errorBodySchema.shape.error.nullable(),
});
export type OutgoingReply = z.infer<typeof outgoingReplySchema>;

const name = 'outgoing';
const listSchema = z.array(outgoingReplySchema);

function parse(raw: string | null): readonly OutgoingReply[] {
  if (raw === null) return [];
  const parsed = listSchema.safeParse(JSON.parse(raw));
  return parsed.success ? parsed.data : [];
}

/** Replies of this tab that the server hasn't confirmed, oldest first. They outlive a reload. */
export function readOutgoing(staffId: string): readonly OutgoingReply[] {
  return parse(readWords(staffId, name));
}

export function changeOutgoing(
  staffId: string,
  change: (list: readonly OutgoingReply[]) => readonly OutgoingReply[],
): void {
  const next = change(readOutgoing(staffId));
  keepWords(staffId, name, next.length === 0 ? null : JSON.stringify(next));
}

/**
 * Makes one reply of those that are held at the head of a ticket, as many as fit: a page that goes can send but one, for
 * two requests may arrive in either order. Of their quick replies LINE would show the last ones in any case.
 */
export function joinHeld(list: readonly OutgoingReply[], ticketId: string): readonly OutgoingReply[] {
  const queue = list.filter((reply) => reply.ticketId === ticketId && reply.state !== 'unsent');
  const [head] = queue;
  if (head?.state !== 'held') return list;
  const gone = new Set<string>();
  let { bubbles, quickReplies } = head;
  for (const next of queue.slice(1)) {
    if (next.state !== 'held' || bubbles.length + next.bubbles.length > BUBBLE_LIMIT) break;
    bubbles = [...bubbles, ...next.bubbles];
    ({ quickReplies } = next);
    gone.add(next.clientId);
  }
  return list.flatMap((reply) => {
    if (reply === head) return { ...head, bubbles, quickReplies };
    return gone.has(reply.clientId) ? [] : reply;
  });
}

/** Those of every ticket. */
export function useAllOutgoing(staffId: string): readonly OutgoingReply[] {
  const raw = useSyncExternalStore(subscribeWords, () => readWords(staffId, name));
  return useMemo(() => parse(raw), [raw]);
}

/** How many of those replies were refused. */
export function unsentIn(replies: readonly OutgoingReply[], ticketId?: string): number {
  return replies.filter(
    (reply) => reply.state === 'unsent' && (ticketId === undefined || reply.ticketId === ticketId),
  ).length;
}

/** Those of one ticket. */
export function useOutgoing(staffId: string, ticketId: string): readonly OutgoingReply[] {
  const replies = useAllOutgoing(staffId);
  return useMemo(() => replies.filter((reply) => reply.ticketId === ticketId), [replies, ticketId]);
}
