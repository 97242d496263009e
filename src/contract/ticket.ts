import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { idleSchema, offerSchema, transferSchema } from './assignment.js';
import {
  LOCATION_LINE_LIMIT,
  mediaIdSchema,
  messageIdSchema,
  messageViewSchema,
  ticketIdSchema,
} from './message.js';
import { followUpReasonSchema, professionSchema, riskSchema, ticketAlarmSchema } from './standing.js';
import { staffIdSchema } from './staff.js';

/**
 * Longest text of one bubble, in UTF-16 code units (🍎 counts 2).
 * https://developers.line.biz/en/docs/messaging-api/text-character-count/
 */
export const TEXT_LIMIT = 5000;

/**
 * `waiting`: in the line. `active`: a counselor looks after it. `follow-up`: nobody waits in the line any more, but a
 * person has still to decide what becomes of it. `closed`: it ended.
 */
export const ticketStateSchema = z.enum(['waiting', 'active', 'follow-up', 'closed']);
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
  risk: riskSchema,
  /** Place in the account's line: lower rank first, then earlier `since`, `waitingSince`, id. Kept while it doesn't wait. */
  line: z.object({ rank: z.number().int(), since: z.iso.datetime() }),
  followUp: z
    .object({
      reason: followUpReasonSchema,
      since: z.iso.datetime(),
      /** The one message afterwards: from when on it may be sent, and when it was. */
      message: z.object({ from: z.iso.datetime(), sentAt: z.iso.datetime().nullable() }),
    })
    .nullable(),
  /** What nobody has said yet to have seen. */
  alarms: z.array(ticketAlarmSchema),
  /** What it asks for; null: anybody of the account will do. */
  language: z.string().nullable(),
  profession: professionSchema.nullable(),
  /** Until when one consultation should last; null: no limit. Nothing ends by itself then. */
  timeLimitAt: z.iso.datetime().nullable(),
  /** It arrived outside the opening and was carried over. */
  carriedOver: z.boolean(),
  openedAt: z.iso.datetime(),
  waitingSince: z.iso.datetime(),
  takenAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  assignedTo: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  /** The person it is offered to now. */
  offer: offerSchema.nullable(),
  transfer: transferSchema.nullable(),
  /** Another account whose people look after it. */
  helpingAccountId: accountIdSchema.nullable(),
  idle: idleSchema.nullable(),
  /** False once the caller blocked the account (LINE `unfollow`), until they come back. */
  callerReachable: z.boolean(),
  /** Somebody else answers this caller for now (LINE's `standby` mode): nothing may be sent to them. */
  inStandby: z.boolean(),
  inboundCount: z.number().int().nonnegative(),
  lastInboundAt: z.iso.datetime().nullable(),
  /** Since when the caller waits for a human reply; null when the last word was ours. */
  unansweredSince: z.iso.datetime().nullable(),
  /** Caller's messages that no console has shown yet. */
  unseenCount: z.number().int().nonnegative(),
});
export type TicketSummary = z.infer<typeof ticketSummarySchema>;

/** Why somebody does what others will ask about. */
export const reasonSchema = z.string().trim().min(1).max(500);

/** `reason`: why it is taken before its turn; only then. */
export const takeRequestSchema = z.strictObject({ reason: reasonSchema.optional() }).nullish();
export type TakeRequest = z.infer<typeof takeRequestSchema>;

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

/** The messages that a reply became, one for each bubble. */
export const replyViewSchema = z.object({ messages: z.array(messageViewSchema) });
export type ReplyView = z.infer<typeof replyViewSchema>;

export const resendRequestSchema = z.strictObject({
  /** The person knows that it may arrive twice. */
  mayArriveTwice: z.boolean(),
});
export type ResendRequest = z.infer<typeof resendRequestSchema>;

export const talkRoomViewSchema = z.object({
  /** Newest event that this state includes: apply only events with a higher id. */
  eventId: z.number().int().nonnegative(),
  ticket: ticketSummarySchema,
  /** The newest, in the order in which they were said. */
  messages: z.array(messageViewSchema),
  /** More was said before the first of them. */
  hasEarlier: z.boolean(),
  /** What people of the account wrote down for each other in this ticket, all of it. The caller never sees it. */
  notes: z.array(messageViewSchema),
});
export type TalkRoomView = z.infer<typeof talkRoomViewSchema>;
