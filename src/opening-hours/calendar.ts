import { type CalendarDay } from '../contract/opening.js';
import { ruleOn } from './day-rule.js';
import { holidayOn } from './holiday.js';
import { type Schedule } from './schedule.js';
import { intervalView, type Override, timelineOf } from './timeline.js';
import { barsOn } from './today.js';
import { tokyoDate, weekdayOf } from './tokyo.js';

/** The days from an instant's day on: which rule decides about each, and what is open in the end. */
export function calendarOf(
  schedule: Schedule,
  from: Date,
  days: number,
  overrides: readonly Override[],
): CalendarDay[] {
  const today = tokyoDate(from);
  const segments = timelineOf(schedule, today);
  return Array.from({ length: days }, (_, offset) => {
    const date = today.add({ days: offset });
    const { rule, intervals } = ruleOn(schedule, date);
    return {
      date: date.toString(),
      weekday: weekdayOf(date),
      holiday: holidayOn(date),
      rule,
      intervals: intervals.map(intervalView),
      bars: barsOn(segments, overrides, date)
        // A closing by hand is shown; that nothing is open otherwise needs no bar.
        .filter((bar) => bar.state !== 'closed' || bar.explanation.rule.kind === 'emergency')
        .map(({ from: begin, to, state, lines, explanation }) => ({
          from: begin,
          to,
          state,
          kind: explanation.rule.kind,
          lines,
        })),
    };
  });
}
