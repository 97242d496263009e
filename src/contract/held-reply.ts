import { z } from 'zod';
import { draftBubbleSchema } from './draft.js';
import { ticketIdSchema } from './message.js';
import { BUBBLE_LIMIT, bubbleSchema, replyRequestSchema } from './reply.js';
import { personSchema } from './supervision.js';

export const heldReplyIdSchema = z.uuid();

/**
 * A reply that waits for a supervisor, or that came back. `pending`: it waits; only a person's word sends it, no timer
 * and no change ever does. `returned`: a supervisor sent it back. `dropped`: the ticket ended or passed to somebody
 * else before anybody had approved it.
 */
export const heldReplySchema = z.object({
  id: heldReplyIdSchema,
  author: personSchema,
  /** Null where the words can't be opened any more. */
  bubbles: z.array(draftBubbleSchema).nullable(),
  quickReplies: z.array(z.string()),
  state: z.enum(['pending', 'returned', 'dropped']),
  /** Why it was dropped. */
  dropReason: z.enum(['closed', 'moved']).nullable(),
  madeAt: z.iso.datetime(),
  /** From then on supervisors hear of it. */
  overdueAt: z.iso.datetime(),
  /** Who returned it, when, and with what remark. */
  decidedBy: personSchema.nullable(),
  decidedAt: z.iso.datetime().nullable(),
  remark: z.string().nullable(),
});
export type HeldReply = z.infer<typeof heldReplySchema>;

/** Every held reply of a ticket that stands. */
export const heldRepliesSchema = z.object({ ticketId: ticketIdSchema, held: z.array(heldReplySchema) });
export type HeldReplies = z.infer<typeof heldRepliesSchema>;

/** `edited`: other words than its author's. */
export const approveRequestSchema = z
  .strictObject({
    edited: z
      .strictObject({
        bubbles: z.array(bubbleSchema).min(1).max(BUBBLE_LIMIT),
        quickReplies: replyRequestSchema.shape.quickReplies,
      })
      .optional(),
  })
  .nullish();
export type ApproveRequest = z.infer<typeof approveRequestSchema>;

export const returnReplyRequestSchema = z.strictObject({ remark: z.string().trim().min(1).max(2000) });
export type ReturnReplyRequest = z.infer<typeof returnReplyRequestSchema>;
