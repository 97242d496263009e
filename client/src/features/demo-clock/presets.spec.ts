import { describe, expect, test } from '@jest/globals';
import { inputOfInstant } from '../../shared/format/input-time.js';
import { presetInstant } from './presets.js';

const inJapan = (text: string): number => Date.parse(`${text}:00+09:00`);
const preset = (...args: Parameters<typeof presetInstant>): string =>
  inputOfInstant(Date.parse(presetInstant(...args)));

describe('the presets of the demo’s clock', () => {
  test('go forward to the next fitting instant', () => {
    expect(preset('weekdayMorning', inJapan('2026-01-15T09:00'))).toBe('2026-01-15T10:00');
    expect(preset('weekdayMorning', inJapan('2026-01-15T10:00'))).toBe('2026-01-16T10:00');
    expect(preset('saturdayNight', inJapan('2026-01-15T09:00'))).toBe('2026-01-17T03:00');
  });

  test('a weekday is no public holiday and not around New Year', () => {
    expect(preset('weekdayEvening', inJapan('2026-11-21T12:00'))).toBe('2026-11-24T19:00');
    expect(preset('weekdayMorning', inJapan('2026-12-28T12:00'))).toBe('2027-01-04T10:00');
  });
});
