import { LRUCache } from 'lru-cache';
import { type Temporal } from 'temporal-polyfill';
import { type OpeningState } from '../contract/account.js';
import { type Explanation, type HoursFault, type IntervalView } from '../contract/opening.js';
import { ruleOn } from './day-rule.js';
import { type Interval, minutesOf, type Schedule } from '../contract/schedule.js';
import { startOfDay, tokyoDate, tokyoInstant } from './tokyo.js';

const MINUTE_MS = 60_000;
/** How far back a running opening may have begun and still be told from the start: longer than any silence we alarm at. */
export const LOOK_BACK_DAYS = 8;
/** How far ahead we look for the next opening: longer than any holiday season; then a year for what is rarer. */
const HORIZON_DAYS = [60, 400];
/** Days for which one schedule's timeline is kept: today's, and what somebody asks about. */
const KEPT_DAYS = 4;

/** A stretch of time in which one thing holds. It includes its first instant and excludes its last. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly state: OpeningState;
  readonly lines: number | null;
  readonly explanation: Explanation;
}

/** One opening on the calendar. */
interface Occurrence {
  readonly opens: number;
  readonly lastAcceptance: number;
  readonly closes: number;
  readonly lines: number | null;
  readonly explanation: Explanation;
}

/** That somebody closed or opened by hand. */
export interface Override {
  readonly state: 'open' | 'closed';
  readonly reason: string;
  readonly startsAt: Date;
  /** Null: until it is undone. */
  readonly until: Date | null;
}

const kept = new WeakMap<Schedule, LRUCache<string, readonly Segment[]>>();

/** What a schedule says around a day, without a gap: worked out once a day, since every webhook asks for it. */
export function timelineOf(schedule: Schedule, today: Temporal.PlainDate): readonly Segment[] {
  const days = kept.get(schedule) ?? new LRUCache<string, readonly Segment[]>({ max: KEPT_DAYS });
  kept.set(schedule, days);
  const key = today.toString();
  let segments = days.get(key);
  if (segments === undefined) {
    segments = work(schedule, today);
    days.set(key, segments);
  }
  return segments;
}

/** All that can be told where an account's hours are missing or broken. */
export function faultyTimeline(fault: HoursFault, at: Date): readonly Segment[] {
  const explanation: Explanation = {
    rule: { kind: 'fault', fault },
    date: tokyoDate(at).toString(),
    intervals: [],
    interval: null,
  };
  return [{ from: -Infinity, to: Infinity, state: 'unknown', lines: null, explanation }];
}

/** Lays what was decided by hand over what the schedule says. @param overrides newest first: the newest decides */
export function overlay(segments: readonly Segment[], overrides: readonly Override[]): readonly Segment[] {
  return overrides.toReversed().reduce(overlayOne, segments);
}

function overlayOne(segments: readonly Segment[], override: Override): readonly Segment[] {
  const from = override.startsAt.getTime();
  const to = override.until?.getTime() ?? Number.POSITIVE_INFINITY;
  return segments.flatMap((segment) => {
    const begin = Math.max(from, segment.from);
    const end = Math.min(to, segment.to);
    if (begin >= end) return [segment];
    const parts = [
      { ...segment, to: begin },
      { ...segment, from: begin, to: end, ...decidedBy(override, segment) },
      { ...segment, from: end },
    ];
    return parts.filter((part) => part.from < part.to);
  });
}

function decidedBy({ state, reason, startsAt, until }: Override, segment: Segment): Partial<Segment> {
  return {
    state,
    // Who opens what is open anyway changes nothing about how many there is room for.
    lines: state === 'open' && segment.state === 'open' ? segment.lines : null,
    explanation: {
      rule: {
        kind: 'emergency',
        state,
        reason,
        since: startsAt.toISOString(),
        until: until?.toISOString() ?? null,
      },
      date: tokyoDate(startsAt).toString(),
      intervals: [],
      interval: null,
    },
  };
}

function work(schedule: Schedule, today: Temporal.PlainDate): readonly Segment[] {
  const now = startOfDay(today.add({ days: 1 }));
  let segments: readonly Segment[] = [];
  for (const horizon of HORIZON_DAYS) {
    segments = segmentsBetween(
      schedule,
      today.subtract({ days: LOOK_BACK_DAYS }),
      today.add({ days: horizon }),
    );
    if (segments.some((segment, index) => segment.from > now && begins(segments, index))) break;
  }
  return segments;
}

