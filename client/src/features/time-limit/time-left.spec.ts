import { describe, expect, test } from '@jest/globals';
import { at } from '../../../testing/fixtures.js';
import { timeLeft } from './time-left.js';

const limit = at(50);
const now = (minute: number, seconds = 0): number => Date.parse(at(minute)) + seconds * 1000;

describe('the time of a consultation', () => {
  test.each([
    [now(0), { state: 'running', leftMs: 50 * 60_000 }],
    [now(39, 59), { state: 'running', leftMs: 601_000 }],
    [now(40), { state: 'ending', leftMs: 600_000 }],
    [now(49, 59), { state: 'ending', leftMs: 1000 }],
    [now(50), { state: 'over', overMs: 0 }],
    [now(53), { state: 'over', overMs: 180_000 }],
  ])('at %d', (instant, expected) => {
    expect(timeLeft(limit, 10, instant)).toEqual(expected);
  });

  test('a limit shorter than the warning is ending from the beginning', () => {
    expect(timeLeft(at(5), 10, now(0)).state).toBe('ending');
  });
});
