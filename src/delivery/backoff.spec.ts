import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, retryKeyExpired } from './backoff.js';

describe('backoffMs', () => {
  it('grows, stays within five minutes, and is never zero', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (attempts, random) => {
          const wait = backoffMs(attempts, random);
          expect(wait).toBeGreaterThanOrEqual(250);
          expect(wait).toBeLessThanOrEqual(300_000);
          expect(backoffMs(attempts + 1, random)).toBeGreaterThanOrEqual(wait);
        },
      ),
    );
  });
});

describe('retryKeyExpired', () => {
  const first = new Date('2026-11-22T00:00:00Z');

  it('gives up an hour before LINE would take the key as new', () => {
    expect(retryKeyExpired(first, new Date('2026-11-22T23:00:00Z'))).toBe(false);
    expect(retryKeyExpired(first, new Date('2026-11-22T23:00:01Z'))).toBe(true);
  });
});
