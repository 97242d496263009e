import { describe, expect, test } from '@jest/globals';
import { type AccountToday, type Flow, type Quarter } from '../contract.js';
import { percentOf, sumDays } from './sum-days.js';

const nothing: Flow = {
  arrivals: 0,
  outOfHours: 0,
  taken: 0,
  takenInTime: 0,
  closed: 0,
  abandoned: 0,
  atRisk: 0,
  answers: 0,
  answersInTime: 0,
  longestWait: null,
};
const quarter = (changes: Partial<Quarter>): Quarter => ({ ...nothing, waiting: 0, ...changes });
const day = (quarters: Quarter[], total: Partial<Flow>): AccountToday => ({
  accountId: 'a',
  quarters,
  total: { ...nothing, ...total },
  openings: [],
});

describe('days of several accounts', () => {
  test('are added up quarter by quarter, and the longest wait is the longest', () => {
    const sum = sumDays([
      day([quarter({ arrivals: 2, waiting: 1, longestWait: 30 })], { arrivals: 2, longestWait: 30 }),
      day([quarter({ arrivals: 1, waiting: 4 }), quarter({ taken: 1, longestWait: 90 })], {
        arrivals: 1,
        taken: 1,
        longestWait: 90,
      }),
    ]);
    expect(sum?.quarters).toEqual([
      quarter({ arrivals: 3, waiting: 5, longestWait: 30 }),
      quarter({ taken: 1, longestWait: 90 }),
    ]);
    expect(sum?.total).toEqual({ ...nothing, arrivals: 3, taken: 1, longestWait: 90 });
    expect(sumDays([])).toBeNull();
  });

  test('a share of nothing is no share', () => {
    expect(percentOf(2, 3)).toBe(67);
    expect(percentOf(0, 0)).toBeNull();
  });
});
