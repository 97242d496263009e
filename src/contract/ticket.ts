import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { idleSchema, offerSchema, transferSchema } from './assignment.js';
import { heldReplySchema } from './held-reply.js';
import { ticketIncidentSchema } from './incident.js';
import { messageViewSchema, ticketIdSchema } from './message.js';
import { followUpReasonSchema, professionSchema, riskSchema, ticketAlarmSchema } from './standing.js';
import { staffIdSchema } from './staff.js';
import { ticketSupervisionSchema } from './supervision.js';

export {
  type Bubble,
  BUBBLE_LIMIT,
  bubbleSchema,
  QUICK_REPLY_LENGTH,
  QUICK_REPLY_LIMIT,
  reasonSchema,
  type ReplyRequest,
  replyRequestSchema,
  TEXT_LIMIT,
} from './reply.js';
import { reasonSchema } from './reply.js';

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
  /** Also for those who help, and don't know the account otherwise. */
  accountName: z.object({ ja: z.string(), en: z.string() }),
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
  /** From when on its wait counts against the account's target: for who came before an opening, from that; null: it is not known. */
  waitCountsFrom: z.iso.datetime().nullable(),
  takenAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  assignedTo: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  /** The person it is offered to now. */
  offer: offerSchema.nullable(),
  transfer: transferSchema.nullable(),
  /** Another account whose people look after it. */
  helpingAccountId: accountIdSchema.nullable(),
  idle: idleSchema.nullable(),
  /** Its emergency, while one is open; it outlives the end of the ticket. */
  incident: ticketIncidentSchema.nullable(),
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
  /** Our replies that LINE didn't take, or that couldn't reach the caller, and that were not sent anew. */
  undeliveredCount: z.number().int().nonnegative(),
  /** Until when its caller is muted; null: they aren't, or it was lifted. */
  mutedUntil: z.iso.datetime().nullable(),
  /** Its caller is erased, for good: nobody can read it any more, and consoles forget what they hold of it. */
  erased: z.boolean(),
  /** Null while nobody looks after it, and for whoever may not read it. */
  supervision: ticketSupervisionSchema.nullable(),
});
export type TicketSummary = z.infer<typeof ticketSummarySchema>;

/** `reason`: why it is taken before its turn; only then. */
export const takeRequestSchema = z.strictObject({ reason: reasonSchema.optional() }).nullish();
export type TakeRequest = z.infer<typeof takeRequestSchema>;

/**
 * The newest of the caller's messages that was on the screen of whoever ends the ticket. Null or missing (consoles of
 * earlier versions don't say it): nothing goes by this screen, and everything must have been shown before.
 */
export const seenThroughSchema = z.uuid().nullable().default(null);

/** `categoryId`: what it was about, where the account asks for it. */
export const closeRequestSchema = z
  .strictObject({ categoryId: z.uuid().nullable().default(null), seenThrough: seenThroughSchema })
  .nullish();
export type CloseRequest = z.infer<typeof closeRequestSchema>;

/** A ticket on the follow-up list has nothing left to do. */
export const followUpCloseRequestSchema = z.strictObject({ seenThrough: seenThroughSchema }).nullish();
export type FollowUpCloseRequest = z.infer<typeof followUpCloseRequestSchema>;

/** A supervisor ends a colleague's ticket. */
export const supervisorCloseRequestSchema = z.strictObject({
  reason: reasonSchema,
  seenThrough: seenThroughSchema,
});
export type SupervisorCloseRequest = z.infer<typeof supervisorCloseRequestSchema>;

/** The messages that a reply became, one for each bubble. */
export const replyViewSchema = z.object({
  messages: z.array(messageViewSchema),
  /** It waits for a supervisor's eyes under this id; there are no messages until one approved it. */
  heldId: z.uuid().nullable(),
});
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
  /** Replies that have not left, or never will, oldest first; until their author has put them away. */
  held: z.array(heldReplySchema),
});
export type TalkRoomView = z.infer<typeof talkRoomViewSchema>;
