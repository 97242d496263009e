import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { calendarOf } from './calendar.js';
import { ruleOn } from './day-rule.js';
import { lastHolidayYear } from './holiday.js';
import { openingAt, openingWithoutHours } from './opening-hours.js';
import { scheduleSchema } from '../contract/schedule.js';
import { type Override } from './timeline.js';

const jst = (text: string) => new Date(`${text}+09:00`);
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const evening = (opens: string, closes = '22:00') => [{ opens, closes }];

const everything = scheduleSchema.parse({
  weekly: [{ days: everyDay, opens: '16:00', closes: '22:00' }],
  holidays: { intervals: evening('15:00') },
  monthly: [{ days: [10, 'last'], intervals: evening('14:00') }],
  closedYearly: [{ from: '12-29', to: '01-10' }],
  periods: [
    {
      name: '春の強化月間',
      from: '2028-01-08',
      to: '2028-01-31',
      weekly: [{ days: ['mon'], opens: '13:00', closes: '22:00' }],
    },
  ],
  dates: [
    { date: '2028-01-17', intervals: evening('12:00') },
    { date: '2028-01-18', name: '停電', closed: true },
  ],
});

describe('ruleOn', () => {
  it.each([
    ['2026-11-24', 'weekly', ['16:00']],
    // 勤労感謝の日.
    ['2026-11-23', 'holiday', ['15:00']],
    ['2026-11-10', 'monthly', ['14:00']],
    // スポーツの日 2026-10-12 is none of these days, and 成人の日 2028-01-10 is all of them: a period goes before.
    ['2026-10-12', 'holiday', ['15:00']],
    ['2027-02-28', 'monthly', ['14:00']],
    ['2028-02-29', 'monthly', ['14:00']],
    ['2028-02-28', 'weekly', ['16:00']],
    // The 10th, and 成人の日 two days before it, lie within the New Year closing.
    ['2027-01-10', 'yearly-closing', []],
    ['2026-12-31', 'yearly-closing', []],
    ['2028-01-10', 'period', ['13:00']],
    // A special week says all that there is: on its Tuesdays nothing.
    ['2028-01-11', 'period', []],
    ['2028-01-17', 'date', ['12:00']],
    ['2028-01-18', 'date', []],
  ])('on %s it is %s', (date, kind, opens) => {
    const { rule, intervals } = ruleOn(everything, Temporal.PlainDate.from(date));
    expect(rule.kind).toBe(kind);
    expect(intervals.map((interval) => interval.opens)).toEqual(opens);
  });

  it('takes the later of two periods', () => {
    const schedule = scheduleSchema.parse({
      holidays: 'closed',
      periods: ['13:00', '14:00'].map((opens) => ({
        from: '2026-11-20',
        to: '2026-11-30',
        weekly: [{ days: everyDay, opens, closes: '20:00' }],
      })),
    });
    expect(ruleOn(schedule, Temporal.PlainDate.from('2026-11-23')).intervals[0]?.opens).toBe('14:00');
  });
});

