import { expect, test } from '@jest/globals';
import { deliveryLook } from './delivery-look.js';

test.each([
  ['a first attempt under way', 'waiting', null, 'waiting'],
  ['an attempt after one that failed', 'waiting', 'line-timeout', 'retrying'],
  ['a reply that LINE took', 'accepted', null, 'accepted'],
  ['a reply that LINE refused', 'failed', 'refused', 'failed'],
  ['a reply of which nobody knows whether it arrived', 'failed', 'expired', 'unknown'],
  ['a reply to somebody who has blocked us', 'unreachable', null, 'unreachable'],
] as const)('%s', (_what, state, reason, look) => {
  expect(deliveryLook({ state, reason })).toBe(look);
});
