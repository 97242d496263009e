import { z } from 'zod';
import { accountViewSchema } from './account.js';
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
  /** Active tickets of the person who asks, oldest first. */
  mine: z.array(ticketSummarySchema),
  /** Active tickets of everybody else in the accounts that the person supervises; empty for counselors. */
  others: z.array(ticketSummarySchema),
  /** Everybody's load in the accounts that the person supervises; empty for counselors. */
  counselors: z.array(counselorLoadSchema),
});
export type DeskView = z.infer<typeof deskViewSchema>;

export const setAsideReasonSchema = z.enum([
  'not-json',
  'unknown-shape',
  'other-destination',
  'event-without-id',
  'projection-failed',
]);
export type SetAsideReason = z.infer<typeof setAsideReasonSchema>;

export const setAsideViewSchema = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      accountId: z.string(),
      reason: setAsideReasonSchema,
      receivedAt: z.iso.datetime(),
      /** Size of what was received, in bytes; its content is never shown here. */
      bytes: z.number().int().nonnegative(),
    }),
  ),
});
export type SetAsideView = z.infer<typeof setAsideViewSchema>;

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
