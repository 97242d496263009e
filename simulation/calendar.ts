import { Temporal } from 'temporal-polyfill';
import { type Dice } from './dice.js';
import { type Scenario } from './scenario.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const HOUR_MS = 3_600_000;
/** A Monday; no public holiday in the two weeks after it. */
const FIRST_DAY = Temporal.PlainDate.from('2026-11-09');
/** Night hours weigh twice: a chat that is open all day has its peak from ten in the evening to the morning. */
const NIGHT = { from: 22, to: 6, weight: 2 };

export interface Evening {
  /** The closing before it: what comes from then on is out of hours. */
  readonly since: number;
  readonly opens: number;
  readonly closes: number;
}

/** The evenings of a scenario, one after another. */
export function eveningsOf(scenario: Scenario, count: number): Evening[] {
  const at = (date: Temporal.PlainDate, time: string) =>
    date.toZonedDateTime({ timeZone: 'Asia/Tokyo', plainTime: Temporal.PlainTime.from(time) })
      .epochMilliseconds;
  const isOpen = (date: Temporal.PlainDate) =>
    scenario.days.includes(WEEKDAYS[date.dayOfWeek - 1] as (typeof WEEKDAYS)[number]);
  let before = FIRST_DAY.subtract({ days: 1 });
  while (!isOpen(before)) before = before.subtract({ days: 1 });
  const evenings: Evening[] = [];
  let since = at(before, scenario.closes);
  for (let date = FIRST_DAY; evenings.length < count; date = date.add({ days: 1 })) {
    if (!isOpen(date)) continue;
    const evening = { since, opens: at(date, scenario.opens), closes: at(date, scenario.closes) };
    evenings.push(evening);
    since = evening.closes;
  }
  return evenings;
}

export interface Arrival {
  readonly at: number;
  readonly inHours: boolean;
}

/** When callers write, in order: as many as the figures say, at times that chance decides. */
export function arrivalsOf(scenario: Scenario, evening: Evening, dice: Dice): Arrival[] {
  const { since, opens, closes } = evening;
  const open = hoursBetween(opens, closes, (_at, index) => (index === 0 ? scenario.firstHourWeight : 1));
  const closed = hoursBetween(since, opens, (at) => (isNight(at) ? NIGHT.weight : 1));
  const draw = (hours: readonly Hour[], count: number, inHours: boolean): Arrival[] =>
    Array.from({ length: count }, () => {
      const hour = hours[dice.weighted(hours.map(({ weight }) => weight))] as Hour;
      return { at: Math.floor(dice.between(hour.from, hour.to)), inHours };
    });
  return [
    ...draw(closed, scenario.contacts.outOfHours, false),
    ...draw(open, scenario.contacts.inHours, true),
  ].toSorted((one, other) => one.at - other.at);
}

interface Hour {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

function hoursBetween(from: number, to: number, weigh: (at: number, index: number) => number): Hour[] {
  const hours: Hour[] = [];
  for (let at = from; at < to; at += HOUR_MS) {
    const end = Math.min(to, at + HOUR_MS);
    hours.push({ from: at, to: end, weight: (weigh(at, hours.length) * (end - at)) / HOUR_MS });
  }
  return hours;
}

function isNight(at: number): boolean {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Asia/Tokyo');
  return hour >= NIGHT.from || hour < NIGHT.to;
}
