import { type OpeningState } from '../contract/account.js';
import { type Explanation, type HoursFault } from '../contract/opening.js';
import { type Schedule } from '../contract/schedule.js';
import { begins, faultyTimeline, overlay, type Override, type Segment, timelineOf } from './timeline.js';
import { describeHours } from './today.js';
import { tokyoDate } from './tokyo.js';

/** What the hours say about one instant. */
export interface Opening {
  readonly state: OpeningState;
  /** When the present opening began; null when closed. Eight days ago at most: who is always open began some time. */
  readonly openedAt: Date | null;
  /** When the state changes next; null when that lies beyond the horizon. */
  readonly nextChangeAt: Date | null;
  /** When the next opening begins, which is never the present one; null when that lies beyond the horizon. */
  readonly nextOpensAt: Date | null;
  /** When anything changes that is told here, though the state may stay; null when that lies beyond the horizon. */
  readonly lookAgainAt: Date | null;
  /** Today's hours as people write them; null when closed all day. */
  readonly hoursToday: string | null;
  /** How many consultations at once, in the opening that is running; null: no limit. */
  readonly lines: number | null;
  /** The rule that decided. */
  readonly explain: Explanation;
}

/**
 * What a schedule says about an instant. Openings include their first instant and exclude their last. Those that touch
 * or overlap are one: a line that is always open doesn't change at midnight.
 * @param overrides what was decided by hand and is not over, newest first
 */
export function openingAt(schedule: Schedule, at: Date, overrides: readonly Override[] = []): Opening {
  const today = tokyoDate(at);
  const base = timelineOf(schedule, today);
  const segments = overrides.length === 0 ? base : overlay(base, overrides);
  return { ...lookUp(segments, at), hoursToday: describeHours(schedule, today, segments, overrides) };
}

/** A stretch in which an account is open. */
export interface OpeningSpan {
  readonly from: Date;
  readonly to: Date;
  readonly state: OpeningState;
}

/** What is open between two instants, which lie no further apart than a few days. */
export function spansOf(
  schedule: Schedule,
  from: Date,
  to: Date,
  overrides: readonly Override[],
): OpeningSpan[] {
  return overlay(timelineOf(schedule, tokyoDate(from)), overrides)
    .filter(isStaffed)
    .filter((segment) => segment.from < to.getTime() && segment.to > from.getTime())
    .map((segment) => ({
      from: new Date(Math.max(segment.from, from.getTime())),
      to: new Date(Math.min(segment.to, to.getTime())),
      state: segment.state,
    }));
}

/** What can be told where the hours are missing or broken: nothing but what somebody decided by hand. */
export function openingWithoutHours(fault: HoursFault, at: Date, overrides: readonly Override[]): Opening {
  return { ...lookUp(overlay(faultyTimeline(fault, at), overrides), at), hoursToday: null };
}

function lookUp(segments: readonly Segment[], at: Date): Omit<Opening, 'hoursToday'> {
  const now = at.getTime();
  const index = segments.findIndex((segment) => now < segment.to);
  const current = segments[index] as Segment;
  const ahead = segments.slice(index + 1);
  const isNext = (_: Segment, place: number): boolean => begins(segments, index + 1 + place);
  return {
    state: current.state,
    openedAt: isStaffed(current) ? new Date(beginOf(segments, index)) : null,
    nextChangeAt: startOf(ahead.find(({ state }) => state !== current.state)),
    nextOpensAt: startOf(ahead.find(isNext)),
    lookAgainAt: startOf(
      ahead.find(({ state, lines }) => state !== current.state || lines !== current.lines),
    ),
    lines: current.lines,
    explain: current.explanation,
  };
}

function startOf(segment: Segment | undefined): Date | null {
  return segment === undefined ? null : new Date(segment.from);
}

/** When the opening that this segment belongs to began. */
function beginOf(segments: readonly Segment[], index: number): number {
  let first = index;
  while (isStaffed(segments[first - 1])) first -= 1;
  return (segments[first] as Segment).from;
}

function isStaffed(segment: Segment | undefined): boolean {
  return segment?.state === 'open' || segment?.state === 'last-acceptance-passed';
}
