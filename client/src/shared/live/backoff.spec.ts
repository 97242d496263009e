import { expect, test } from '@jest/globals';
import { Backoff } from './backoff.js';

test('each wait is twice as long as the one before, up to ten seconds', () => {
  const backoff = new Backoff();
  expect(Array.from({ length: 6 }, () => backoff.take())).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
  backoff.reset();
  expect(backoff.take()).toBe(1000);
});
