import { describe, expect, test } from '@jest/globals';
import { desk, ticket } from '../../../testing/fixtures.js';
import { accountLoad } from './summary.js';

describe('the board’s figures', () => {
  test('the load of one account', () => {
    const foreign = { accountId: 'jinken' };
    const state = desk({ waiting: [ticket(1), ticket(2, foreign)], mine: [ticket(3)], others: [ticket(4)] });
    expect(accountLoad(state, 'inochi')).toEqual({ waiting: 1, active: 2 });
    expect(accountLoad(state, 'jinken')).toEqual({ waiting: 1, active: 0 });
  });
});
