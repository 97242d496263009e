import { expect, test } from '@jest/globals';
import { mayTellTyping } from './use-typing.js';

test('typing is told at once, then at most every five seconds', () => {
  expect(mayTellTyping(null, 0)).toBe(true);
  expect(mayTellTyping(1000, 5999)).toBe(false);
  expect(mayTellTyping(1000, 6000)).toBe(true);
});
