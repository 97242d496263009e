import { expect, it } from '@jest/globals';
import { LONGEST_DAYS } from '../../../../src/contract/search.js';
import { firstOf } from './periods.js';
import { joined } from './joined.js';

it('periods end today, and none is longer than a search may be', () => {
  expect(firstOf('week', '2026-11-25')).toBe('2026-11-19');
  expect(firstOf('month', '2026-11-25')).toBe('2026-10-26');
  expect(firstOf('month', '2026-03-31')).toBe('2026-03-01');
  expect(firstOf('quarter', '2026-11-25')).toBe('2026-08-26');
  for (const today of ['2026-11-25', '2028-02-29', '2029-02-28']) {
    const days = (Date.parse(today) - Date.parse(firstOf('year', today))) / 86_400_000 + 1;
    expect(days).toBeLessThanOrEqual(LONGEST_DAYS);
  }
});

it('answers that go on stand as one, as far as the last of them came', () => {
  const one = { found: [], searched: 20, total: 30, next: { openedAt: '2026-11-25T00:00:00.000Z', id: 'a' } };
  const two = { found: [], searched: 30, total: 30, next: null };
  expect(joined([])).toBeUndefined();
  expect(joined([one, two])).toEqual({ found: [], searched: 30, total: 30, next: null });
});
