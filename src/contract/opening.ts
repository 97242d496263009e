import { z } from 'zod';
import { accountViewSchema, openingStateSchema } from './account.js';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** One interval of a day, on the wall in Japan: `26:00` lies two hours past midnight. */
export const intervalViewSchema = z.object({
  opens: z.string(),
  closes: z.string(),
  /** Until when new consultations are accepted; null: until it closes. */
  lastAcceptance: z.string().nullable(),
  /** How many consultations at once; null: as many as there are counselors for. */
  lines: z.number().int().nullable(),
});
export type IntervalView = z.infer<typeof intervalViewSchema>;

/** Why the hours of an account can't be told. */
export const hoursFaults = ['missing', 'broken', 'holidays-unknown'] as const;
export type HoursFault = (typeof hoursFaults)[number];

const openOrClosed = z.enum(['open', 'closed']);
const date = z.iso.date();
const name = z.string().nullable();
const monthDay = z.string();

/** The rule that decides. Of those that say something about an instant, the one named first here wins. */
export const openingRuleSchema = z.discriminatedUnion('kind', [
  /** Somebody closed or opened by hand. */
  z.object({
    kind: z.literal('emergency'),
    state: openOrClosed,
    reason: z.string(),
    since: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
  }),
  /** It would be open, but waits until so many people are there. */
  z.object({ kind: z.literal('staffing'), minimum: z.number().int() }),
  /** One opening over several days; its ends are local date-times such as `2026-05-02T10:00`. */
  z.object({ kind: z.literal('continuous'), name, from: z.string(), to: z.string() }),
  /** What is said about this one date. */
  z.object({ kind: z.literal('date'), name }),
  /** A period with weekly hours of its own. */
  z.object({ kind: z.literal('period'), name, from: date, to: date }),
  /** Closed each year from one day to another, `12-29` to `01-03`. */
  z.object({ kind: z.literal('yearly-closing'), from: monthDay, to: monthDay }),
  /** A day of each month; `last` is its last one. */
  z.object({ kind: z.literal('monthly'), day: z.union([z.number().int(), z.literal('last')]) }),
  /** A public holiday. */
  z.object({ kind: z.literal('holiday'), name: z.object({ ja: z.string(), en: z.string() }) }),
  z.object({ kind: z.literal('weekly'), day: z.enum(weekdays) }),
  /** The hours can't be told; callers get the emergency text. */
  z.object({ kind: z.literal('fault'), fault: z.enum(hoursFaults) }),
]);
export type OpeningRule = z.infer<typeof openingRuleSchema>;

export const explanationSchema = z.object({
  rule: openingRuleSchema,
  /** The date whose rule it is: yesterday's or one before, where an opening runs past midnight. */
  date,
  /** What this rule opens on that date; none: it is closed. */
  intervals: z.array(intervalViewSchema),
  /** The one that is running; null when none of them is. */
  interval: intervalViewSchema.nullable(),
});
export type Explanation = z.infer<typeof explanationSchema>;

export const calendarDaySchema = z.object({
  date,
  weekday: z.enum(weekdays),
  /** Its name where it is a public holiday, whatever the account does on it. */
  holiday: z.object({ ja: z.string(), en: z.string() }).nullable(),
  /** The rule for openings that begin on this day. */
  rule: openingRuleSchema,
  intervals: z.array(intervalViewSchema),
  /** Rules that stand above it and decide for a part of the day: openings over several days, and what is done by hand. */
  above: z.array(openingRuleSchema),
  /** What is open on this day in the end, with what runs over from the day before and what was decided by hand. */
  bars: z.array(
    z.object({
      /** Minutes since midnight. */
      from: z.number().int().nonnegative(),
      to: z.number().int().nonnegative(),
      state: openingStateSchema,
      kind: z.string(),
      lines: z.number().int().nullable(),
    }),
  ),
});
export type CalendarDay = z.infer<typeof calendarDaySchema>;

/** That somebody closed or opened an account by hand. */
export const openingOverrideSchema = z.object({
  id: z.uuid(),
  state: openOrClosed,
  reason: z.string(),
  startsAt: z.iso.datetime(),
  /** Null: until it is undone. */
  until: z.iso.datetime().nullable(),
  setBy: z.object({ id: z.uuid(), displayName: z.string() }),
  undoneAt: z.iso.datetime().nullable(),
  undoneBy: z.object({ id: z.uuid(), displayName: z.string() }).nullable(),
});
export type OpeningOverrideView = z.infer<typeof openingOverrideSchema>;

