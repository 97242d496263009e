import holidayCalendar from '@holiday-jp/holiday_jp';
import { Temporal } from 'temporal-polyfill';
import { type OpeningState } from '../contract/account.js';
import { type Interval, minutesOf, type Schedule, weekdayNames } from './schedule.js';

const ZONE = 'Asia/Tokyo';
/** How far ahead we look for the next opening: longer than any holiday season. */
const HORIZON_DAYS = 60;

/** What the hours say about one instant. */
export interface Opening {
  readonly state: Exclude<OpeningState, 'unknown'>;
  /** When the present opening began; null when closed. */
  readonly openedAt: Date | null;
  /** When the state changes next; null when that lies beyond the horizon. */
  readonly nextChangeAt: Date | null;
  /** When the next opening begins, which is never the present one; null when that lies beyond the horizon. */
  readonly nextOpensAt: Date | null;
  /** Today's hours as people write them; null when closed all day. */
  readonly hoursToday: string | null;
}

/** One opening on the calendar. */
interface Occurrence {
  readonly interval: Interval;
  readonly opens: number;
  readonly lastAcceptance: number;
  readonly closes: number;
}

/** What a schedule says about an instant. Openings include their first instant and exclude their last. */
export function openingAt(schedule: Schedule, at: Date): Opening {
  const now = at.getTime();
  const today = tokyoDate(at);
  const ahead = occurrencesFrom(schedule, today).filter((occurrence) => now < occurrence.closes);
  // Of openings that overlap, one that still accepts counts.
  const running = ahead.filter((occurrence) => occurrence.opens <= now);
  const current = running.find((occurrence) => now < occurrence.lastAcceptance) ?? running[0];
  const next = ahead.find((occurrence) => occurrence.opens > now);
  const nextOpensAt = next === undefined ? null : new Date(next.opens);
  const hoursToday = describeDay(schedule, today);
  if (current === undefined)
    return { state: 'closed', openedAt: null, nextChangeAt: nextOpensAt, nextOpensAt, hoursToday };
  const accepting = now < current.lastAcceptance;
  return {
    state: accepting ? 'open' : 'last-acceptance-passed',
    // Of openings that overlap, the first began it.
    openedAt: new Date(Math.min(...running.map((occurrence) => occurrence.opens))),
    nextChangeAt: new Date(accepting ? current.lastAcceptance : current.closes),
    nextOpensAt,
    hoursToday,
  };
}

/** The date on the wall in Japan. */
export function tokyoDate(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(ZONE).toPlainDate();
}

/** Every public holiday of Japan has its own date in the calendar package, substitute holidays included. */
export function isHoliday(date: Temporal.PlainDate): boolean {
  return date.toString() in holidayCalendar.holidays;
}

/** Openings in order, from yesterday's (which may run past midnight) until one day after the first that lies ahead. */
function occurrencesFrom(schedule: Schedule, today: Temporal.PlainDate): Occurrence[] {
  const found: Occurrence[] = [];
  for (let offset = -1; offset <= HORIZON_DAYS; offset += 1) {
    const before = found.length;
    found.push(...occurrencesOn(schedule, today.add({ days: offset })));
    if (offset > 0 && found.length > before) break;
  }
  return found.toSorted((one, other) => one.opens - other.opens);
}

/** Openings that begin on a date, in order. */
function occurrencesOn(schedule: Schedule, date: Temporal.PlainDate): Occurrence[] {
  return intervalsOn(schedule, date).map((interval) => ({
    interval,
    opens: instantOf(date, interval.opens),
    lastAcceptance: instantOf(date, interval.lastAcceptance ?? interval.closes),
    closes: instantOf(date, interval.closes),
  }));
}

function intervalsOn(schedule: Schedule, date: Temporal.PlainDate): Interval[] {
  if (schedule.holidays === 'closed' && isHoliday(date)) return [];
  if (schedule.closedYearly.some((range) => withinYearly(date, range))) return [];
  const weekday = weekdayNames[date.dayOfWeek - 1];
  return schedule.weekly
    .filter((interval) => weekday !== undefined && interval.days.includes(weekday))
    .toSorted((one, other) => minutesOf(one.opens) - minutesOf(other.opens));
}

function withinYearly(date: Temporal.PlainDate, range: { from: string; to: string }): boolean {
  const day = date.toString().slice(5);
  if (range.from <= range.to) return range.from <= day && day <= range.to;
  return day >= range.from || day <= range.to;
}

function instantOf(date: Temporal.PlainDate, time: string): number {
  const minutes = minutesOf(time);
  return date
    .toZonedDateTime(ZONE)
    .add({ days: Math.floor(minutes / 1440) })
    .with({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 }).epochMilliseconds;
}

function describeDay(schedule: Schedule, date: Temporal.PlainDate): string | null {
  const intervals = intervalsOn(schedule, date);
  if (intervals.length === 0) return null;
  return intervals.map((interval) => `${trimZero(interval.opens)}–${trimZero(interval.closes)}`).join('、');
}

function trimZero(time: string): string {
  return time.replace(/^0/, '');
}
