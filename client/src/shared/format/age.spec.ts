import { describe, expect, test } from '@jest/globals';
import { splitAge } from './age.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('how an age is said', () => {
  test.each([
    [59_999, { key: 'seconds', seconds: 59 }],
    [minute, { key: 'minutesSeconds', minutes: 1, seconds: 0 }],
    [9 * minute + 59 * second, { key: 'minutesSeconds', minutes: 9, seconds: 59 }],
    [10 * minute + 30 * second, { key: 'minutes', minutes: 10 }],
    [hour, { key: 'hours', hours: 1, minutes: 0 }],
    [25 * hour, { key: 'days', days: 1, hours: 1 }],
  ])('%i ms', (milliseconds, expected) => {
    expect(splitAge(milliseconds)).toEqual(expected);
  });

  test('a clock that is slightly behind doesn’t make an age negative', () => {
    expect(splitAge(-300)).toEqual({ key: 'seconds', seconds: 0 });
  });
});