export const calendarViewSchema = z.object({
  now: z.iso.datetime(),
  /** Null: the hours can be told. */
  fault: z.enum(hoursFaults).nullable(),
  /** Empty where they can't. */
  days: z.array(calendarDaySchema),
  /** In force now, the one that decides first. */
  overrides: z.array(openingOverrideSchema),
  /** Newest first. */
  history: z.array(openingOverrideSchema),
});
export type CalendarView = z.infer<typeof calendarViewSchema>;

/** With a state, as if somebody closed or opened by hand now, until an instant or until it is undone. */
export const whatIfQuerySchema = z.object({
  /** Without it: now, by the server's clock. */
  instant: z.iso.datetime({ offset: true }).optional(),
  state: openOrClosed.optional(),
  until: z.iso.datetime({ offset: true }).optional(),
});
export type WhatIfQuery = z.infer<typeof whatIfQuerySchema>;

/** What somebody who writes at an instant would get. */
export const whatIfViewSchema = z.object({
  instant: z.iso.datetime(),
  state: openingStateSchema,
  explanation: explanationSchema,
  nextChangeAt: z.iso.datetime().nullable(),
  nextOpensAt: z.iso.datetime().nullable(),
  lines: z.number().int().nullable(),
  situation: z.enum(['waiting', 'closed', 'emergency']),
  text: z.string(),
  /** What can be touched below it. */
  quickReplies: z.array(z.string()),
});
export type WhatIfView = z.infer<typeof whatIfViewSchema>;

export const overrideRequestSchema = z.strictObject({
  state: openOrClosed,
  reason: z.string().trim().min(1).max(500),
  /** Null: until it is undone. */
  until: z.iso.datetime({ offset: true }).nullable(),
});
export type OverrideRequest = z.infer<typeof overrideRequestSchema>;

/** The accounts whose hours a person may look at. */
export const accountHoursSchema = z.object({
  items: z.array(accountViewSchema.extend({ mayOverride: z.boolean() })),
});
export type AccountHours = z.infer<typeof accountHoursSchema>;

/**
 * Situations in which a caller gets an automatic text. `waiting`: their place in the line. `taken`: somebody took them at
 * once, and has said nothing yet. `returned`: their counselor can't go on, and they wait again. `still-there`: they fell
 * silent in a consultation. `idle-closed`: they stayed silent, and it was closed. `place-again`: their place has changed.
 * `left`: they left the line. `closed`: they write while the account takes nobody. `closing`: it closed while they
 * waited. `full`: the line is full. `limit`: past what one caller may use. `follow-up`: the one message afterwards to
 * somebody whom nobody answered. `vanished`: their counselor is gone, and a person decides what becomes of them.
 * `emergency`: we can't read our own database and answer from what we last knew. `attachment`: the words around a link to a picture or file.
 */
export const situations = [
  'greeting',
  'waiting',
  'returned',
  'place-again',
  'left',
  'closed',
  'closing',
  'full',
  'limit',
  'follow-up',
  'emergency',
  'attachment',
  'still-there',
  'idle-closed',
  'taken',
  'vanished',
  'erasure-asked',
  'erasure-done',
] as const;
export type Situation = (typeof situations)[number];

export const accountTextsSchema = z.object({
  items: z.array(
    z.object({
      situation: z.enum(situations),
      /** Null: the account has none of its own. */
      body: z.string().nullable(),
      /** What is told then. */
      builtIn: z.string(),
      /** Names of what may stand in braces in it. */
      variables: z.array(z.string()),
      /** As a caller would read it now, variables filled in. */
      preview: z.string(),
      /** What can be touched below it. */
      quickReplies: z.array(z.string()),
      /** Number of its newest version; 0 when it never had one. */
      version: z.number().int().nonnegative(),
    }),
  ),
  phoneNumbers: z.array(
    z.object({
      label: z.string(),
      number: z.string(),
      /** When somebody answers there. */
      hours: z.string().nullable(),
      note: z.string().nullable(),
      /** The day on which a person last checked it. */
      verifiedOn: date,
    }),
  ),
});
export type AccountTexts = z.infer<typeof accountTextsSchema>;

export const textVersionsSchema = z.object({
  /** Newest first. */
  items: z.array(
    z.object({
      version: z.number().int().positive(),
      /** Null: the account's own text was taken away. */
      body: z.string().nullable(),
      savedAt: z.iso.datetime(),
      /** Null: it came with the file of accounts. */
      savedBy: z.string().nullable(),
    }),
  ),
});
export type TextVersions = z.infer<typeof textVersionsSchema>;
