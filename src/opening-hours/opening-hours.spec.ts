import { describe, expect, it } from '@jest/globals';
import { openingAt } from './opening-hours.js';
import { scheduleSchema } from '../contract/schedule.js';

const jst = (text: string) => new Date(`${text}+09:00`);

const humanRights = scheduleSchema.parse({
  weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], opens: '08:30', closes: '17:15' }],
  holidays: 'closed',
  closedYearly: [{ from: '12-29', to: '01-03' }],
});
const suicidePrevention = scheduleSchema.parse({
  weekly: [
    {
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      opens: '17:00',
      closes: '22:30',
      lastAcceptance: '22:00',
    },
  ],
  holidays: 'as-weekday',
});
const pastMidnight = scheduleSchema.parse({
  weekly: [{ days: ['fri'], opens: '17:00', closes: '26:00' }],
  holidays: 'as-weekday',
});
const split = scheduleSchema.parse({
  weekly: [
    { days: ['sat'], opens: '18:30', closes: '22:30' },
    { days: ['sat'], opens: '14:00', closes: '18:00' },
  ],
  holidays: 'as-weekday',
});

describe('openingAt', () => {
  // Expected values are written by hand from the calendar of 2026 and 2027.
  it.each([
    ['Friday, a second before opening', '2026-11-20T08:29:59', 'closed', '2026-11-20T08:30:00'],
    ['Friday, at opening', '2026-11-20T08:30:00', 'open', '2026-11-20T17:15:00'],
    ['Friday, the last second', '2026-11-20T17:14:59', 'open', '2026-11-20T17:15:00'],
    ['Friday, at closing, before a long weekend', '2026-11-20T17:15:00', 'closed', '2026-11-24T08:30:00'],
    ['勤労感謝の日, a Monday', '2026-11-23T10:00:00', 'closed', '2026-11-24T08:30:00'],
    ['敬老の日 and 秋分の日 with 国民の休日 between', '2026-09-22T10:00:00', 'closed', '2026-09-24T08:30:00'],
    [
      'substitute holiday: 憲法記念日 2026 is a Sunday, so 5/6',
      '2026-05-06T10:00:00',
      'closed',
      '2026-05-07T08:30:00',
    ],
    ['New Year closing begins', '2026-12-29T10:00:00', 'closed', '2027-01-04T08:30:00'],
    ['the last day before New Year', '2026-12-28T17:14:59', 'open', '2026-12-28T17:15:00'],
    ['the first day after New Year', '2027-01-04T08:30:00', 'open', '2027-01-04T17:15:00'],
    ['leap day', '2028-02-29T12:00:00', 'open', '2028-02-29T17:15:00'],
  ])('human-rights line: %s', (_name, at, state, nextChange) => {
    const opening = openingAt(humanRights, jst(at));
    expect(opening.state).toBe(state);
    expect(opening.nextChangeAt).toEqual(jst(nextChange));
  });

  it.each([
    ['before opening', '2026-11-22T16:59:59', 'closed', '2026-11-22T17:00:00'],
    ['at opening, on a Sunday', '2026-11-22T17:00:00', 'open', '2026-11-22T22:00:00'],
    ['the second before last acceptance', '2026-11-22T21:59:59', 'open', '2026-11-22T22:00:00'],
    ['last acceptance', '2026-11-22T22:00:00', 'last-acceptance-passed', '2026-11-22T22:30:00'],
    ['the last second', '2026-11-22T22:29:59', 'last-acceptance-passed', '2026-11-22T22:30:00'],
    ['closed, next day a holiday', '2026-11-22T22:30:00', 'closed', '2026-11-23T17:00:00'],
    ['New Year’s Eve', '2026-12-31T20:00:00', 'open', '2026-12-31T22:00:00'],
  ])('suicide-prevention line: %s', (_name, at, state, nextChange) => {
    const opening = openingAt(suicidePrevention, jst(at));
    expect(opening.state).toBe(state);
    expect(opening.nextChangeAt).toEqual(jst(nextChange));
  });

  it('says when the next opening begins, also while one is ending', () => {
    expect(openingAt(suicidePrevention, jst('2026-11-22T22:10:00')).nextOpensAt).toEqual(
      jst('2026-11-23T17:00:00'),
    );
    expect(openingAt(suicidePrevention, jst('2026-11-22T22:40:00')).nextOpensAt).toEqual(
      jst('2026-11-23T17:00:00'),
    );
  });

  it('stays open past midnight', () => {
    expect(openingAt(pastMidnight, jst('2026-11-21T01:59:59')).state).toBe('open');
    expect(openingAt(pastMidnight, jst('2026-11-21T02:00:00')).state).toBe('closed');
    expect(openingAt(pastMidnight, jst('2026-11-21T02:00:00')).nextChangeAt).toEqual(
      jst('2026-11-27T17:00:00'),
    );
  });

  it('has several openings a day, in any order of writing', () => {
    expect(openingAt(split, jst('2026-11-21T17:59:59')).state).toBe('open');
    expect(openingAt(split, jst('2026-11-21T18:00:00'))).toMatchObject({
      state: 'closed',
      hoursToday: '14:00–18:00、18:30–22:30',
    });
    expect(openingAt(split, jst('2026-11-21T18:00:00')).nextChangeAt).toEqual(jst('2026-11-21T18:30:00'));
  });

  it('tells today’s hours, and none on a holiday', () => {
    expect(openingAt(humanRights, jst('2026-11-20T07:00:00')).hoursToday).toBe('8:30–17:15');
    expect(openingAt(humanRights, jst('2026-11-23T07:00:00')).hoursToday).toBeNull();
  });
});

describe('scheduleSchema', () => {
  it.each([
    [{ opens: '9:00', closes: '17:00' }],
    [{ opens: '17:00', closes: '09:00' }],
    [{ opens: '17:00', closes: '48:30' }],
    [{ opens: '17:00', closes: '22:30', lastAcceptance: '23:00' }],
    [{ opens: '17:00', closes: '22:30', lastAcceptance: '17:00' }],
  ])('refuses %j', (interval) => {
    expect(
      scheduleSchema.safeParse({ weekly: [{ days: ['mon'], ...interval }], holidays: 'closed' }).success,
    ).toBe(false);
  });
});
