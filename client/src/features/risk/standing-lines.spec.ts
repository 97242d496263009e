import { describe, expect, test } from '@jest/globals';
import { at } from '../../../testing/fixtures.js';
import { standingLines } from './standing-lines.js';

describe('what people decided about a ticket', () => {
  test('marks and picks are one story, newest first', () => {
    const mark = (risk: 'none' | 'high', minute: number) => ({
      risk,
      reason: 'r',
      by: '佐藤',
      at: at(minute),
    });
    const lines = standingLines({
      risks: [mark('none', 9), mark('high', 2)],
      picks: [{ ahead: 2, reason: null, by: '田中', at: at(5) }],
    });
    expect(lines.map(({ kind, at: instant }) => [kind, instant])).toEqual([
      ['risk', at(9)],
      ['pick', at(5)],
      ['risk', at(2)],
    ]);
  });
});
