import { describe, expect, test } from '@jest/globals';
import { cannedQuery, findCanned, insertCanned } from './canned-query.js';

const items = [
  { shortcut: 'まつ', title: '少し待ってもらう', category: null, text: 'ここにいます。' },
  { shortcut: '電話', title: '窓口を伝える', category: null, text: '0120-000-000' },
  { shortcut: 'tel', title: '電話をすすめる', category: null, text: '電話でも、まつことなく話せます。' },
];

describe('looking for a canned text', () => {
  test.each([
    ['/', 1, ''],
    ['/まつ', 3, 'まつ'],
    ['／まつ', 3, 'まつ'],
    ['はい。\n/電', 6, '電'],
    ['/電話 ', 3, '電話'],
    ['/電話', 2, '電'],
  ])('%j with the caret at %i looks for %j', (text, caret, words) => {
    expect(cannedQuery(text, caret)?.words).toBe(words);
  });

  test.each([
    ['1/2', 3],
    ['はい /', 4],
    ['/電話 です', 6],
    ['/\nはい', 4],
    ['', 0],
    [`/${'あ'.repeat(30)}`, 31],
  ])('%j with the caret at %i is only text', (text, caret) => {
    expect(cannedQuery(text, caret)).toBeNull();
  });

  test('finds shortcuts first, then titles, then words within', () => {
    expect(findCanned(items, '').map(({ shortcut }) => shortcut)).toEqual(['まつ', '電話', 'tel']);
    expect(findCanned(items, '電話').map(({ shortcut }) => shortcut)).toEqual(['電話', 'tel']);
    expect(findCanned(items, 'まつ').map(({ shortcut }) => shortcut)).toEqual(['まつ', 'tel']);
    expect(findCanned(items, 'ＴＥＬ').map(({ shortcut }) => shortcut)).toEqual(['tel']);
    expect(findCanned(items, 'x')).toEqual([]);
  });

  test('takes the place of what was typed, and leaves the rest', () => {
    const query = { words: '電', from: 4, to: 6 };
    const [, phone] = items;
    expect(phone && insertCanned('はい。\n/電\nでは', query, phone)).toEqual({
      text: 'はい。\n0120-000-000\nでは',
      caret: 16,
    });
  });
});
