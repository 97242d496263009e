import { z } from 'zod';
import { LOCATION_LINE_LIMIT, mediaIdSchema, messageIdSchema } from './message.js';

/**
 * Longest text of one bubble, in UTF-16 code units (🍎 counts 2).
 * https://developers.line.biz/en/docs/messaging-api/text-character-count/
 */
export const TEXT_LIMIT = 5000;

/** Why somebody does what others will ask about. */
export const reasonSchema = z.string().trim().min(1).max(500);

/** Bubbles in one push. https://developers.line.biz/en/reference/messaging-api/#send-push-message */
export const BUBBLE_LIMIT = 5;
/** https://developers.line.biz/en/reference/messaging-api/#quick-reply */
export const QUICK_REPLY_LIMIT = 13;
/** Longest quick reply, in grapheme clusters: LINE counts labels so. */
export const QUICK_REPLY_LENGTH = 20;

/** LINE counts UTF-16 code units here. */
const locationLine = z
  .string()
  .trim()
  .min(1)
  .refine((line) => line.length <= LOCATION_LINE_LIMIT, { error: 'too long' });

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });

export const bubbleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    text: z.string().refine((text) => text.trim() !== '', { error: 'empty' }),
    /** The message of this caller that is quoted. */
    quotes: messageIdSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('location'),
    title: locationLine,
    address: locationLine,
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  }),
  /** Uploaded before, for this ticket. The caller gets a link to it. */
  z.strictObject({ kind: z.literal('attachment'), mediaId: mediaIdSchema }),
]);
export type Bubble = z.infer<typeof bubbleSchema>;

export const replyRequestSchema = z.strictObject({
  clientId: z.uuid(),
  bubbles: z.array(bubbleSchema).min(1).max(BUBBLE_LIMIT),
  quickReplies: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .refine((label) => [...graphemes.segment(label)].length <= QUICK_REPLY_LENGTH, { error: 'too long' }),
    )
    .max(QUICK_REPLY_LIMIT)
    .optional(),
  /** The saved draft that this reply was made from: it goes with it, unless something else was saved since. */
  draftRevision: z.number().int().positive().optional(),
});
export type ReplyRequest = z.infer<typeof replyRequestSchema>;
