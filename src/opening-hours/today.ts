import { type Temporal } from 'temporal-polyfill';
import { ruleOn } from './day-rule.js';
import { minutesOf, type Schedule } from '../contract/schedule.js';
import { overlay, type Override, type Segment } from './timeline.js';
import { startOfDay, tokyoInstant } from './tokyo.js';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** From when to when something is open, in minutes since midnight. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * The hours that begin on a day, as people write them: `17:00–26:00`. What somebody decided by hand is taken in. Null
 * when nothing is open.
 */
export function describeHours(
  schedule: Schedule,
  date: Temporal.PlainDate,
  segments: readonly Segment[],
  overrides: readonly Override[],
): string | null {
  const midnight = startOfDay(date);
  const end = midnight + DAY_MINUTES * MINUTE_MS;
  const touched = overrides.some(
    ({ startsAt, until }) => startsAt.getTime() < end && (until?.getTime() ?? Infinity) > midnight,
  );
  const stretches = touched
    ? openOn(segments, midnight, end)
    : [...intervalsOf(schedule, date), ...continuousOn(schedule, date)];
  const merged = merge(stretches);
  return merged.length === 0 ? null : merged.map(describe).join('、');
}

/** What is open on a date, of all that a timeline says, in minutes since midnight. */
export function barsOn(
  segments: readonly Segment[],
  overrides: readonly Override[],
  date: Temporal.PlainDate,
): (Segment & Stretch)[] {
  const midnight = startOfDay(date);
  const end = midnight + DAY_MINUTES * MINUTE_MS;
  return overlay(segments, overrides)
    .filter((segment) => segment.from < end && segment.to > midnight)
    .map((segment) => ({ ...segment, ...within(segment, midnight, end) }))
    .filter(({ from, to }) => from < to);
}

function openOn(segments: readonly Segment[], midnight: number, end: number): Stretch[] {
  return segments
    .filter(({ state, from, to }) => state !== 'closed' && state !== 'unknown' && from < end && to > midnight)
    .map((segment) => within(segment, midnight, end))
    .filter(({ from, to }) => from < to);
}

function within({ from, to }: Stretch, midnight: number, end: number): Stretch {
  const minutes = (instant: number): number => Math.floor((instant - midnight) / MINUTE_MS);
  return { from: minutes(Math.max(from, midnight)), to: minutes(Math.min(to, end)) };
}

function intervalsOf(schedule: Schedule, date: Temporal.PlainDate): Stretch[] {
  return ruleOn(schedule, date).intervals.map(({ opens, closes }) => ({
    from: minutesOf(opens),
    to: minutesOf(closes),
  }));
}

function continuousOn(schedule: Schedule, date: Temporal.PlainDate): Stretch[] {
  const midnight = startOfDay(date);
  const end = midnight + DAY_MINUTES * MINUTE_MS;
  return schedule.continuous
    .map(({ from, to }) => ({ from: tokyoInstant(from), to: tokyoInstant(to) }))
    .filter(({ from, to }) => from < end && to > midnight)
    .map((stretch) => within(stretch, midnight, end));
}

/** Those that touch or overlap are one. */
function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const stretch of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last === undefined || last.to < stretch.from) merged.push(stretch);
    else merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, stretch.to) };
  }
  return merged;
}

function describe({ from, to }: Stretch): string {
  if (from === 0 && to === DAY_MINUTES) return '24時間';
  return `${describeTime(from)}–${describeTime(to)}`;
}

function describeTime(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
