import { describe, expect, test } from '@jest/globals';
import { type CalendarDay, type IntervalView } from '../../../shared/contract.js';
import { bandsOf, dayMinutes, stateAt, stretchesOf } from './bands.js';

type Bar = CalendarDay['bars'][number];

const open = (from: number, to: number, rest: Partial<Bar> = {}): Bar => ({
  from,
  to,
  state: 'open',
  kind: 'weekly',
  lines: null,
  ...rest,
});
const late = (from: number, to: number, rest: Partial<Bar> = {}): Bar =>
  open(from, to, { state: 'last-acceptance-passed', ...rest });
const closedByHand = (from: number, to: number): Bar =>
  open(from, to, { state: 'closed', kind: 'emergency' });
const interval = (opens: string, closes: string): IntervalView => ({
  opens,
  closes,
  lastAcceptance: null,
  lines: null,
});
const daysOf = (...days: { bars: Bar[]; intervals?: IntervalView[] }[]): CalendarDay[] =>
  days.map(({ bars, intervals = [] }, index) => ({
    date: `2026-11-${25 + index}`,
    weekday: 'wed',
    holiday: null,
    rule: { kind: 'weekly', day: 'wed' },
    intervals,
    above: [],
    bars,
  }));
const at = (hours: number, minutes = 0): number => hours * 60 + minutes;

describe('what is said of a day', () => {
  test('an evening with a last acceptance is one stretch', () => {
    const days = daysOf({ bars: [open(at(17), at(22)), late(at(22), at(22, 30))] });
    expect(stretchesOf(days, 0)).toEqual([
      {
        from: at(17),
        to: at(22, 30),
        kind: 'open',
        lines: null,
        lastAcceptance: at(22),
        fromBefore: false,
        goesOn: false,
      },
    ]);
  });

  test('an overnight opening is told whole where it begins, and as a rest on the next day', () => {
    const night = [open(0, at(8)), late(at(8), at(8, 30)), open(at(17, 15), dayMinutes)];
    const days = daysOf(
      { bars: night, intervals: [interval('17:15', '32:30')] },
      { bars: night, intervals: [interval('17:15', '32:30')] },
    );
    const [rest, whole, ...more] = stretchesOf(days, 1);
    expect(more).toEqual([]);
    expect(rest).toMatchObject({ from: 0, to: at(8, 30), fromBefore: true, lastAcceptance: at(8) });
    // The last day's end is known from its interval, though no later day is here.
    expect(whole).toMatchObject({ from: at(17, 15), to: at(32, 30), fromBefore: false, goesOn: false });
    expect(stretchesOf(days, 0)).toMatchObject([
      { from: 0, to: at(8, 30), fromBefore: true },
      { from: at(17, 15), to: at(32, 30), lastAcceptance: at(32) },
    ]);
  });

  test('a line that is always open says so on every day', () => {
    const whole = { bars: [open(0, dayMinutes)], intervals: [interval('00:00', '24:00')] };
    const days = daysOf(whole, whole, whole);
    for (const index of [0, 1, 2])
      expect(stretchesOf(days, index)).toMatchObject([{ from: 0, to: dayMinutes }]);
    expect(stretchesOf(days, 2)[0]).toMatchObject({ fromBefore: true, goesOn: false });
    expect(stretchesOf(days, 0)[0]).toMatchObject({ fromBefore: false, goesOn: true });
  });

  test('another number of lines, and what follows a last acceptance, are stretches of their own', () => {
    const days = daysOf({
      bars: [
        open(at(9), at(12), { lines: 3 }),
        open(at(12), at(17), { lines: 5 }),
        late(at(17), at(18), { lines: 5 }),
        open(at(18), at(20), { lines: 5 }),
      ],
    });
    expect(stretchesOf(days, 0).map(({ from, to, lines }) => [from, to, lines])).toEqual([
      [at(9), at(12), 3],
      [at(12), at(18), 5],
      [at(18), at(20), 5],
    ]);
  });

  test('a closing by hand stands beside what it leaves of the hours', () => {
    const days = daysOf({ bars: [open(at(17), at(20)), closedByHand(at(20), at(21)), open(at(21), at(22))] });
    expect(stretchesOf(days, 0).map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['open', at(17), at(20)],
      ['closed-by-hand', at(20), at(21)],
      ['open', at(21), at(22)],
    ]);
  });

  test('one that nobody has given an end goes on', () => {
    const days = daysOf(
      { bars: [closedByHand(at(20), dayMinutes)] },
      { bars: [closedByHand(0, dayMinutes)] },
    );
    expect(stretchesOf(days, 0)).toMatchObject([{ from: at(20), to: dayMinutes, goesOn: true }]);
    expect(stretchesOf(days, 1)).toMatchObject([{ from: 0, to: dayMinutes, fromBefore: true, goesOn: true }]);
  });
});

describe('what is drawn of a day', () => {
  test('runs over midnight, and through a last acceptance, without a seam', () => {
    const days = daysOf(
      { bars: [open(at(17), dayMinutes)] },
      { bars: [open(0, at(1)), late(at(1), at(2)), open(at(17), at(22))] },
    );
    expect(bandsOf(days, 0)).toMatchObject([{ joinsBefore: false, joinsAfter: true }]);
    expect(bandsOf(days, 1)).toMatchObject([
      { from: 0, joinsBefore: true, joinsAfter: true },
      { from: at(1), joinsBefore: true, joinsAfter: false },
      { from: at(17), joinsBefore: false, joinsAfter: false },
    ]);
  });

  test('is one where two rules say the same, and two where the number of lines changes', () => {
    const days = daysOf(
      {
        bars: [
          open(at(10), at(17), { kind: 'continuous' }),
          open(at(17), at(20)),
          open(at(20), dayMinutes, { lines: 3 }),
        ],
      },
      { bars: [open(0, at(2), { lines: 3 })] },
    );
    expect(bandsOf(days, 0)).toMatchObject([
      { from: at(10), to: at(20), joinsBefore: false, joinsAfter: false },
      { from: at(20), lines: 3, joinsBefore: false, joinsAfter: true },
    ]);
    expect(bandsOf(days, 1)).toMatchObject([{ from: 0, joinsBefore: true, joinsAfter: false }]);
  });

  test('keeps what was decided by hand apart from the hours', () => {
    const days = daysOf({ bars: [open(at(17), at(20)), closedByHand(at(20), dayMinutes)] });
    expect(bandsOf(days, 0)).toMatchObject([
      { byHand: false, joinsAfter: false },
      { byHand: true, joinsBefore: false, joinsAfter: true },
    ]);
  });

  test('that ends at the last midnight ends there', () => {
    const days = daysOf({ bars: [open(at(6), dayMinutes)], intervals: [interval('06:00', '24:00')] });
    expect(bandsOf(days, 0)).toMatchObject([{ joinsAfter: false }]);
  });
});

describe('the state at an instant', () => {
  const days = daysOf({ bars: [open(at(17), at(22)), late(at(22), at(22, 30))] });
  test.each([
    ['2026-11-25T07:59:59Z', 'closed'],
    ['2026-11-25T08:00:00Z', 'open'],
    ['2026-11-25T13:00:00Z', 'last-acceptance-passed'],
    ['2026-11-25T13:30:00Z', 'closed'],
    ['2026-11-25T15:00:00Z', null],
  ])('%s is %s', (instant, state) => {
    expect(stateAt(days, instant)).toBe(state);
  });
});
