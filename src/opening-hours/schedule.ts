import { z } from 'zod';

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Closing times may lie past midnight, up to 30:00, as schedules are written in Japan. */
const closingTime = /^([01]\d|2\d):[0-5]\d$|^30:00$/;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const intervalSchema = z
  .strictObject({
    days: z.array(z.enum(weekdays)).min(1),
    opens: z.string().regex(timeOfDay, { error: 'must be a time like 08:30' }),
    closes: z
      .string()
      .regex(closingTime, { error: 'must be a time like 17:15, or up to 30:00 past midnight' }),
    /** Until when new consultations are accepted; the same as `closes` when it is left out. */
    lastAcceptance: z.string().regex(closingTime, { error: 'must be a time like 22:00' }).optional(),
  })
  .refine((interval) => minutesOf(interval.opens) < minutesOf(interval.closes), {
    error: 'must close after it opens',
    path: ['closes'],
  })
  .refine(
    (interval) =>
      interval.lastAcceptance === undefined ||
      (minutesOf(interval.lastAcceptance) > minutesOf(interval.opens) &&
        minutesOf(interval.lastAcceptance) <= minutesOf(interval.closes)),
    { error: 'must lie after opening and not after closing', path: ['lastAcceptance'] },
  );

const monthDay = z
  .string()
  .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'must be a date like 12-29' });

/** Weekly opening hours of an account, in Asia/Tokyo wall-clock time. Japan has no daylight saving. */
export const scheduleSchema = z.strictObject({
  weekly: z.array(intervalSchema).min(1),
  /** `closed`: no opening begins on a public holiday (祝日); `as-weekday`: holidays are days like others. */
  holidays: z.enum(['closed', 'as-weekday']),
  /** Days of every year on which no opening begins; may run over New Year. */
  closedYearly: z.array(z.strictObject({ from: monthDay, to: monthDay })).default([]),
});
export type Schedule = z.infer<typeof scheduleSchema>;
export type Interval = Schedule['weekly'][number];
export const weekdayNames = weekdays;

/** Minutes since midnight of a time such as `22:30` or `26:00`. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