describe('openingAt', () => {
  it('says which rule decided, also for what began the day before', () => {
    const schedule = scheduleSchema.parse({
      weekly: [{ days: ['fri'], opens: '17:00', closes: '26:00', lines: 3 }],
      holidays: 'closed',
    });
    const interval = { opens: '17:00', closes: '26:00', lastAcceptance: null, lines: 3 };
    expect(openingAt(schedule, jst('2026-11-21T01:00:00'))).toMatchObject({
      state: 'open',
      lines: 3,
      explain: { rule: { kind: 'weekly', day: 'fri' }, date: '2026-11-20', intervals: [interval], interval },
    });
    expect(openingAt(schedule, jst('2026-11-23T18:00:00')).explain).toEqual({
      rule: { kind: 'holiday', name: { ja: '勤労感謝の日', en: 'Labor Thanksgiving Day' } },
      date: '2026-11-23',
      intervals: [],
      interval: null,
    });
  });

  it('knows the lines of what is running: of openings that overlap, the roomiest', () => {
    const schedule = scheduleSchema.parse({
      weekly: [
        { days: everyDay, opens: '12:00', closes: '17:00', lines: 3 },
        { days: everyDay, opens: '16:00', closes: '20:00', lines: 5 },
        { days: everyDay, opens: '20:00', closes: '21:00' },
      ],
      holidays: 'as-weekday',
    });
    const linesAt = (time: string) => openingAt(schedule, jst(`2026-11-25T${time}`)).lines;
    expect(['11:59:59', '15:59:59', '16:00:00', '19:59:59', '20:00:00'].map(linesAt)).toEqual([
      null,
      3,
      5,
      5,
      null,
    ]);
    const opening = openingAt(schedule, jst('2026-11-25T12:30:00'));
    expect(opening.nextChangeAt).toEqual(jst('2026-11-25T21:00:00'));
    expect(opening.lookAgainAt).toEqual(jst('2026-11-25T16:00:00'));
    expect(opening.hoursToday).toBe('12:00–21:00');
  });

  it('makes one opening of those that touch, and says when it began', () => {
    const schedule = scheduleSchema.parse({
      weekly: [
        { days: ['wed'], opens: '09:00', closes: '24:00' },
        { days: ['thu'], opens: '00:00', closes: '12:00' },
      ],
      holidays: 'as-weekday',
    });
    const opening = openingAt(schedule, jst('2026-11-26T08:00:00'));
    expect(opening.openedAt).toEqual(jst('2026-11-25T09:00:00'));
    expect(opening.nextChangeAt).toEqual(jst('2026-11-26T12:00:00'));
    expect(opening.nextOpensAt).toEqual(jst('2026-12-02T09:00:00'));
  });

  it('lets a consultation begin again where the next opening follows a last acceptance', () => {
    const schedule = scheduleSchema.parse({
      weekly: [
        { days: everyDay, opens: '12:00', closes: '16:00', lastAcceptance: '15:30' },
        { days: everyDay, opens: '16:00', closes: '20:00' },
      ],
      holidays: 'as-weekday',
    });
    const opening = openingAt(schedule, jst('2026-11-25T15:45:00'));
    expect(opening.state).toBe('last-acceptance-passed');
    expect(opening.nextChangeAt).toEqual(jst('2026-11-25T16:00:00'));
    expect(opening.nextOpensAt).toEqual(jst('2026-11-25T16:00:00'));
  });

  it('tells a whole day as such', () => {
    const schedule = scheduleSchema.parse({
      weekly: [{ days: everyDay, opens: '00:00', closes: '24:00' }],
      holidays: 'as-weekday',
    });
    expect(openingAt(schedule, jst('2026-11-25T12:00:00'))).toMatchObject({
      hoursToday: '24時間',
      nextOpensAt: null,
    });
  });
});

describe('a decision by hand', () => {
  const schedule = scheduleSchema.parse({
    weekly: [{ days: everyDay, opens: '17:00', closes: '22:00', lines: 3 }],
    holidays: 'as-weekday',
  });
  const by = (state: Override['state'], startsAt: string, until: string | null): Override => ({
    state,
    reason: '停電のため',
    startsAt: jst(startsAt),
    until: until === null ? null : jst(until),
  });

  it('closes until a time, and the hours decide again', () => {
    const overrides = [by('closed', '2026-11-25T18:00:00', '2026-11-25T20:00:00')];
    const at = (time: string) => openingAt(schedule, jst(`2026-11-25T${time}`), overrides);
    expect(at('17:59:59')).toMatchObject({ state: 'open', nextChangeAt: jst('2026-11-25T18:00:00') });
    expect(at('18:00:00')).toMatchObject({
      state: 'closed',
      nextChangeAt: jst('2026-11-25T20:00:00'),
      nextOpensAt: jst('2026-11-25T20:00:00'),
      hoursToday: '17:00–18:00、20:00–22:00',
      explain: { rule: { kind: 'emergency', state: 'closed', reason: '停電のため' } },
    });
    expect(at('19:59:59').state).toBe('closed');
    expect(at('20:00:00')).toMatchObject({ state: 'open', lines: 3, explain: { rule: { kind: 'weekly' } } });
  });

  it('closes until it is undone: no next opening is promised', () => {
    const opening = openingAt(schedule, jst('2026-11-25T19:00:00'), [
      by('closed', '2026-11-25T09:00:00', null),
    ]);
    expect(opening).toMatchObject({
      state: 'closed',
      nextChangeAt: null,
      nextOpensAt: null,
      hoursToday: null,
    });
  });

  it('opens, and what was open anyway keeps its lines', () => {
    const overrides = [by('open', '2026-11-25T15:00:00', '2026-11-26T01:00:00')];
    const at = (text: string) => openingAt(schedule, jst(text), overrides);
    expect(at('2026-11-25T15:00:00')).toMatchObject({
      state: 'open',
      lines: null,
      openedAt: jst('2026-11-25T15:00:00'),
      nextChangeAt: jst('2026-11-26T01:00:00'),
      nextOpensAt: jst('2026-11-26T17:00:00'),
      hoursToday: '15:00–24:00',
    });
    expect(at('2026-11-25T18:00:00').lines).toBe(3);
    expect(at('2026-11-26T01:00:00').state).toBe('closed');
  });

  it('yields to a newer one, for as long as that holds', () => {
    const overrides = [
      by('open', '2026-11-25T19:00:00', '2026-11-25T20:00:00'),
      by('closed', '2026-11-25T18:00:00', null),
    ];
    const stateAt = (time: string) => openingAt(schedule, jst(`2026-11-25T${time}`), overrides).state;
    expect(['17:59:59', '18:00:00', '19:00:00', '19:59:59', '20:00:00', '21:00:00'].map(stateAt)).toEqual([
      'open',
      'closed',
      'open',
      'open',
      'closed',
      'closed',
    ]);
  });

  it('holds where the hours are broken', () => {
    const at = jst('2026-11-25T19:00:00');
    expect(openingWithoutHours('broken', at, [])).toMatchObject({
      state: 'unknown',
      openedAt: null,
      nextChangeAt: null,
      nextOpensAt: null,
      explain: { rule: { kind: 'fault', fault: 'broken' } },
    });
    const closed = [by('closed', '2026-11-25T18:00:00', '2026-11-25T20:00:00')];
    expect(openingWithoutHours('broken', at, closed)).toMatchObject({
      state: 'closed',
      nextChangeAt: jst('2026-11-25T20:00:00'),
    });
  });
});

