import { describe, expect, test } from '@jest/globals';
import { countText } from './text-counter.js';

describe('counting a reply', () => {
  test('appears at 4,000', () => {
    expect(countText('あ'.repeat(3999)).isVisible).toBe(false);
    expect(countText('あ'.repeat(4000)).isVisible).toBe(true);
  });

  test('5,000 can be sent, one more can’t', () => {
    expect(countText('あ'.repeat(5000))).toMatchObject({ over: 0, canSend: true });
    expect(countText('あ'.repeat(5001))).toMatchObject({ over: 1, canSend: false });
  });

  test('counts UTF-16 units, as LINE does', () => {
    expect(countText('🍎').used).toBe(2);
    expect(countText('👨‍👩‍👧').used).toBe(8);
    expect(countText('𠮷').used).toBe(2);
  });

  test('a reply of blanks alone can’t be sent', () => {
    expect(countText(' \n　').canSend).toBe(false);
    expect(countText('').canSend).toBe(false);
  });
});
