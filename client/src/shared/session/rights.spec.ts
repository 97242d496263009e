import { describe, expect, test } from '@jest/globals';
import { ticket, uuid } from '../../../testing/fixtures.js';
import { type SessionView } from '../contract.js';
import { mayMarkRisk, mayRead, supervises } from './rights.js';

const session = (role: 'counselor' | 'supervisor'): SessionView => ({
  staff: { id: uuid(500), login: 'sato', displayName: '佐藤', administrator: false, capacity: 3 },
  memberships: [
    { accountId: 'inochi', role },
    { accountId: 'jinken', role: 'counselor' },
  ],
  oversight: [],
  demo: false,
});
const counselor = session('counselor');
const supervisor = session('supervisor');
const mine = ticket(1, { state: 'active', assignedTo: { id: uuid(500), displayName: '佐藤' } });
const theirs = ticket(2, { state: 'active', assignedTo: { id: uuid(501), displayName: '鈴木' } });

describe('what a person may do', () => {
  test('a role counts in its account alone', () => {
    expect([supervises(supervisor, 'inochi'), supervises(supervisor, 'jinken')]).toEqual([true, false]);
  });

  test('words are for who looks after them, and for supervisors', () => {
    expect([mayRead(counselor, mine), mayRead(counselor, theirs), mayRead(counselor, ticket(3))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([mayRead(supervisor, theirs), mayRead(supervisor, ticket(3))]).toEqual([true, true]);
    const foreign = { ...theirs, accountId: 'other' };
    expect(mayRead(supervisor, foreign)).toBe(false);
    expect(mayRead(supervisor, { ...foreign, helpingAccountId: 'inochi' })).toBe(true);
  });

  test('risk is marked by whoever looks after somebody, by anybody before that, and by nobody afterwards', () => {
    expect([mine, theirs, ticket(3)].map((each) => mayMarkRisk(counselor, each))).toEqual([
      true,
      false,
      true,
    ]);
    expect(mayMarkRisk(supervisor, theirs)).toBe(true);
    expect(mayMarkRisk(supervisor, ticket(4, { state: 'closed' }))).toBe(false);
  });
});
