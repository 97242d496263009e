import { Temporal } from 'temporal-polyfill';
import { timeZone } from './time.js';

/** What an `<input type="datetime-local">` holds, read as time in Japan; null when it is empty or broken. */
export function instantOfInput(value: string): string | null {
  try {
    return Temporal.PlainDateTime.from(value).toZonedDateTime(timeZone).toInstant().toString();
  } catch {
    return null;
  }
}

export function inputOfInstant(now: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
