import { describe, expect, test } from '@jest/globals';
import { accountAlarmKinds } from '../contract.js';
import { en } from '../i18n/en.js';
import { ja } from '../i18n/ja.js';
import { alarmBar, alarmFigures, alarmsOf, alarmsToShow } from './account-alarm-figures.js';

const raisedAt = '2026-01-09T08:00:00.000Z';
const quota = { limit: 200, used: 190, checkedAt: raisedAt };

describe('the alarms of an account', () => {
  test.each(accountAlarmKinds)('%s is said in words, with what to do, in both languages', (kind) => {
    for (const { alarm } of [ja, en]) {
      expect(alarm[kind]).not.toBe('');
      expect(alarm.detail[kind]).not.toBe('');
      expect(alarm.mend[kind]).not.toBe('');
    }
  });

  test('the worst stands first, and of the month’s steps only the highest', () => {
    const kinds = ['quota-80', 'channel-silent', 'quota-95', 'token-refused'] as const;
    const shown = alarmsToShow(kinds.map((kind) => ({ kind, raisedAt })));
    expect(shown.map(({ kind }) => kind)).toEqual(['quota-95', 'token-refused', 'channel-silent']);
  });

  test('what is of the whole server stands once, after what is of one account', () => {
    const late = { kind: 'key-backup-late', raisedAt } as const;
    const [one, two] = [
      { id: 'one', alarms: [late, { kind: 'understaffed', raisedAt } as const] },
      { id: 'two', alarms: [late] },
    ];
    const rows = alarmsOf([one, two]).map(({ account, alarm }) => [account?.id ?? null, alarm.kind]);
    expect(rows).toEqual([
      ['one', 'understaffed'],
      [null, 'key-backup-late'],
    ]);
    expect(alarmsOf([])).toEqual([]);
  });

  test('what callers feel stands before what only who runs the server can mend', () => {
    expect(alarmBar('token-refused')).toBe('account-danger');
    expect(alarmBar('understaffed')).toBe('account-amber');
    expect(alarmBar('retention-failed')).toBe('account-upkeep');
  });

  test('figures come with the month’s messages alone, and only where there is a limit', () => {
    expect(alarmFigures('quota-95', quota)).toEqual({ used: 190, limit: 200 });
    expect(alarmFigures('channel-silent', quota)).toBeNull();
    expect(alarmFigures('quota-95', { ...quota, limit: null })).toBeNull();
    expect(alarmFigures('quota-95', null)).toBeNull();
  });
});
