import { describe, expect, test } from '@jest/globals';
import { type OverrideInput, presetEnd, reasonFault, requestOf, untilFault } from './override-input.js';

const now = Date.parse('2026-11-25T20:05:00+09:00');
const input = (change: Partial<OverrideInput> = {}): OverrideInput => ({
  state: 'closed',
  reason: '停電のため',
  ends: 'at',
  until: '2026-11-25T21:00',
  ...change,
});

describe('closing or opening by hand', () => {
  test.each([
    ['2026-11-25T20:06', null],
    ['2026-11-25T20:05', 'untilPast'],
    ['2026-11-25T10:00', 'untilPast'],
    ['', 'untilMissing'],
    ['2029-01-01T00:00', 'untilFar'],
  ])('an end at %j: %s', (until, fault) => {
    expect(untilFault(input({ until }), now)).toBe(fault);
  });

  test('has no end to be wrong where it holds until it is undone', () => {
    expect(untilFault(input({ ends: 'never', until: '' }), now)).toBeNull();
    expect(requestOf(input({ ends: 'never' }))).toEqual({
      state: 'closed',
      reason: '停電のため',
      until: null,
    });
  });

  test('wants a reason, without the spaces around it', () => {
    expect(reasonFault(input({ reason: ' 　' }))).toBe('reasonMissing');
    expect(requestOf(input({ reason: ' 停電のため ' }))).toEqual({
      state: 'closed',
      reason: '停電のため',
      until: '2026-11-25T12:00:00Z',
    });
  });

  test('offers ends in Japanese time', () => {
    expect(presetEnd('oneHour', now)).toBe('2026-11-25T21:05');
    expect(presetEnd('threeHours', Date.parse('2026-12-31T23:00:00+09:00'))).toBe('2027-01-01T02:00');
    expect(presetEnd('midnight', now)).toBe('2026-11-26T00:00');
    expect(presetEnd('midnight', Date.parse('2026-11-30T00:00:00+09:00'))).toBe('2026-12-01T00:00');
  });
});