/** Whether new consultations are accepted from the start of this segment on, and were not before. */
export function begins(segments: readonly Segment[], index: number): boolean {
  return segments[index]?.state === 'open' && segments[index - 1]?.state !== 'open';
}

function segmentsBetween(schedule: Schedule, first: Temporal.PlainDate, end: Temporal.PlainDate): Segment[] {
  const days: { from: number; to: number; closed: Explanation }[] = [];
  const occurrences = continuousOf(schedule);
  // What began on the two days before may still run.
  for (let date = first.subtract({ days: 2 }); date.until(end).days > 0; date = date.add({ days: 1 })) {
    const { found, closed } = occurrencesOn(schedule, date);
    occurrences.push(...found);
    days.push({ from: startOfDay(date), to: startOfDay(date.add({ days: 1 })), closed });
  }
  return days.slice(2).flatMap((day) => segmentsOfDay(day, occurrences));
}

/** The segments of one day. Each day begins a new one: what is closed has another reason then. */
function segmentsOfDay(
  day: { readonly from: number; readonly to: number; readonly closed: Explanation },
  occurrences: readonly Occurrence[],
): Segment[] {
  const running = occurrences.filter(({ opens, closes }) => opens < day.to && closes > day.from);
  const inside = running
    .flatMap(({ opens, lastAcceptance, closes }) => [opens, lastAcceptance, closes])
    .filter((instant) => instant > day.from && instant < day.to);
  const points = [...new Set([day.from, ...inside, day.to])].toSorted((one, other) => one - other);
  return points.slice(0, -1).map((from, index) => {
    const to = points[index + 1] as number;
    return { from, to, ...standing(from, running, day.closed) };
  });
}

/** What holds at an instant. Of openings that overlap, one that still accepts counts, and the roomiest. */
function standing(
  at: number,
  occurrences: readonly Occurrence[],
  closed: Explanation,
): Pick<Segment, 'state' | 'lines' | 'explanation'> {
  const running = occurrences.filter(({ opens, closes }) => opens <= at && at < closes);
  const accepting = running.filter(({ lastAcceptance }) => at < lastAcceptance);
  const [counts] = (accepting.length > 0 ? accepting : running).toSorted(
    (one, other) => (other.lines ?? Infinity) - (one.lines ?? Infinity) || other.closes - one.closes,
  );
  if (counts === undefined) return { state: 'closed', lines: null, explanation: closed };
  return {
    state: accepting.length > 0 ? 'open' : 'last-acceptance-passed',
    lines: counts.lines,
    explanation: counts.explanation,
  };
}

/** Openings that begin on a date, and why nothing is open when none of them runs. */
function occurrencesOn(
  schedule: Schedule,
  date: Temporal.PlainDate,
): { readonly found: Occurrence[]; readonly closed: Explanation } {
  const { rule, intervals } = ruleOn(schedule, date);
  const views = intervals.map(intervalView);
  const explain = (interval: IntervalView | null): Explanation => ({
    rule,
    date: date.toString(),
    intervals: views,
    interval,
  });
  const midnight = startOfDay(date);
  // Days in Japan have 24 hours, all of them: 26:00 is 26 hours after midnight.
  const instant = (time: string): number => midnight + minutesOf(time) * MINUTE_MS;
  const found = intervals.map((interval) => ({
    opens: instant(interval.opens),
    lastAcceptance: instant(interval.lastAcceptance ?? interval.closes),
    closes: instant(interval.closes),
    lines: interval.lines ?? null,
    explanation: explain(intervalView(interval)),
  }));
  return { found, closed: explain(null) };
}

function continuousOf(schedule: Schedule): Occurrence[] {
  return schedule.continuous.map(({ name, from, to, lastAcceptance, lines }) => ({
    opens: tokyoInstant(from),
    lastAcceptance: tokyoInstant(lastAcceptance ?? to),
    closes: tokyoInstant(to),
    lines: lines ?? null,
    explanation: {
      rule: { kind: 'continuous', name: name ?? null, from, to },
      date: from.slice(0, 10),
      intervals: [],
      interval: null,
    },
  }));
}

export function intervalView({ opens, closes, lastAcceptance, lines }: Interval): IntervalView {
  return { opens, closes, lastAcceptance: lastAcceptance ?? null, lines: lines ?? null };
}
