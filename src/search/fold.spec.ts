import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf } from './excerpt.js';
import { fold, foldWithPlaces, isTooShort, matches, queryWords } from './fold.js';

const kinds = [
  'あ ア ｱ が ガ ｶﾞ か\u3099 ぱ ﾊﾟ ー ｰ っ ッ ヴ ヽ'.split(' '),
  '死 夜 学校 髙 ㍿ ① A ａ z Ｚ é e\u0301 ß Σ 7 ７ 😢 👨‍👩‍👧 。 、 〜 ～'.split(' '),
  ['\ufe0f', '\u200b', ' ', '　', '\n'],
].flat();

/** What people write with: kana of both kinds and widths with their marks, kanji, letters, emoji, gaps. */
const written = fc.array(fc.constantFrom(...kinds), { maxLength: 40 }).map((parts) => parts.join(''));

describe('comparing what people write', () => {
  it.each([
    ['ネムレナイ', 'ねむれない'],
    ['ﾈﾑﾚﾅｲ', 'ねむれない'],
    ['ｶﾞｯｺｳ', 'がっこう'],
    ['ＬＩＮＥ', 'line'],
    ['０１２０', '0120'],
    ['か\u3099っこう', 'ガッコウ'],
    ['ヴィオラ', 'ゔぃおら'],
    ['㍿', '株式会社'],
    ['ねむれな\u200bい', 'ねむれない'],
    ['ΣΑΣ', 'σας'],
  ])('%s is %s', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['は', 'ば'],
    ['つ', 'っ'],
    ['夜', 'よる'],
  ])('%s is not %s', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it('wants every word, wherever and in whatever order', () => {
    const text = '学校のことで、ずっとネムれない夜が続いています';
    expect(matches(text, queryWords('ねむれない　ガッコウ'))).toBe(false);
    expect(matches(text, queryWords('ねむれない　学校'))).toBe(true);
    expect(queryWords(' ネムレナイ  ねむれない ')).toEqual(['ねむれない']);
  });

  it('takes one kanji for a word, and one kana for nothing', () => {
    expect(['死', '夜', 'ねむ', '12'].map(isTooShort)).toEqual([false, false, false, false]);
    expect(['あ', 'ー', 'a', '😢', '1'].map(isTooShort)).toEqual([true, true, true, true, true]);
  });

  it('changes nothing by comparing twice, and knows where everything came from', () => {
    fc.assert(
      fc.property(written, (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        const { text: folded, from, to } = foldWithPlaces(text);
        expect(folded).toBe(fold(text));
        expect([from.length, to.length]).toEqual([folded.length, folded.length]);
        expect(from).toEqual(from.toSorted((a, b) => a - b));
        for (const [unit, place] of from.entries())
          expect(fold(text.slice(place, to[unit]))).toContain(folded[unit]);
      }),
    );
  });
});

describe('the stretch around what was found', () => {
  const plain = (parts: ReturnType<typeof excerptOf>) => parts.map(({ text }) => text).join('');

  it('marks it as it was written', () => {
    expect(excerptOf('きのうも、ネムれなくて', queryWords('ねむれ'))).toEqual([
      { text: 'きのうも、', isHit: false },
      { text: 'ネムれ', isHit: true },
      { text: 'なくて', isHit: false },
    ]);
    expect(excerptOf('ｶﾞｯｺｳ', ['がっ'])).toEqual([
      { text: 'ｶﾞｯ', isHit: true },
      { text: 'ｺｳ', isHit: false },
    ]);
  });

  it('is short, says where it was cut, and is a stretch of the text with each word that fits', () => {
    fc.assert(
      fc.property(written, written, fc.nat(300), (around, wanted, padding) => {
        const words = queryWords(wanted);
        fc.pre(words.length > 0);
        const text = `${'、'.repeat(padding)}${wanted}${around}${'。'.repeat(200)}`;
        expect(matches(text, words)).toBe(true);
        const parts = excerptOf(text, words);
        expect(text).toContain(plain(parts.filter(({ text: part }) => part !== '…')));
        expect(plain(parts).length).toBeLessThan(Math.max(wanted.length, 120) + 30);
        expect(parts.some(({ isHit }) => isHit)).toBe(true);
        for (const { text: part, isHit } of parts)
          if (isHit) expect(words.some((word) => fold(part).includes(word))).toBe(true);
        expect(plain(parts)).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
