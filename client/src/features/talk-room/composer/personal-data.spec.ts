import { describe, expect, test } from '@jest/globals';
import { findPersonalData } from './personal-data.js';

describe('a look once more before it goes', () => {
  test.each([
    ['わたしの番号は090-1234-5678です', 'phone', '090-1234-5678'],
    ['03(1234)5678 にお電話を', 'phone', '03(1234)5678'],
    ['０９０１２３４５６７８です', 'phone', '09012345678'],
    ['電話は０９０ー１２３４ー５６７８', 'phone', '090-1234-5678'],
    ['+81 90-1234-5678', 'phone', '+81 90-1234-5678'],
    ['連絡は hanako.s+a@example.co.jp まで', 'email', 'hanako.s+a@example.co.jp'],
    ['ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ', 'email', 'hana@example.jp'],
    ['〒100-8916 です', 'postal', '〒100-8916'],
    ['口座は1234 5678 9012です', 'number', '1234 5678 9012'],
  ])('finds in %s: %s', (text, kind, words) => {
    expect(findPersonalData(text)).toEqual([{ kind, words }]);
  });

  test.each([
    '24時間、いつでも書いてください。',
    '2026-11-25の19:00から22:30まで受け付けています。',
    '100%大丈夫とは言えませんが、3回目ですね。',
    '@だけや a@b では何も言いません',
    'はい、ここにいます。ーーーゆっくりで。',
  ])('leaves alone: %s', (text) => {
    expect(findPersonalData(text)).toEqual([]);
  });

  test('numbers that the account gives out itself are none of anybody’s', () => {
    const known = ['よりそいホットライン 0120-279-338（24時間）'];
    expect(findPersonalData('０１２０ー２７９ー３３８ に電話できます', known)).toEqual([]);
    expect(findPersonalData('0120-279-339 に電話できます', known)).toHaveLength(1);
  });
});
