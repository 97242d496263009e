import { describe, expect, test } from '@jest/globals';
import { isSendKey, type KeyPress } from './composer-keys.js';

const enter: KeyPress = {
  key: 'Enter',
  keyCode: 13,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
};

describe('which key sends a reply', () => {
  test.each([
    ['Enter sends', {}, true],
    ['so does Ctrl + Enter', { ctrlKey: true }, true],
    ['and ⌘ + Enter', { metaKey: true }, true],
    ['Shift + Enter breaks the line', { shiftKey: true }, false],
    ['Alt + Enter does nothing', { altKey: true }, false],
    ['another key does nothing', { key: 'a', keyCode: 65 }, false],
    ['Enter that confirms a conversion doesn’t send', { isComposing: true }, false],
    ['nor where only the key code tells of it (Safari)', { keyCode: 229 }, false],
    ['nor as “Process”, as Windows names it', { key: 'Process', keyCode: 229 }, false],
  ])('%s', (_name, changes, expected) => {
    expect(isSendKey({ ...enter, ...changes })).toBe(expected);
  });
});
