import { expect, test } from '@jest/globals';
import { at, uuid } from '../../../testing/fixtures.js';
import { type FoundConsultation, type SearchAnswer } from '../../shared/contract.js';
import { joined, without } from './joined.js';

const found = (number: number) => ({ ticketId: uuid(number) }) as FoundConsultation;
const answer = (...numbers: number[]): SearchAnswer => ({
  found: numbers.map(found),
  searched: 10,
  total: 20,
  next: { openedAt: at(0), id: uuid(9) },
});

test('what was found of a caller who is erased goes from every answer, and nothing else changes', () => {
  const answers = [answer(1, 2), answer(3), answer(1)];
  const left = without(answers, (id) => id === uuid(1));
  expect(joined(left)?.found).toEqual([found(2), found(3)]);
  expect(left).toHaveLength(3);
  expect(without(answers, () => false)).toBe(answers);
});
