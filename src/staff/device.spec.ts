import { expect, test } from '@jest/globals';
import { deviceOf, deviceText, parseDevice } from './device.js';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0.0.0 Safari/537.36`, 'chrome/windows'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/140.0 Safari/537.36 Edg/140.0`,
    'edge/windows',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:142.0) Gecko/20100101 Firefox/142.0', 'firefox/mac'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'safari/ios',
  ],
  [`Mozilla/5.0 (Linux; Android 10; K) ${webkit} Chrome/140.0.0.0 Mobile Safari/537.36`, 'chrome/android'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${webkit} Chrome/140.0.0.0 Safari/537.36`, 'chrome/chromeos'],
  ['node', 'other/other'],
])('a browser is told in two words: %s', (userAgent, words) => {
  expect(deviceText(deviceOf(userAgent))).toBe(words);
  expect(parseDevice(words)).toEqual(deviceOf(userAgent));
});

test('a browser that says nothing, and words that nobody knows', () => {
  expect(deviceOf(undefined)).toEqual({ browser: 'other', system: 'other' });
  expect(parseDevice('lynx/plan9')).toEqual({ browser: 'other', system: 'other' });
});
