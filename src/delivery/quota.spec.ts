import { describe, expect, it } from '@jest/globals';
import { nextMonth, quotaAlarm } from './quota.js';

describe('quotaAlarm', () => {
  it.each([
    [{ limit: null, used: 99_999 }, undefined],
    [{ limit: 200, used: 159 }, undefined],
    [{ limit: 200, used: 160 }, 'quota-80'],
    [{ limit: 200, used: 189 }, 'quota-80'],
    [{ limit: 200, used: 190 }, 'quota-95'],
    [{ limit: 200, used: 199 }, 'quota-95'],
    [{ limit: 200, used: 200 }, 'quota-used-up'],
    [{ limit: 200, used: 201 }, 'quota-used-up'],
    [{ limit: 0, used: 0 }, 'quota-used-up'],
  ] as const)('%j calls for %s', (quota, alarm) => expect(quotaAlarm(quota)).toBe(alarm));
});

describe('nextMonth', () => {
  it.each([
    ['2026-11-22T09:00:00Z', '2026-11-30T15:00:00.000Z'],
    // Already December in Japan.
    ['2026-11-30T15:00:00Z', '2026-12-31T15:00:00.000Z'],
    ['2027-01-31T14:59:59Z', '2027-01-31T15:00:00.000Z'],
  ])('after %s is %s', (now, first) => expect(nextMonth(new Date(now)).toISOString()).toBe(first));
});
