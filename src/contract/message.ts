import { z } from 'zod';
import { staffIdSchema } from './staff.js';

export const ticketIdSchema = z.uuid();

/** `note`: what people write down for each other. `whisper`: between a ticket's counselor and its supervisors. Neither ever leaves. */
export const messageDirectionSchema = z.enum(['inbound', 'outbound', 'automatic', 'note', 'whisper']);
export type MessageDirection = z.infer<typeof messageDirectionSchema>;

/** Kinds that are shown as one labelled row: nobody said them in words. */
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
  /** They left the line. */
  'left-line',
  /** Somebody said how much they fear for the caller; the detail is the level. The caller never sees it. */
  'risk',
  /** A reply in an earlier ticket never reached them; the detail names the ticket. The caller never sees it. */
  'reply-not-sent',
  /** A type that LINE has newly added; the detail names it. */
  'unknown',
  /** The words were erased for good. */
  'erased',
  /** The stored words were damaged and can't be opened. */
  'unreadable',
]);
export type LabelledKind = z.infer<typeof labelledKindSchema>;

/** Part of a text that is more than text, in UTF-16 code units: a LINE emoji (the text holds its name) or a mention. */
export const textMarkSchema = z.object({
  kind: z.enum(['emoji', 'mention']),
  index: z.number().int().nonnegative(),
  length: z.number().int().positive(),
});
export type TextMark = z.infer<typeof textMarkSchema>;

export const mediaKindSchema = z.enum(['image', 'video', 'audio', 'file']);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** LINE's own limit for the two lines of a location. https://developers.line.biz/en/reference/messaging-api/#location-message */
export const LOCATION_LINE_LIMIT = 100;

export const locationSchema = z.object({
  kind: z.literal('location'),
  title: z.string().nullable(),
  address: z.string().nullable(),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});

export const messageContentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    marks: z.array(textMarkSchema).optional(),
    /** Answers the caller may pick with one touch; they are sent back as the caller's own words. */
    quickReplies: z.array(z.string()).optional(),
    /** Of a whisper: as what its author said it then, whoever looks after the ticket now. */
    saidAs: z.enum(['counselor', 'supervisor']).optional(),
  }),
  /** LINE gives no picture of a sticker: its own text or keywords stand for it. */
  z.object({ kind: z.literal('sticker'), text: z.string().nullable(), keywords: z.array(z.string()) }),
  /** The content itself is kept apart; what became of it is in the message's `media`. */
  z.object({
    kind: z.literal('media'),
    media: mediaKindSchema,
    fileName: z.string().nullable(),
    durationMs: z.number().int().nonnegative().nullable(),
    /** Images that were sent together; `index` counts from 1. LINE delivers them in any order. */
    set: z
      .object({ id: z.string(), index: z.number().int().nullable(), total: z.number().int().nullable() })
      .nullable(),
  }),
  locationSchema,
  z.object({
    kind: z.literal('labelled'),
    label: labelledKindSchema,
    /** What there is to say about it, ready to show: a file's name, an address, a type LINE has newly added. */
    detail: z.string().nullable(),
  }),
]);
export type MessageContent = z.infer<typeof messageContentSchema>;

export const mediaIdSchema = z.uuid();

/**
 * What became of a picture, recording or file. `waiting`: being fetched from LINE, which may still be preparing it.
 * `gone`: LINE no longer had it. `refused`: too large, or not what it claimed to be. `infected`: the scanner found
 * something, and the content was dropped. `failed`: every try failed within the time LINE keeps content.
 */
export const mediaStateSchema = z.enum(['waiting', 'stored', 'gone', 'refused', 'infected', 'failed']);
export type MediaState = z.infer<typeof mediaStateSchema>;

export const mediaScanSchema = z.enum(['not-scanned', 'clean', 'infected']);
export type MediaScan = z.infer<typeof mediaScanSchema>;

export const mediaViewSchema = z.object({
  id: mediaIdSchema,
  kind: mediaKindSchema,
  state: mediaStateSchema,
  /** Found from the content itself, not from its name; null until it is stored. */
  mimeType: z.string().nullable(),
  /** Size in bytes; null until it is stored. */
  bytes: z.number().int().nonnegative().nullable(),
  scan: mediaScanSchema,
});
export type MediaView = z.infer<typeof mediaViewSchema>;

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
  /** The account's monthly number of messages is used up. */
  'month-limit',
  'refused',
  'token-refused',
  'too-large',
  /** LINE keeps a retry key for a day; it never said what it did, and we stopped trying before that ran out. */
  'expired',
  /** Sent with a reply token, and LINE never said what it did: it may have arrived. */
  'outcome-unknown',
  /** The caller was erased, or the stored request was damaged: there is nothing left to send. */
  'nothing-to-send',
]);
export type DeliveryReason = z.infer<typeof deliveryReasonSchema>;

export const deliveryViewSchema = z.object({
  state: deliveryStateSchema,
  attempts: z.number().int().nonnegative(),
  reason: deliveryReasonSchema.nullable(),
  /** When LINE accepted it. */
  acceptedAt: z.iso.datetime().nullable(),
  /** It failed, but an attempt ended without an answer: sent again, it may arrive twice. */
  mayHaveArrived: z.boolean(),
  /** LINE's own words and HTTP status for a refusal. */
  answer: z.object({ status: z.number().int(), message: z.string() }).nullable(),
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
  /** Place among the bubbles of one reply, counted from 0. */
  position: z.number().int().nonnegative(),
  delivery: deliveryViewSchema.nullable(),
  /** A supervisor looked at it before it left, and may have changed it. */
  approved: z
    .object({ by: z.object({ id: staffIdSchema, displayName: z.string() }), isEdited: z.boolean() })
    .nullable(),
  /** What this message quotes, as it is now; its parts are null when we never had the quoted message. */
  quote: z
    .object({
      messageId: messageIdSchema.nullable(),
      /** It stands in the same ticket. */
      isHere: z.boolean(),
      direction: messageDirectionSchema.nullable(),
      content: messageContentSchema.nullable(),
    })
    .nullable(),
  /** A reply may quote this message. */
  quotable: z.boolean(),
  media: mediaViewSchema.nullable(),
  /** It reached us long after it was said: it stands at its own time, where nobody may have looked. */
  late: z.boolean(),
  /** The caller took it back; `wasShown`: a counselor had had it on screen by then. */
  withdrawn: z.object({ at: z.iso.datetime(), wasShown: z.boolean() }).nullable(),
});
export type MessageView = z.infer<typeof messageViewSchema>;
