import { describe, expect, test } from '@jest/globals';
import { presetMoment } from './moments.js';

const at = (text: string): number => Date.parse(`${text}:00+09:00`);

describe('moments that people ask about', () => {
  test.each([
    ['2026-11-25T20:00', '2026-11-26T03:00'],
    ['2026-11-26T02:59', '2026-11-26T03:00'],
    ['2026-11-26T03:00', '2026-11-27T03:00'],
    ['2026-12-31T23:59', '2027-01-01T03:00'],
  ])('the night that follows %s', (now, night) => {
    expect(presetMoment('night', at(now))).toBe(night);
  });

  test('tomorrow at noon', () => {
    expect(presetMoment('tomorrow', at('2026-12-31T00:00'))).toBe('2027-01-01T12:00');
  });
});
