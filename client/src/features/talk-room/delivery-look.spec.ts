import { expect, test } from '@jest/globals';
import { deliveryLook, mayBeSentAgain } from './delivery-look.js';

test.each([
  ['a first attempt under way', 'waiting', null, 'waiting'],
  ['an attempt after one that failed', 'waiting', 'line-timeout', 'retrying'],
  ['a reply that waits for the month to end', 'waiting', 'month-limit', 'held'],
  ['a reply that LINE took', 'accepted', null, 'accepted'],
  ['a reply that LINE refused', 'failed', 'refused', 'failed'],
  ['a reply of which nobody knows whether it arrived', 'failed', 'expired', 'unknown'],
  ['a reply by reply token without an answer', 'failed', 'outcome-unknown', 'unknown'],
  ['a reply beyond the month’s limit', 'failed', 'month-limit', 'failed'],
  ['a reply to somebody who has blocked us', 'unreachable', null, 'unreachable'],
] as const)('%s', (_what, state, reason, look) => {
  expect(deliveryLook({ state, reason, mayHaveArrived: false })).toBe(look);
});

test('a refusal after an attempt without an answer doesn’t tell that nothing arrived', () => {
  expect(deliveryLook({ state: 'failed', reason: 'refused', mayHaveArrived: true })).toBe('unknown');
});

test.each([
  ['waiting', null, false],
  ['accepted', null, false],
  ['failed', 'refused', true],
  ['failed', 'month-limit', true],
  ['failed', 'expired', true],
  ['unreachable', null, true],
  ['failed', 'nothing-to-send', false],
] as const)('%s (%s) may be sent again: %s', (state, reason, may) => {
  expect(mayBeSentAgain({ state, reason })).toBe(may);
});
