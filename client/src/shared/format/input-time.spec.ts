import { describe, expect, test } from '@jest/globals';
import { inputOfInstant, instantOfInput } from './input-time.js';

describe('the date and time typed in', () => {
  test('is time in Japan', () => {
    expect(instantOfInput('2026-01-15T10:00')).toBe('2026-01-15T01:00:00Z');
    expect(inputOfInstant(Date.parse('2026-01-14T15:00:59Z'))).toBe('2026-01-15T00:00');
  });

  test('that is empty or broken gives nothing', () => {
    expect(instantOfInput('')).toBeNull();
    expect(instantOfInput('soon')).toBeNull();
  });
});
