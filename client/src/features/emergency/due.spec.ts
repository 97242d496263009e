import { describe, expect, test } from '@jest/globals';
import { at } from '../../../testing/fixtures.js';
import { dueIn } from './due.js';

describe('when a step is due', () => {
  test.each([
    [1.5, { isLate: false, age: { key: 'minutesSeconds', minutes: 1, seconds: 30 } }],
    [3, { isLate: true, age: { key: 'seconds', seconds: 0 } }],
    [5, { isLate: true, age: { key: 'minutesSeconds', minutes: 2, seconds: 0 } }],
  ])('at minute %d of three', (minute, expected) => {
    expect(dueIn(at(3), Date.parse(at(minute)))).toEqual(expected);
  });
});
