import { z } from 'zod';
import { weekdays } from './opening.js';

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Closing times may lie past midnight, up to the end of the next day, as schedules are written in Japan. */
const closingTime = /^([0-3]\d|4[0-7]):[0-5]\d$|^48:00$/;
const localDateTime = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d$/;

const closes = z.string().regex(closingTime, {
  error: 'must be a time like 17:15, or up to 48:00 past midnight (32:30 is 8:30 on the next day)',
});
const lines = z.number().int().min(1).max(1000);

const intervalFields = {
  opens: z.string().regex(timeOfDay, { error: 'must be a time like 08:30' }),
  closes,
  /** Until when new consultations are accepted; the same as `closes` when it is left out. */
  lastAcceptance: z.string().regex(closingTime, { error: 'must be a time like 22:00' }).optional(),
  /** How many consultations at once; without it, as many as there are counselors for. */
  lines: lines.optional(),
};

/** That an interval opens, takes its last consultation, and closes, in this order. */
function inOrder<Schema extends z.ZodType<Interval>>(schema: Schema): Schema {
  return schema
    .refine((interval) => minutesOf(interval.opens) < minutesOf(interval.closes), {
      error: 'must close after it opens',
      path: ['closes'],
    })
    .refine(
      ({ opens, closes: end, lastAcceptance: last }) =>
        last === undefined || (minutesOf(last) > minutesOf(opens) && minutesOf(last) <= minutesOf(end)),
      { error: 'must lie after opening and not after closing', path: ['lastAcceptance'] },
    );
}

const intervalSchema = inOrder(z.strictObject(intervalFields));
const intervals = z.array(intervalSchema).min(1).max(20);
const weekly = z.array(
  inOrder(z.strictObject({ days: z.array(z.enum(weekdays)).min(1), ...intervalFields })),
);

const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'must be a date like 12-29' });
const dateTime = z
  .string()
  .regex(localDateTime, { error: 'must be a date and time like 2026-05-02T10:00' })
  .refine((text) => z.iso.date().safeParse(text.slice(0, 10)).success, {
    error: 'must be a date that exists',
  });
const name = z.string().min(1).max(100).optional();

const continuousSchema = z
  .strictObject({
    name,
    from: dateTime,
    to: dateTime,
    lastAcceptance: dateTime.optional(),
    lines: lines.optional(),
  })
  .refine(({ from, to }) => from < to, { error: 'must close after it opens', path: ['to'] })
  .refine(({ from, to, lastAcceptance: last }) => last === undefined || (last > from && last <= to), {
    error: 'must lie after opening and not after closing',
    path: ['lastAcceptance'],
  });

const periodSchema = z
  .strictObject({ name, from: z.iso.date(), to: z.iso.date(), weekly: weekly.min(1) })
  .refine(({ from, to }) => from <= to, { error: 'must not end before it begins', path: ['to'] });

const dateSchema = z.union([
  z.strictObject({ date: z.iso.date(), name, closed: z.literal(true) }),
  z.strictObject({ date: z.iso.date(), name, intervals }),
]);

/**
 * Opening hours of an account, in Asia/Tokyo wall-clock time. Japan has no daylight saving. Which rule decides where
 * several speak of one day is said in `opening-hours/day-rule.ts`.
 */
export const scheduleSchema = z
  .strictObject({
    weekly: weekly.default([]),
    /**
     * `closed`: no opening begins on a public holiday (祝日); `as-weekday`: holidays are days like others; intervals:
     * holidays have hours of their own, whatever day of the week they fall on.
     */
    holidays: z.union([z.enum(['closed', 'as-weekday']), z.strictObject({ intervals })]),
    /** Days of every year on which no opening begins; may run over New Year. */
    closedYearly: z.array(z.strictObject({ from: monthDay, to: monthDay })).default([]),
    /** Days of every month with hours of their own, instead of what else that day would have. */
    monthly: z
      .array(
        z.strictObject({
          days: z.array(z.union([z.number().int().min(1).max(31), z.literal('last')])).min(1),
          intervals,
        }),
      )
      .default([]),
    /** Periods with weekly hours of their own, which hold on holidays and at New Year too. */
    periods: z.array(periodSchema).default([]),
    /** What holds on one date alone. */
    dates: z.array(dateSchema).default([]),
    /** Openings over several days, without a break. */
    continuous: z.array(continuousSchema).default([]),
  })
  .refine(opensAtAll, { error: 'opens on no day at all' })
  .superRefine(({ dates }, context) => {
    dates.forEach(({ date }, index) => {
      if (dates.findIndex((other) => other.date === date) === index) return;
      context.addIssue({ code: 'custom', message: 'is there already', path: ['dates', index, 'date'] });
    });
  });
export type Schedule = z.infer<typeof scheduleSchema>;

/** One interval of a day. */
export interface Interval {
  readonly opens: string;
  readonly closes: string;
  readonly lastAcceptance?: string | undefined;
  readonly lines?: number | undefined;
}

/** Minutes since midnight of a time such as `22:30` or `26:00`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Hours without any opening are a mistake in the file, not a wish. */
function opensAtAll(
  schedule: {
    readonly [Rule in 'weekly' | 'monthly' | 'periods' | 'continuous']: readonly unknown[];
  } & { readonly holidays: unknown; readonly dates: readonly object[] },
): boolean {
  return (
    schedule.weekly.length + schedule.monthly.length + schedule.periods.length + schedule.continuous.length >
      0 ||
    typeof schedule.holidays === 'object' ||
    schedule.dates.some((entry) => 'intervals' in entry)
  );
}
