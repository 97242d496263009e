import { describe, expect, it } from '@jest/globals';
import { quarterOf, serviceDayOf } from './service-day.js';

const japan = (text: string) => new Date(`${text}+09:00`);

describe('the service day', () => {
  it.each([
    ['in the morning', '2026-11-25T05:00:00', '2026-11-25T05:00:00'],
    ['in the evening', '2026-11-25T23:59:59.999', '2026-11-25T05:00:00'],
    ['past midnight', '2026-11-26T00:00:00', '2026-11-25T05:00:00'],
    ['at the end of the night', '2026-11-26T04:59:59.999', '2026-11-25T05:00:00'],
    ['on New Year’s morning', '2027-01-01T02:00:00', '2026-12-31T05:00:00'],
  ])('of an instant %s', (_, at, from) => {
    const day = serviceDayOf(japan(at));
    expect(day.from).toEqual(japan(from));
    expect(day.to.getTime() - day.from.getTime()).toBe(24 * 3_600_000);
  });

  it.each([
    ['2026-11-25T05:00:00', 0],
    ['2026-11-25T05:14:59.999', 0],
    ['2026-11-25T05:15:00', 1],
    ['2026-11-25T23:59:59', 75],
    ['2026-11-26T00:00:00', 76],
    ['2026-11-26T04:59:59', 95],
  ])('has quarters: %s is in number %i', (at, quarter) => {
    expect(quarterOf(serviceDayOf(japan(at)), japan(at))).toBe(quarter);
  });
});
