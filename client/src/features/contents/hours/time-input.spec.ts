import { describe, expect, test } from '@jest/globals';
import { linesOf, monthDaysOf, tidyMonthDay, tidyTime } from './time-input.js';

describe('what people type for hours', () => {
  test.each([
    ['9', '09:00'],
    ['900', '09:00'],
    ['0900', '09:00'],
    ['1715', '17:15'],
    ['９：００', '09:00'],
    ['17時30分', '17:30'],
    ['17時', '17:00'],
    ['翌2:00', '26:00'],
    ['26:00', '26:00'],
    ['よる', 'よる'],
    ['', ''],
  ])('%j is %j', (typed, time) => {
    expect(tidyTime(typed)).toBe(time);
  });

  test.each([
    ['12/29', '12-29'],
    ['１月３日', '01-03'],
    ['1-3', '01-03'],
    ['年末', '年末'],
  ])('of each year: %j is %j', (typed, day) => {
    expect(tidyMonthDay(typed)).toBe(day);
  });

  test('days of each month, and how many at once', () => {
    expect(monthDaysOf('10、20日 末日')).toEqual([10, 20, 'last']);
    expect(monthDaysOf(' ')).toEqual([]);
    expect(linesOf('３')).toBe(3);
    expect(linesOf(' ')).toBeUndefined();
    expect(linesOf('多数')).toBeNaN();
  });
});
