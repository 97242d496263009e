import { type QueryClient } from '@tanstack/react-query';
import { type ConsoleEvent } from '../contract.js';
import { contentKey, openingAccountsKey, openingKey, openingsKey } from './query-keys.js';

/** What an event makes untrue of the hours on the screen is fetched afresh. */
export function followOpenings(queryClient: QueryClient, event: ConsoleEvent): void {
  const invalidate = (queryKey: readonly unknown[]): void => void queryClient.invalidateQueries({ queryKey });
  if (event.type === 'clock.changed') invalidate(openingsKey);
  if (event.type !== 'account.changed') return;
  invalidate(contentKey);
  invalidate(openingAccountsKey);
  invalidate(openingKey(event.account.id));
}
