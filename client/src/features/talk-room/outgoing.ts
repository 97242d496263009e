import { type QueryClient, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { errorBodySchema, replyRequestSchema } from '../../shared/contract.js';
import { keepWords, readWords } from '../../shared/words/words-storage.js';
import { pendingBubbleSchema } from './composer/pending-reply.js';

const outgoingReplySchema = z.object({
  clientId: z.uuid(),
  bubbles: z.array(pendingBubbleSchema).min(1),
  quickReplies: replyRequestSchema.shape.quickReplies,
  /** `unsent`: we don't know that the server has it. Sending it again under the same id is safe. */
  state: z.enum(['sending', 'unsent']),
  error: errorBodySchema.shape.error.nullable(),
});
export type OutgoingReply = z.infer<typeof outgoingReplySchema>;

interface Place {
  queryClient: QueryClient;
  staffId: string;
  ticketId: string;
}

const outgoingKey = (ticketId: string) => ['outgoing', ticketId] as const;
const nameOf = (ticketId: string): string => `outgoing.${ticketId}`;

/** What was on its way when the page was left may or may not have arrived: it comes back as unsent. */
function stored(staffId: string, ticketId: string): OutgoingReply[] {
  const raw = readWords(staffId, nameOf(ticketId));
  if (raw === null) return [];
  const parsed = z.array(outgoingReplySchema).safeParse(JSON.parse(raw));
  return parsed.success ? parsed.data.map((reply) => ({ ...reply, state: 'unsent' })) : [];
}

/** Replies of this console that the server hasn't confirmed, oldest first. */
export function useOutgoing(staffId: string, ticketId: string): readonly OutgoingReply[] {
  const { data } = useQuery({
    queryKey: outgoingKey(ticketId),
    queryFn: () => stored(staffId, ticketId),
    initialData: () => stored(staffId, ticketId),
    gcTime: Infinity,
  });
  return data;
}

export function changeOutgoing(
  { queryClient, staffId, ticketId }: Place,
  change: (list: OutgoingReply[]) => OutgoingReply[],
): void {
  const key = outgoingKey(ticketId);
  const next = change(queryClient.getQueryData<OutgoingReply[]>(key) ?? stored(staffId, ticketId));
  queryClient.setQueryData(key, next);
  keepWords(staffId, nameOf(ticketId), next.length === 0 ? null : JSON.stringify(next));
}
