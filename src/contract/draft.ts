import { z } from 'zod';
import { mediaKindSchema, messageIdSchema } from './message.js';
import { bubbleSchema, replyRequestSchema } from './reply.js';

const [text, location, attachment] = bubbleSchema.options;

/** A bubble as a console shows it before it is sent: an attachment knows its name. */
export const draftBubbleSchema = z.discriminatedUnion('kind', [
  text,
  location,
  attachment.extend({
    media: mediaKindSchema,
    fileName: z.string().max(1000),
    bytes: z.number().int().nonnegative().nullable(),
  }),
]);
export type DraftBubble = z.infer<typeof draftBubbleSchema>;

/** Longest text of a draft, in UTF-16 code units: more than a reply can hold, so that what is too long is kept too. */
export const DRAFT_TEXT_LIMIT = 50_000;
/** More bubbles than a reply can hold, for the same reason. */
export const DRAFT_BUBBLE_LIMIT = 20;

/** What a person has prepared in one ticket and not yet sent. */
export const draftContentSchema = z.strictObject({
  text: z.string().max(DRAFT_TEXT_LIMIT),
  /** The message that the text answers to. */
  quotes: messageIdSchema.nullable(),
  /** Bubbles that are sent before the text, in this order. */
  tray: z.array(draftBubbleSchema).max(DRAFT_BUBBLE_LIMIT),
  quickReplies: replyRequestSchema.shape.quickReplies.unwrap(),
  /** A note that is being written beside the reply. */
  note: z.string().max(DRAFT_TEXT_LIMIT),
});
export type DraftContent = z.infer<typeof draftContentSchema>;

/** Each saved state has a number of its own, which is never used again, also after the draft was deleted. */
export const draftRevisionSchema = z.number().int().positive();

export const draftRequestSchema = z.strictObject({
  draft: draftContentSchema,
  /** The state that this one was made from; null: none. Another one that was saved meanwhile is not overwritten. */
  base: draftRevisionSchema.nullable(),
});
export type DraftRequest = z.infer<typeof draftRequestSchema>;

export const draftDeletionSchema = z.strictObject({ base: z.coerce.number().pipe(draftRevisionSchema) });

/** Nobody but the person who wrote it gets it. */
export const draftViewSchema = z.object({
  /** Null: nothing is kept. */
  draft: draftContentSchema.nullable(),
  revision: draftRevisionSchema.nullable(),
});
export type DraftView = z.infer<typeof draftViewSchema>;

export const draftSavedSchema = z.object({ revision: draftRevisionSchema });
export type DraftSaved = z.infer<typeof draftSavedSchema>;
