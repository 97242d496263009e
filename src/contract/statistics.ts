import { z } from 'zod';
import { accountIdSchema, openingStateSchema } from './account.js';

/** Length of the stretches in which a day is counted, in minutes. */
export const QUARTER_MINUTES = 15;

const count = z.number().int().nonnegative();

/** What happened to an account's callers within a stretch of time. */
export const flowSchema = z.object({
  /** Tickets that came, within the opening or not. */
  arrivals: count,
  /** Of them, those that came outside of it. */
  outOfHours: count,
  /** Somebody began to look after them. */
  taken: count,
  /** Of them, those who had waited no longer than the account's target. */
  takenInTime: count,
  /** Consultations that ended. */
  closed: count,
  /** Callers who left the line, or blocked the account while they waited. */
  abandoned: count,
  /** Tickets that people began to fear for. */
  atRisk: count,
  /** Words of counselors that callers had waited for. */
  answers: count,
  /** Of them, those that came within the account's target. */
  answersInTime: count,
  /** The longest that anybody had waited in the line, in seconds, counted from the opening for who came before it; null: nobody waited. */
  longestWait: count.nullable(),
});
export type Flow = z.infer<typeof flowSchema>;

export const quarterSchema = flowSchema.extend({
  /** How many stood in the line at its end; in the one that runs, now. */
  waiting: count,
});
export type Quarter = z.infer<typeof quarterSchema>;

export const accountTodaySchema = z.object({
  accountId: accountIdSchema,
  /** From the beginning of the service day on; the last one still runs. */
  quarters: z.array(quarterSchema),
  total: flowSchema,
  /** When the account is open within the service day, as planned and as decided by hand. Empty where its hours can't be told. */
  openings: z.array(z.object({ from: z.iso.datetime(), to: z.iso.datetime(), state: openingStateSchema })),
});
export type AccountToday = z.infer<typeof accountTodaySchema>;

export const todayViewSchema = z.object({
  /** The instant up to which it is counted. */
  now: z.iso.datetime(),
  /** The service day: from five in the morning to five in the morning, in Japan. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  accounts: z.array(accountTodaySchema),
});
export type TodayView = z.infer<typeof todayViewSchema>;
