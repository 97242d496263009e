import { describe, expect, test } from '@jest/globals';
import { at } from '../../../testing/fixtures.js';
import { suggestedAfter } from './break-suggestion.js';

describe('a break', () => {
  test('is suggested after so much work without one, not before, and never to who rests', () => {
    const shift = { workingSince: at(0), breakAfterMinutes: 60 };
    expect(suggestedAfter(shift, Date.parse(at(60)) - 1)).toBeNull();
    expect(suggestedAfter(shift, Date.parse(at(60)))).toBe(60);
    expect(suggestedAfter(shift, Date.parse(at(95)))).toBe(95);
    expect(suggestedAfter({ ...shift, workingSince: null }, Date.parse(at(95)))).toBeNull();
  });
});
