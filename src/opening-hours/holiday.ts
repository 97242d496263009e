import holidayCalendar from '@holiday-jp/holiday_jp';
import { type Temporal } from 'temporal-polyfill';
import { type BilingualText } from '../contract/error.js';

/** By date; the package's types leave out what is not there. */
const holidays: Readonly<Record<string, { readonly name: string; readonly name_en: string } | undefined>> =
  holidayCalendar.holidays;

/**
 * The last year whose holidays are known. The dates of 春分の日 and 秋分の日 are announced a year ahead; beyond this
 * year nobody has even computed them, and a day must not be taken for a weekday only because nobody knows.
 */
export const lastHolidayYear = Math.max(...Object.keys(holidays).map((date) => Number(date.slice(0, 4))));

/** Name of the public holiday of Japan on this date, substitute holidays included; null where there is none. */
export function holidayOn(date: Temporal.PlainDate): BilingualText | null {
  const holiday = holidays[date.toString()];
  return holiday === undefined ? null : { ja: holiday.name, en: holiday.name_en };
}
