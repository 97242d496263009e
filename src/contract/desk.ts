import { z } from 'zod';
import { accountViewSchema } from './account.js';
import { debriefViewSchema } from './care.js';
import { counselorLoadSchema } from './staff.js';
import { ticketSummarySchema } from './ticket.js';

export const deskViewSchema = z.object({
  /** Newest event that this state includes: apply only events with a higher id. */
  eventId: z.number().int().nonnegative(),
  /** The server's instant by the clock that its rules use: ages are counted from it, not from the browser's clock. */
  now: z.iso.datetime(),
  accounts: z.array(accountViewSchema),
  /** In the order in which they are to be taken. */
  waiting: z.array(ticketSummarySchema),
  /** Tickets that left the line and still need a decision, longest there first. */
  followUps: z.array(ticketSummarySchema),
  /** Active tickets of the person who asks, oldest first. */
  mine: z.array(ticketSummarySchema),
  /** Tickets of others that are being handed over to the person who asks, or to anybody like them; longest there first. */
  incoming: z.array(ticketSummarySchema),
  /** Active tickets that a supervisor took over from the person who asks, oldest first. */
  takenOver: z.array(ticketSummarySchema),
  /** The load of the person who asks. */
  me: counselorLoadSchema,
  /** Active tickets of everybody else in the accounts that the person supervises; empty for counselors. */
  others: z.array(ticketSummarySchema),
  /** Tickets that ended before anybody had seen their alarms, or before their emergency was over, in the accounts that the person supervises. */
  ended: z.array(ticketSummarySchema),
  /** Everybody's load in the accounts that the person supervises; empty for counselors. */
  counselors: z.array(counselorLoadSchema),
  /** Who would like to talk: in the accounts that the person supervises, and oneself. Longest there first. */
  debriefs: z.array(debriefViewSchema),
});
export type DeskView = z.infer<typeof deskViewSchema>;

export const setAsideReasonSchema = z.enum([
  'not-json',
  'unknown-shape',
  'other-destination',
  'event-without-id',
  'event-without-caller',
  'not-storable',
  'projection-failed',
]);
export type SetAsideReason = z.infer<typeof setAsideReasonSchema>;

/**
 * How long input that can't be read is kept, in days: long enough for the release that reads it, and no longer, since an
 * erasure doesn't reach it.
 */
export const SET_ASIDE_DAYS = 30;

/** The keys of something received, with the JSON type of each value instead of the value itself. */
export type Shape = string | { readonly [key: string]: Shape } | readonly Shape[];
export const shapeSchema: z.ZodType<Shape> = z.lazy(() =>
  z.union([z.string(), z.record(z.string(), shapeSchema), z.array(shapeSchema)]),
);

export const setAsideItemSchema = z.object({
  id: z.string(),
  accountId: z.string(),
  reason: setAsideReasonSchema,
  receivedAt: z.iso.datetime(),
  /** Size of what was received, in bytes; its content is never shown here. */
  bytes: z.number().int().nonnegative(),
  /** Class and code of the error that set it aside; null when it was never tried. */
  error: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  /** A replay was asked for and has not happened yet. */
  replayRequested: z.boolean(),
  /** From then on it is gone; null for an event whose caller is known, which stays until they are erased. */
  keptUntil: z.iso.datetime().nullable(),
});
export const setAsideViewSchema = z.object({ items: z.array(setAsideItemSchema) });
export type SetAsideView = z.infer<typeof setAsideViewSchema>;

export const replayRequestSchema = z.strictObject({ ids: z.array(z.string().max(64)).min(1).max(500) });
export type ReplayRequest = z.infer<typeof replayRequestSchema>;
export const replayViewSchema = z.object({
  /** How many of them will be tried again; the others were no longer set aside. */
  replayed: z.number().int().nonnegative(),
});
export type ReplayView = z.infer<typeof replayViewSchema>;

/** What came in and stands in no talk room as such: what it looks like, without what it says. */
export const unfamiliarViewSchema = z.object({
  /** Events of types that this version doesn't know, newest first. */
  items: z.array(
    z.object({
      id: z.string(),
      accountId: z.string(),
      receivedAt: z.iso.datetime(),
      shape: shapeSchema,
    }),
  ),
  /** Events that no single caller caused: of groups, of the account, of a module channel. Newest first. */
  accountEvents: z.array(
    z.object({
      id: z.string(),
      accountId: z.string(),
      receivedAt: z.iso.datetime(),
      /** LINE's name for it, for example `memberJoined`. */
      type: z.string(),
      shape: shapeSchema,
    }),
  ),
});
export type UnfamiliarView = z.infer<typeof unfamiliarViewSchema>;
export const shapeViewSchema = z.object({
  /** Null when it is no JSON, or when its key was destroyed. */
  shape: shapeSchema.nullable(),
});
export type ShapeView = z.infer<typeof shapeViewSchema>;

export const demoClockRequestSchema = z.strictObject({
  /** The instant the clock shall show from now on; null sets it back to real time. */
  instant: z.iso.datetime({ offset: true }).nullable(),
});
export type DemoClockRequest = z.infer<typeof demoClockRequestSchema>;

export const demoClockViewSchema = z.object({
  now: z.iso.datetime(),
  /** Milliseconds by which the demo clock is ahead of real time. */
  offsetMs: z.number().int(),
});
export type DemoClockView = z.infer<typeof demoClockViewSchema>;
