import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { splitText } from './split-text.js';

const pieces = fc.constantFrom('あ', '𠮷', '👨‍👩‍👧', '🇯🇵', 'が', 'é', '。', '！」', '\n', ' ', 'a', '. ', '…');
const texts = fc.array(pieces, { minLength: 1, maxLength: 400 }).map((list) => list.join(''));
const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });
const count = (text: string): number => [...graphemes.segment(text)].length;

describe('splitting a long text', () => {
  test('the parts joined are the text; each fits; no character is torn (property)', () => {
    fc.assert(
      fc.property(
        texts,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 12, max: 200 }),
        (text, bubbles, limit) => {
          const parts = splitText(text, bubbles, limit);
          if (parts === null) return;
          expect(parts.join('')).toBe(text);
          expect(parts.length).toBeLessThanOrEqual(bubbles);
          for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit);
          for (const part of parts) expect(part.trim()).not.toBe('');
          // Torn characters would make more of them.
          expect(parts.reduce((sum, part) => sum + count(part), 0)).toBe(count(text));
          for (const part of parts) expect(part.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('whatever fits with room to spare is split (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('あ', '𠮷', '。'), { minLength: 1, maxLength: 450 }), (list) => {
        const text = `あ${list.join('')}`;
        fc.pre(text.length <= 5 * 195);
        expect(splitText(text, 5, 200)).not.toBeNull();
      }),
    );
  });

  test('cuts after a line, else after a sentence, else where the bubble is full', () => {
    expect(splitText('一行目です。\n二行目です。三つ目', 5, 12)).toEqual([
      '一行目です。\n',
      '二行目です。三つ目',
    ]);
    expect(splitText('そうですね。「はい！」つづきです', 5, 12)).toEqual([
      'そうですね。「はい！」',
      'つづきです',
    ]);
    expect(splitText('あ'.repeat(25), 5, 10)).toEqual(['あ'.repeat(10), 'あ'.repeat(10), 'あ'.repeat(5)]);
  });

  test('fills the bubbles where the ends of sentences would need too many', () => {
    const text = `${'あ'.repeat(6)}。`.repeat(7);
    expect(splitText(text, 5, 10)?.map(({ length }) => length)).toEqual([10, 10, 10, 10, 9]);
  });

  test('5,000 units stay one bubble, one more makes two, 25,000 are the most', () => {
    expect(splitText('あ'.repeat(5000), 5)).toHaveLength(1);
    expect(splitText('あ'.repeat(5001), 5)).toHaveLength(2);
    expect(splitText('あ'.repeat(25_000), 5)).toHaveLength(5);
    expect(splitText('あ'.repeat(25_001), 5)).toBeNull();
    expect(splitText('あ'.repeat(5001), 1)).toBeNull();
  });

  test('no bubble of blanks, and no cut in a character longer than a bubble', () => {
    expect(splitText(`${'あ'.repeat(10)}${' '.repeat(20)}`, 5, 10)).toBeNull();
    expect(splitText(`e${'́'.repeat(30)}`, 5, 10)).toBeNull();
  });
});
