import { z } from 'zod';
import { AppError } from '../config/app-error.js';
import { type DraftBubble, draftBubbleSchema } from '../contract/draft.js';
import { type Bubble, replyRequestSchema } from '../contract/reply.js';
import { type Binding } from '../vault/vault.service.js';
import { type Reply } from '../ticket/ticket.service.js';

/** What is kept of a reply that waits: as it was asked for, its attachments with their names. */
export const heldContentSchema = z.object({
  bubbles: z.array(draftBubbleSchema),
  quickReplies: replyRequestSchema.shape.quickReplies,
});
export type HeldContent = z.infer<typeof heldContentSchema>;

export const contentBinding = (id: string): Binding => `held_reply.content:${id}`;
export const remarkBinding = (id: string): Binding => `held_reply.remark:${id}`;

/** @throws AppError media_not_found */
export function heldContent({ bubbles, quickReplies, attachments }: Reply): HeldContent {
  return {
    bubbles: bubbles.map((bubble): DraftBubble => {
      if (bubble.kind !== 'attachment') return bubble;
      const attachment = attachments?.get(bubble.mediaId);
      if (attachment === undefined) throw new AppError('media_not_found');
      return { ...bubble, media: attachment.media, fileName: attachment.fileName ?? '', bytes: null };
    }),
    ...(quickReplies === undefined ? {} : { quickReplies }),
  };
}

/** As it is asked for. */
export function asked(bubble: DraftBubble): Bubble {
  return bubble.kind === 'attachment' ? { kind: 'attachment', mediaId: bubble.mediaId } : bubble;
}

/** Whether the same would be sent. */
export function isSameContent(
  one: Pick<Reply, 'bubbles' | 'quickReplies'>,
  other: Pick<Reply, 'bubbles' | 'quickReplies'>,
): boolean {
  const normal = ({ bubbles, quickReplies = [] }: typeof one): string =>
    JSON.stringify([bubbles.map(inOrder), quickReplies]);
  return normal(one) === normal(other);
}

/** The same keys in the same order, whoever wrote them. */
function inOrder(bubble: Bubble): unknown[] {
  return Object.entries(bubble)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function mediaIdsOf(bubbles: readonly Bubble[]): string[] {
  return bubbles.flatMap((bubble) => (bubble.kind === 'attachment' ? bubble.mediaId : []));
}
