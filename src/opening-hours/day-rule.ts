import { type Temporal } from 'temporal-polyfill';
import { type OpeningRule } from '../contract/opening.js';
import { holidayOn } from './holiday.js';
import { type Interval, minutesOf, type Schedule } from '../contract/schedule.js';
import { weekdayOf } from './tokyo.js';

/** What a schedule says of the openings that begin on one date. No intervals: none begins. */
export interface DayRule {
  readonly rule: OpeningRule;
  readonly intervals: readonly Interval[];
}

/**
 * The one place that says which rule decides about a day. In this order, the first that speaks of the date:
 *
 * 1. `dates`: what was said of this one date;
 * 2. `periods`: a special week, which holds on holidays and at New Year too (of two, the later one in the file);
 * 3. `closedYearly`: the New Year closing;
 * 4. `monthly`: "every 10th", also where it falls on a holiday;
 * 5. `holidays`, unless they are days like others;
 * 6. `weekly`.
 *
 * A rule decides about openings that *begin* on its date: one that began the evening before runs to its end. Above all
 * of them stand `continuous` openings, which add to whatever the days say, and above everything what somebody decides
 * by hand (see `timeline.ts`).
 */
export function ruleOn(schedule: Schedule, date: Temporal.PlainDate): DayRule {
  const { rule, intervals } =
    dateRule(schedule, date) ??
    periodRule(schedule, date) ??
    yearlyClosing(schedule, date) ??
    monthlyRule(schedule, date) ??
    holidayRule(schedule, date) ??
    weeklyRule(schedule, date);
  return {
    rule,
    intervals: intervals.toSorted((one, other) => minutesOf(one.opens) - minutesOf(other.opens)),
  };
}

/** Whether what this schedule says depends on knowing the holidays. */
export function dependsOnHolidays(schedule: Schedule): boolean {
  return schedule.holidays !== 'as-weekday';
}

function dateRule(schedule: Schedule, date: Temporal.PlainDate): DayRule | undefined {
  const day = date.toString();
  const entry = schedule.dates.find((candidate) => candidate.date === day);
  if (entry === undefined) return undefined;
  return {
    rule: { kind: 'date', name: entry.name ?? null },
    intervals: 'intervals' in entry ? entry.intervals : [],
  };
}

function periodRule(schedule: Schedule, date: Temporal.PlainDate): DayRule | undefined {
  const day = date.toString();
  const period = schedule.periods.findLast(({ from, to }) => from <= day && day <= to);
  if (period === undefined) return undefined;
  const { from, to, name } = period;
  return {
    rule: { kind: 'period', name: name ?? null, from, to },
    intervals: onWeekday(period.weekly, date),
  };
}

function yearlyClosing(schedule: Schedule, date: Temporal.PlainDate): DayRule | undefined {
  const range = schedule.closedYearly.find((candidate) => withinYearly(date, candidate));
  return range === undefined ? undefined : { rule: { kind: 'yearly-closing', ...range }, intervals: [] };
}

function monthlyRule(schedule: Schedule, date: Temporal.PlainDate): DayRule | undefined {
  for (const { days, intervals } of schedule.monthly) {
    const day = days.find((candidate) => (candidate === 'last' ? date.daysInMonth : candidate) === date.day);
    if (day !== undefined) return { rule: { kind: 'monthly', day }, intervals };
  }
  return undefined;
}

function holidayRule(schedule: Schedule, date: Temporal.PlainDate): DayRule | undefined {
  if (schedule.holidays === 'as-weekday') return undefined;
  const name = holidayOn(date);
  if (name === null) return undefined;
  const intervals = schedule.holidays === 'closed' ? [] : schedule.holidays.intervals;
  return { rule: { kind: 'holiday', name }, intervals };
}

function weeklyRule(schedule: Schedule, date: Temporal.PlainDate): DayRule {
  return { rule: { kind: 'weekly', day: weekdayOf(date) }, intervals: onWeekday(schedule.weekly, date) };
}

function onWeekday(weekly: Schedule['weekly'], date: Temporal.PlainDate): Interval[] {
  const weekday = weekdayOf(date);
  return weekly.filter((interval) => interval.days.includes(weekday));
}

function withinYearly(date: Temporal.PlainDate, range: { from: string; to: string }): boolean {
  const day = date.toString().slice(5);
  if (range.from <= range.to) return range.from <= day && day <= range.to;
  return day >= range.from || day <= range.to;
}
