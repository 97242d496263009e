import { describe, expect, test } from '@jest/globals';
import {
  allShortcuts,
  ariaKeys,
  keyNames,
  type KeyPress,
  keysOf,
  type Shortcut,
  shortcutOf,
} from './shortcuts.js';

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  keyCode: 0,
  ...changes,
});
const away = { isWriting: false, isMac: false };
const writing = { isWriting: true, isMac: false };

/** The press that a table's row describes. */
function pressOf(name: Shortcut, isMac: boolean): KeyPress {
  const { key, mod = false, alt = false } = keysOf(name);
  return press(key, { altKey: alt, ctrlKey: mod && !isMac, metaKey: mod && isMac, shiftKey: key === '?' });
}

describe('keys of the console', () => {
  test.each([true, false])('each does one thing, on a Mac: %s', (isMac) => {
    for (const name of allShortcuts) {
      const answered = shortcutOf(pressOf(name, isMac), { isWriting: false, isMac });
      if (keysOf(name).where !== 'field') expect(answered).toBe(name);
    }
  });

  test('a sign alone does nothing where somebody writes; what can’t write does', () => {
    for (const name of allShortcuts) {
      const answered = shortcutOf(pressOf(name, false), writing);
      expect(answered).toBe(keysOf(name).where === 'anywhere' ? name : null);
    }
  });

  test('an input method’s keys, a held key and other combinations are not for us', () => {
    expect(shortcutOf(press('k', { ctrlKey: true, isComposing: true }), away)).toBeNull();
    expect(shortcutOf(press('r', { keyCode: 229 }), away)).toBeNull();
    expect(shortcutOf(press('y', { altKey: true, keyCode: 229 }), away)).toBeNull();
    expect(shortcutOf(press('j', { repeat: true }), away)).toBeNull();
    expect(shortcutOf(press('r', { ctrlKey: true }), away)).toBeNull();
    expect(shortcutOf(press('R', { shiftKey: true }), away)).toBeNull();
    expect(shortcutOf(press('k', { ctrlKey: true, shiftKey: true }), away)).toBeNull();
    expect(shortcutOf(press('k', { metaKey: true }), away)).toBeNull();
    expect(shortcutOf(press('k', { ctrlKey: true }), { ...away, isMac: true })).toBeNull();
    expect(shortcutOf(press('y', { altKey: true, ctrlKey: true }), away)).toBeNull();
  });

  test('Option makes another letter on a Mac, and Caps Lock a capital one', () => {
    expect(shortcutOf(press('¥', { code: 'KeyY', altKey: true }), { ...away, isMac: true })).toBe('accept');
    expect(shortcutOf(press('R'), away)).toBe('reply');
  });

  test('are named as they stand on the keyboard', () => {
    expect([keyNames('palette', false), keyNames('palette', true)]).toEqual([
      ['Ctrl', 'K'],
      ['⌘', 'K'],
    ]);
    expect(keyNames('accept', false)).toEqual(['Alt', 'Y']);
    expect(keyNames('newLine', false)).toEqual(['Shift', 'Enter']);
    expect(keyNames('undo', false)).toEqual(['Esc']);
    expect([ariaKeys('palette', false), ariaKeys('palette', true), ariaKeys('sheet', true)]).toEqual([
      'Control+K',
      'Meta+K',
      '?',
    ]);
  });
});
