import { describe, expect, test } from '@jest/globals';
import { emojiName, textParts } from './text-parts.js';

const kinds = (...args: Parameters<typeof textParts>): string[] =>
  textParts(...args).map(({ kind, text }) => `${kind}:${text}`);

describe('a text with marks', () => {
  test('is cut where LINE says, in whatever order it says so', () => {
    const marks = [
      { kind: 'emoji', index: 6, length: 6 },
      { kind: 'mention', index: 0, length: 3 },
    ] as const;
    expect(kinds('@灯🍎 (love)!', [marks[1]])).toEqual(['mention:@灯\ud83c', 'plain:\udf4e (love)!']);
    expect(kinds('@ab 🍎(love)!', marks)).toEqual(['mention:@ab', 'plain: 🍎', 'emoji:(love)', 'plain:!']);
  });

  test('keeps every word when marks overlap or reach too far', () => {
    const marks = [
      { kind: 'emoji', index: 0, length: 4 },
      { kind: 'mention', index: 2, length: 3 },
      { kind: 'emoji', index: 5, length: 90 },
    ] as const;
    const parts = textParts('(ab)cdefg', marks);
    expect(parts.map(({ text }) => text).join('')).toBe('(ab)cdefg');
    expect(parts.map(({ kind }) => kind)).toEqual(['emoji', 'plain']);
  });

  test('without marks is one part, and nothing is none', () => {
    expect(kinds('はい')).toEqual(['plain:はい']);
    expect(kinds('')).toEqual([]);
  });
});

test.each([
  ['(love)', 'love'],
  ['（にこ）', 'にこ'],
  ['$', '$'],
  ['heart', 'heart'],
])('the emoji %s is called %s', (text, name) => {
  expect(emojiName(text)).toBe(name);
});
