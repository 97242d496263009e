import { describe, expect, test } from '@jest/globals';
import { at, ticket } from '../../../testing/fixtures.js';
import { isInFront, languageName } from './ticket-standing.js';

describe('why a ticket stands where it does', () => {
  test('the front is a place in the line, kept in mind but not shown while somebody looks after it', () => {
    const line = { rank: 2, since: at(1) };
    expect(isInFront(ticket(1, { line }))).toBe(true);
    expect(isInFront(ticket(1, { line, state: 'active' }))).toBe(false);
    expect(isInFront(ticket(1))).toBe(false);
  });

  test('a language has the name by which people call it', () => {
    expect([languageName('en', 'ja'), languageName('pt', 'en'), languageName('qqq', 'en')]).toEqual([
      '英語',
      'Portuguese',
      'qqq',
    ]);
  });
});
