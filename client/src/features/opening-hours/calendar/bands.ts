import { type CalendarDay, type OpeningState } from '../../../shared/contract.js';

export const dayMinutes = 1440;

/** What is drawn on the 24 hours of one day, in minutes since midnight. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly state: OpeningState;
  readonly byHand: boolean;
  readonly lines: number | null;
  /** It goes on from what stands before it, or into what stands after it, also over midnight. */
  readonly joinsBefore: boolean;
  readonly joinsAfter: boolean;
}

/** What is open, or closed by hand, without a break, as a person says it of the day on which it begins. */
export interface Stretch {
  readonly from: number;
  /** Past 1440 where it ends on the next day: 1950 is 8:30 then. */
  readonly to: number;
  readonly kind: 'open' | 'opened-by-hand' | 'closed-by-hand';
  readonly lines: number | null;
  /** Null: until it ends. */
  readonly lastAcceptance: number | null;
  /** It began on a day before. */
  readonly fromBefore: boolean;
  /** It lasts beyond the next day, or nobody knows how long. */
  readonly goesOn: boolean;
}

type Bar = CalendarDay['bars'][number];
/** The same bar, counted from the midnight of the first day. */
type Placed = Bar & { readonly day: number };

const kindOf = ({ state, kind }: Bar): Stretch['kind'] =>
  kind !== 'emergency' ? 'open' : state === 'closed' ? 'closed-by-hand' : 'opened-by-hand';

export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function placed(days: readonly CalendarDay[]): Placed[] {
  return days.flatMap(({ bars }, day) =>
    bars.map((bar) => ({ ...bar, day, from: day * dayMinutes + bar.from, to: day * dayMinutes + bar.to })),
  );
}

/** Whether what is open at the first midnight was open before it: the days before aren't known. */
function beganBefore(first: CalendarDay, bar: Bar): boolean {
  return bar.kind === 'emergency' || !first.intervals.some(({ opens }) => minutesOf(opens) === 0);
}

/** How long what is open at the last midnight goes on, in minutes since that day's beginning; null: nobody knows. */
function endBeyond(last: CalendarDay, bar: Bar): number | null {
  if (bar.kind === 'emergency') return null;
  const running = last.intervals.filter(({ closes }) => minutesOf(closes) > dayMinutes);
  const ends = running.map(({ closes }) => minutesOf(closes));
  if (ends.length > 0) return Math.max(...ends);
  return bar.kind === 'continuous' ? null : dayMinutes;
}

/** What can't be told apart but by the rule behind it is drawn as one. */
function looksSame(one: Bar, other: Bar): boolean {
  return kindOf(one) === kindOf(other) && one.lines === other.lines;
}

export function bandsOf(days: readonly CalendarDay[], index: number): Band[] {
  const all = placed(days);
  const midnight = index * dayMinutes;
  const day = days[index] as CalendarDay;
  const end = days.length * dayMinutes;
  const merged: Placed[] = [];
  for (const bar of all.filter((each) => each.day === index)) {
    const last = merged.at(-1);
    if (last !== undefined && last.to === bar.from && last.state === bar.state && looksSame(last, bar))
      merged[merged.length - 1] = { ...last, to: bar.to };
    else merged.push(bar);
  }
  return merged.map((bar) => {
    const joins = (instant: number, side: 'from' | 'to'): boolean =>
      all.some((other) => other[side] === instant && looksSame(other, bar));
    return {
      from: bar.from - midnight,
      to: bar.to - midnight,
      state: bar.state,
      lines: bar.lines,
      byHand: kindOf(bar) !== 'open',
      joinsBefore: bar.from === 0 ? beganBefore(day, bar) : joins(bar.from, 'to'),
      joinsAfter: bar.to === end ? endBeyond(day, bar) !== dayMinutes : joins(bar.to, 'from'),
    };
  });
}

/** Bars that touch and say the same are one. */
function runs(days: readonly CalendarDay[]): Placed[][] {
  const found: Placed[][] = [];
  for (const bar of placed(days)) {
    const run = found.at(-1);
    const before = run?.at(-1);
    const isSame =
      before !== undefined &&
      before.to === bar.from &&
      before.lines === bar.lines &&
      kindOf(before) === kindOf(bar) &&
      // After the last acceptance the next opening is another one, though it follows without a break.
      !(before.state === 'last-acceptance-passed' && bar.state === 'open');
    if (isSame && run !== undefined) run.push(bar);
    else found.push([bar]);
  }
  return found;
}

/** What is said of one day: what begins on it, and what comes over from the day before. */
export function stretchesOf(days: readonly CalendarDay[], index: number): Stretch[] {
  const midnight = index * dayMinutes;
  return runs(days)
    .filter((run) => (run[0]?.from ?? 0) < midnight + dayMinutes && (run.at(-1)?.to ?? 0) > midnight)
    .map((run) => stretchOn(days, index, run));
}

function stretchOn(days: readonly CalendarDay[], index: number, run: readonly Placed[]): Stretch {
  const midnight = index * dayMinutes;
  const first = run[0] as Placed;
  const last = run.at(-1) as Placed;
  const isLastDay = last.to === days.length * dayMinutes;
  const beyond = isLastDay ? endBeyond(days.at(-1) as CalendarDay, last) : null;
  const fromBefore =
    first.from < midnight || (first.from === 0 && beganBefore(days[0] as CalendarDay, first));
  const end = isLastDay
    ? beyond === null
      ? Number.POSITIVE_INFINITY
      : last.to - midnight + beyond - dayMinutes
    : last.to - midnight;
  // One that ends within the next day is said as a whole on the day on which it begins.
  const isWhole = end <= dayMinutes || (!fromBefore && end < 2 * dayMinutes);
  const passed = run.find((bar) => bar.state === 'last-acceptance-passed');
  const lastAcceptance = passed === undefined ? null : passed.from - midnight;
  const to = isWhole ? end : dayMinutes;
  return {
    from: Math.max(first.from - midnight, 0),
    to,
    kind: kindOf(first),
    lines: first.lines,
    lastAcceptance:
      lastAcceptance !== null && lastAcceptance > 0 && lastAcceptance <= to ? lastAcceptance : null,
    fromBefore,
    goesOn: !isWhole,
  };
}

/** What the calendar shows for an instant; null where it shows nothing of that day. */
export function stateAt(days: readonly CalendarDay[], instant: string): OpeningState | null {
  const date = new Date(Date.parse(instant) + 9 * 3_600_000).toISOString();
  const day = days.find((candidate) => candidate.date === date.slice(0, 10));
  if (day === undefined) return null;
  const minute = minutesOf(date.slice(11, 16));
  return day.bars.find(({ from, to }) => from <= minute && minute < to)?.state ?? 'closed';
}
