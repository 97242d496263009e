import { describe, expect, test } from '@jest/globals';
import { ticket, uuid } from '../../../testing/fixtures.js';
import { firstInLine, linePlaces } from './line-places.js';

const line = [ticket(1), ticket(2, { accountId: 'jinken' }), ticket(3), ticket(4, { accountId: 'jinken' })];

describe('places in the line', () => {
  test('are counted for each account', () => {
    expect([...linePlaces(line)]).toEqual([
      [uuid(1), 1],
      [uuid(2), 1],
      [uuid(3), 2],
      [uuid(4), 2],
    ]);
  });

  test('whose turn it is', () => {
    expect(firstInLine(line, 'jinken')?.number).toBe(2);
    expect(firstInLine(line, 'kodomo')).toBeUndefined();
  });
});
