import { describe, expect, test } from '@jest/globals';
import { ticket } from '../../../testing/fixtures.js';
import { gravestFirst } from './gravest-first.js';

describe('the follow-up list', () => {
  test('has those at risk on top, and leaves the others in their order', () => {
    const list = [ticket(1), ticket(2, { risk: 'watch' }), ticket(3), ticket(4, { risk: 'imminent' })];
    expect(gravestFirst(list).map(({ number }) => number)).toEqual([4, 2, 1, 3]);
  });
});
