import { describe, expect, test } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { type AccountView } from '../contract.js';
import { followOpenings } from './follow-openings.js';
import { openingAccountsKey, openingKey } from './query-keys.js';

/** Nothing but who it is decides here. */
const account = (id: string) => ({ id }) as AccountView;

/** Which of the answers on the screen are untrue after an event. */
function untrueAfter(event: Parameters<typeof followOpenings>[1]): unknown[] {
  const queryClient = new QueryClient();
  const keys = [
    openingAccountsKey,
    [...openingKey('a'), 'calendar'],
    [...openingKey('b'), 'texts'],
    ['desk'],
  ];
  for (const key of keys) queryClient.setQueryData(key, {});
  followOpenings(queryClient, event);
  return keys.filter((key) => queryClient.getQueryState(key)?.isInvalidated);
}

describe('events and the hours on the screen', () => {
  test('an account that changed makes what is known of it untrue, and of no other', () => {
    expect(untrueAfter({ id: 1, type: 'account.changed', account: account('a') })).toEqual([
      openingAccountsKey,
      [...openingKey('a'), 'calendar'],
    ]);
  });

  test('another clock makes everything untrue', () => {
    expect(untrueAfter({ id: 1, type: 'clock.changed', now: '2026-11-25T11:00:00Z' })).toHaveLength(3);
  });
});
