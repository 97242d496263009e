import { type OpeningState } from '../contract/account.js';
import { type ScheduleWarning } from '../contract/content.js';
import { type CalendarDay } from '../contract/opening.js';
import { minutesOf } from '../contract/schedule.js';

const DAY_MINUTES = 1440;

/** Hours as they are and as they would be. */
export interface Comparison {
  readonly now: { readonly before: OpeningState; readonly after: OpeningState };
  /** When it would open next; null: no such time is in sight. */
  readonly nextOpensAt: Date | null;
  readonly holidaysUnknown: boolean;
  readonly days: readonly CalendarDay[];
  /** Null: they can't be told now. */
  readonly before: readonly CalendarDay[] | null;
}

/** Dates on which something would be different, other than which rule says so. */
export function changedDates({ days, before }: Comparison): string[] {
  return days
    .filter((day, index) => sense(day) !== (before === null ? null : sense(before[index])))
    .map(({ date }) => date);
}

/** What whoever saves hours should know first, the gravest first. */
export function warningsOf(comparison: Comparison, waiting: number): ScheduleWarning[] {
  const { now, nextOpensAt, holidaysUnknown, days } = comparison;
  const warnings: ScheduleWarning[] = [];
  if (holidaysUnknown) warnings.push({ kind: 'holidays-unknown' });
  if (now.before === 'open' && now.after !== 'open') warnings.push({ kind: 'closes-now', waiting });
  if (now.before !== 'open' && now.after === 'open') warnings.push({ kind: 'opens-now', waiting });
  if (!holidaysUnknown && now.after !== 'open' && nextOpensAt === null)
    warnings.push({ kind: 'never-opens' });
  const closed = closedDates(comparison);
  if (closed.length > 0) warnings.push({ kind: 'closed-days', dates: closed });
  const overlapping = days.filter((day, index) => overlaps(day, days[index - 1])).map(({ date }) => date);
  if (overlapping.length > 0) warnings.push({ kind: 'overlap', dates: overlapping });
  return warnings;
}

function sense(day: CalendarDay | undefined): string | null {
  return day === undefined
    ? null
    : JSON.stringify([day.intervals, day.bars.map((bar) => ({ ...bar, kind: '' }))]);
}

function closedDates({ days, before }: Comparison): string[] {
  return days
    .filter((day, index) => !isOpen(day) && before !== null && isOpen(before[index]))
    .map(({ date }) => date);
}

function isOpen(day: CalendarDay | undefined): boolean {
  return (
    day !== undefined && day.bars.some(({ state }) => state === 'open' || state === 'last-acceptance-passed')
  );
}

/** Whether two spans of a day run at the same time, or one of the day before still runs when one of its own begins. */
function overlaps({ intervals }: CalendarDay, before: CalendarDay | undefined): boolean {
  const spans = [
    ...(before?.intervals ?? []).map(({ closes }) => ({ from: 0, to: minutesOf(closes) - DAY_MINUTES })),
    ...intervals.map(({ opens, closes }) => ({ from: minutesOf(opens), to: minutesOf(closes) })),
  ];
  const [, ...later] = spans.toSorted((one, other) => one.from - other.from);
  let end = spans.toSorted((one, other) => one.from - other.from)[0]?.to ?? 0;
  return later.some(({ from, to }) => {
    const isWithin = from < end;
    end = Math.max(end, to);
    return isWithin;
  });
}
