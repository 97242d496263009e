import { describe, expect, test } from '@jest/globals';
import { answerOfKey } from './offer-keys.js';

const plain = {
  code: 'KeyY',
  altKey: true,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  keyCode: 89,
};

describe('the keys that answer an offer', () => {
  test('Alt with Y accepts, with N declines', () => {
    expect(answerOfKey(plain)).toBe('accept');
    expect(answerOfKey({ ...plain, code: 'KeyN', keyCode: 78 })).toBe('decline');
  });

  test.each([
    ['the letter alone, which somebody writes', { altKey: false }],
    ['another combination', { ctrlKey: true }],
    ['another combination', { shiftKey: true }],
    ['another combination', { metaKey: true }],
    ['another letter', { code: 'KeyA' }],
    ['a key that is held down', { repeat: true }],
    ['a key within a conversion', { isComposing: true }],
    ['a key that an input method has taken', { keyCode: 229 }],
  ])('%s is no answer', (_what, change) => {
    expect(answerOfKey({ ...plain, ...change })).toBeNull();
  });
});
