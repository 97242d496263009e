import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { staffIdSchema } from './staff.js';

/**
 * Longest text of one bubble, in UTF-16 code units (🍎 counts 2).
 * https://developers.line.biz/en/docs/messaging-api/text-character-count/
 */
export const TEXT_LIMIT = 5000;

export const ticketIdSchema = z.uuid();
export const ticketStateSchema = z.enum(['waiting', 'active', 'closed']);
export type TicketState = z.infer<typeof ticketStateSchema>;

/** What a waiting list or a ticket list shows: never a word of the caller's. */
export const ticketSummarySchema = z.object({
  id: ticketIdSchema,
  /** Short number people can say aloud, counted up per account. */
  number: z.number().int().positive(),
  accountId: accountIdSchema,
  /** Name made up by us; the caller's LINE name is never shown. */
  alias: z.string(),
  state: ticketStateSchema,
  /** It arrived outside the opening and was carried over. */
  carriedOver: z.boolean(),
  openedAt: z.iso.datetime(),
  waitingSince: z.iso.datetime(),
  takenAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  assignedTo: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  /** False once the caller blocked the account (LINE `unfollow`), until they come back. */
  callerReachable: z.boolean(),
  inboundCount: z.number().int().nonnegative(),
  lastInboundAt: z.iso.datetime().nullable(),
  /** Since when the caller waits for a human reply; null when the last word was ours. */
  unansweredSince: z.iso.datetime().nullable(),
  /** Caller's messages that no console has shown yet. */
  unseenCount: z.number().int().nonnegative(),
});
export type TicketSummary = z.infer<typeof ticketSummarySchema>;

export const messageDirectionSchema = z.enum(['inbound', 'outbound', 'automatic', 'note']);
export type MessageDirection = z.infer<typeof messageDirectionSchema>;

/** Kinds that are shown as one labelled row until they get a bubble of their own. */
export const labelledKindSchema = z.enum([
  'image',
  'video',
  'audio',
  'file',
  'location',
  'postback',
  'follow',
  'unfollow',
  'unsend',
  'account-link',
  'video-play-complete',
  'beacon',
  'membership',
  'unknown',
]);
export type LabelledKind = z.infer<typeof labelledKindSchema>;

export const messageContentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  /** LINE gives no picture of a sticker: its own text or keywords stand for it. */
  z.object({ kind: z.literal('sticker'), text: z.string().nullable(), keywords: z.array(z.string()) }),
  z.object({
    kind: z.literal('labelled'),
    label: labelledKindSchema,
    /** What there is to say about it, ready to show: a file's name, an address, a type LINE has newly added. */
    detail: z.string().nullable(),
  }),
]);
export type MessageContent = z.infer<typeof messageContentSchema>;

/**
 * What LINE did with a reply. `accepted` means that LINE took it, not that it was read or arrived.
 * `unreachable`: the caller has blocked the account.
 */
export const deliveryStateSchema = z.enum(['waiting', 'accepted', 'failed', 'unreachable']);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** Why a delivery failed or still waits, as far as we know. */
export const deliveryReasonSchema = z.enum([
  'line-unavailable',
  'line-timeout',
  'rate-limited',
  'refused',
  'token-refused',
  'too-large',
  'expired',
]);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

export const deliveryViewSchema = z.object({
  state: deliveryStateSchema,
  attempts: z.number().int().nonnegative(),
  reason: deliveryReasonSchema.nullable(),
  /** When LINE accepted it. */
  acceptedAt: z.iso.datetime().nullable(),
});
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

export const messageIdSchema = z.uuid();
export const messageViewSchema = z.object({
  id: messageIdSchema,
  ticketId: ticketIdSchema,
  direction: messageDirectionSchema,
  content: messageContentSchema,
  /** When it was said: LINE's `timestamp` for a caller's message. Talk rooms are sorted by it, then by id. */
  occurredAt: z.iso.datetime(),
  author: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  /** The id the console gave a reply, so that a repeated request changes nothing. */
  clientId: z.uuid().nullable(),
  delivery: deliveryViewSchema.nullable(),
});
export type MessageView = z.infer<typeof messageViewSchema>;

export const replyRequestSchema = z.strictObject({
  clientId: z.uuid(),
  text: z.string().refine((text) => text.trim() !== '', { error: 'empty' }),
});
export type ReplyRequest = z.infer<typeof replyRequestSchema>;

export const talkRoomViewSchema = z.object({
  /** Newest event that this state includes: apply only events with a higher id. */
  eventId: z.number().int().nonnegative(),
  ticket: ticketSummarySchema,
  messages: z.array(messageViewSchema),
});
export type TalkRoomView = z.infer<typeof talkRoomViewSchema>;
