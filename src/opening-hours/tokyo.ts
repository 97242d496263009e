import { Temporal } from 'temporal-polyfill';
import { type Weekday, weekdays } from '../contract/opening.js';

const ZONE = 'Asia/Tokyo';

/** The date on the wall in Japan. */
export function tokyoDate(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
}

/** The instant of a local date-time such as `2026-05-02T10:00`, in milliseconds. */
export function tokyoInstant(local: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds;
}

/** The first instant of a date in Japan, in milliseconds. */
export function startOfDay(date: Temporal.PlainDate): number {
  return date.toZonedDateTime(ZONE).epochMilliseconds;
}

export function weekdayOf(date: Temporal.PlainDate): Weekday {
  return weekdays[date.dayOfWeek - 1] as Weekday;
}
