import { expect, test } from '@jest/globals';
import { type ProgressView } from '../../shared/administration-contract.js';
import { stepsOf } from './steps.js';

const account: ProgressView['accounts'][number] = {
  id: 'one',
  name: { ja: '一', en: 'One' },
  active: false,
  lineCheck: null,
  hasHours: false,
  phoneNumbers: 0,
  members: 0,
  membersWithWayIn: 0,
  heardAt: null,
  firstMessageAt: null,
};
const done = (view: ProgressView) => stepsOf(view).flatMap(({ id, isDone }) => (isDone ? [id] : []));

test('an empty installation has everything before it', () => {
  expect(done({ ownWayIn: false, administrators: 0, accounts: [] })).toEqual([]);
});

test('steps are those of the account that has come furthest, in whatever order they were done', () => {
  const further = { ...account, id: 'two', active: true, heardAt: '2026-11-25T08:05:00.000Z' };
  const view = { ownWayIn: true, administrators: 1, accounts: [{ ...account, hasHours: true }, further] };
  expect(done(view)).toEqual(['own', 'account', 'line', 'activate']);
  expect(stepsOf(view).find(({ id }) => id === 'hours')?.account?.id).toBe('two');
});
