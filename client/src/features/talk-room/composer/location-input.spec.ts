import { expect, test } from '@jest/globals';
import { locationOf } from './location-input.js';

const input = { title: '相談室', address: '東京都千代田区', latitude: '35.6762', longitude: '139.6503' };

test('a place as it is typed becomes a bubble, from whatever keyboard', () => {
  const location = { kind: 'location', ...input, latitude: 35.6762, longitude: 139.6503 };
  expect(locationOf(input).location).toEqual(location);
  expect(locationOf({ ...input, latitude: ' ３５．６７６２ ' }).location).toEqual(location);
});

test.each([
  [{ title: ' ' }, 'title'],
  [{ address: 'あ'.repeat(101) }, 'address'],
  [{ latitude: '' }, 'latitude'],
  [{ latitude: '91' }, 'latitude'],
  [{ longitude: '東' }, 'longitude'],
] as const)('%j is at fault at %s alone', (changes, field) => {
  expect(locationOf({ ...input, ...changes })).toEqual({ location: null, faults: new Set([field]) });
});
