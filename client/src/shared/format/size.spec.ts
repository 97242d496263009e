import { expect, test } from '@jest/globals';
import { fileSize } from './size.js';

test.each([
  [0, '0 B'],
  [980, '980 B'],
  [12_345, '12 KB'],
  [999_999, '1 MB'],
  [3_440_000, '3.4 MB'],
  [25_000_000, '25 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(fileSize(bytes, 'ja')).toBe(text);
});
