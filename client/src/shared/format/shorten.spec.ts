import { expect, test } from '@jest/globals';
import { shorten } from './shorten.js';

test('a text that fits stays as it is', () => {
  expect(shorten('こんばんは', 5)).toEqual({ text: 'こんばんは', isCut: false });
});

test('a longer one is cut after a whole letter', () => {
  expect(shorten('👨‍👩‍👧です。はい', 3)).toEqual({ text: '👨‍👩‍👧です…', isCut: true });
  expect(shorten('一行目\n二行目', 4)).toEqual({ text: '一行目…', isCut: true });
});
