import { describe, expect, test } from '@jest/globals';
import { at, desk, ticket } from '../../../testing/fixtures.js';
import { accountLoad, oldest, unansweredTickets } from './summary.js';

describe('the board’s figures', () => {
  test('the oldest of some instants', () => {
    expect(oldest([at(5), null, at(2), at(9)])).toBe(at(2));
    expect(oldest([null])).toBeNull();
  });

  test('callers waiting for a reply are counted in everybody’s tickets, but not on the waiting list', () => {
    const state = desk({
      waiting: [ticket(1)],
      mine: [ticket(2)],
      others: [ticket(3, { unansweredSince: null }), ticket(4)],
    });
    expect(unansweredTickets(state).map(({ number }) => number)).toEqual([2, 4]);
  });

  test('the load of one account', () => {
    const foreign = { accountId: 'jinken' };
    const state = desk({ waiting: [ticket(1), ticket(2, foreign)], mine: [ticket(3)], others: [ticket(4)] });
    expect(accountLoad(state, 'inochi')).toEqual({ waiting: 1, active: 2 });
    expect(accountLoad(state, 'jinken')).toEqual({ waiting: 1, active: 0 });
  });
});