describe('calendarOf', () => {
  it('shows each day with its rule, what runs over from the day before, and what was decided by hand', () => {
    const schedule = scheduleSchema.parse({
      weekly: [{ days: everyDay, opens: '17:15', closes: '32:30', lines: 2 }],
      holidays: 'closed',
    });
    const closed: Override = {
      state: 'closed',
      reason: '点検',
      startsAt: jst('2026-11-25T02:00:00'),
      until: jst('2026-11-25T03:00:00'),
    };
    const days = calendarOf(schedule, jst('2026-11-22T12:00:00'), 14, [closed]);
    expect(days).toHaveLength(14);
    expect(days[1]).toMatchObject({
      date: '2026-11-23',
      weekday: 'mon',
      holiday: { ja: '勤労感謝の日' },
      rule: { kind: 'holiday' },
      intervals: [],
      bars: [{ from: 0, to: 510, state: 'open', kind: 'weekly', lines: 2 }],
    });
    expect(days[2]?.bars.map(({ from, to }) => [from, to])).toEqual([[1035, 1440]]);
    expect(days[3]?.bars.map(({ from, to, state }) => [from, to, state])).toEqual([
      [0, 120, 'open'],
      [120, 180, 'closed'],
      [180, 510, 'open'],
      [1035, 1440, 'open'],
    ]);
  });
});

describe('the holidays that are known', () => {
  it('reach beyond the next decade', () => {
    expect(lastHolidayYear).toBeGreaterThan(new Date().getFullYear() + 10);
  });
});

describe('scheduleSchema', () => {
  it.each([
    ['no opening at all', { holidays: 'closed' }],
    ['the same date twice', { ...withDates('2026-12-01', '2026-12-01') }],
    ['a date that does not exist', withDates('2026-02-29')],
    [
      'a period that ends before it begins',
      {
        holidays: 'closed',
        periods: [
          {
            from: '2026-12-02',
            to: '2026-12-01',
            weekly: [{ days: ['mon'], opens: '09:00', closes: '10:00' }],
          },
        ],
      },
    ],
    [
      'a continuous opening that ends before it begins',
      { holidays: 'closed', continuous: [{ from: '2026-05-06T22:00', to: '2026-05-02T10:00' }] },
    ],
    ['a day of no month', { holidays: 'closed', monthly: [{ days: [32], intervals: evening('10:00') }] }],
    [
      'no lines',
      { holidays: 'closed', weekly: [{ days: ['mon'], opens: '09:00', closes: '10:00', lines: 0 }] },
    ],
  ])('refuses %s', (_name, rules) => {
    expect(scheduleSchema.safeParse(rules).success).toBe(false);
  });
});

function withDates(...dates: string[]) {
  return { holidays: 'closed', dates: dates.map((date) => ({ date, intervals: evening('10:00') })) };
}
