import { describe, expect, test } from '@jest/globals';
import { counselor, uuid } from '../../../testing/fixtures.js';
import { isThere, targetOf } from './destination.js';

const targets = {
  people: [counselor(1)],
  professions: ['nurse' as const],
  accounts: [{ id: 'jinken', name: { ja: 'じんけん', en: 'Rights' } }],
};

describe('where a ticket can go', () => {
  test('is said as the server takes it', () => {
    expect(targetOf(`person:${uuid(1)}`)).toEqual({ kind: 'person', staffId: uuid(1) });
    expect(targetOf('profession:legal-officer')).toEqual({ kind: 'profession', profession: 'legal-officer' });
    expect(targetOf('account:human-rights')).toEqual({ kind: 'account', accountId: 'human-rights' });
    expect(targetOf('line')).toBeNull();
  });

  test('is there as long as the server names it; the line always', () => {
    expect(isThere(`person:${uuid(1)}`, targets)).toBe(true);
    expect(isThere(`person:${uuid(2)}`, targets)).toBe(false);
    expect(isThere('profession:nurse', targets)).toBe(true);
    expect(isThere('profession:doctor', targets)).toBe(false);
    expect(isThere('account:jinken', targets)).toBe(true);
    expect(isThere('account:other', targets)).toBe(false);
    expect(isThere('line', undefined)).toBe(true);
    expect(isThere('profession:nurse', undefined)).toBe(false);
  });
});
