import { type CalendarDay, type OpeningRule } from '../contract/opening.js';
import { ruleOn } from './day-rule.js';
import { holidayOn } from './holiday.js';
import { type Schedule } from '../contract/schedule.js';
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
    const bars = barsOn(segments, overrides, date);
    return {
      date: date.toString(),
      weekday: weekdayOf(date),
      holiday: holidayOn(date),
      rule,
      intervals: intervals.map(intervalView),
      above: rulesAbove(bars.map(({ explanation }) => explanation.rule)),
      bars: bars
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

/** Each once, however many stretches of the day it decides about. */
function rulesAbove(rules: readonly OpeningRule[]): OpeningRule[] {
  const found = new Map<string, OpeningRule>();
  for (const rule of rules)
    if (rule.kind === 'emergency' || rule.kind === 'continuous') found.set(JSON.stringify(rule), rule);
  return [...found.values()];
}
