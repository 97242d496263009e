import { describe, expect, test } from '@jest/globals';
import { at, desk, ticket } from '../../../testing/fixtures.js';
import { ticketAlarmKinds } from '../../shared/contract.js';
import { en } from '../../shared/i18n/en.js';
import { ja } from '../../shared/i18n/ja.js';
import { ticketAlarmRows, ticketAlarmTone } from './alarm-rows.js';

const alarm = (kind: (typeof ticketAlarmKinds)[number], minute: number, ...by: string[]) => ({
  kind,
  raisedAt: at(minute),
  causedBy: by.map((id) => ({ id, displayName: id })),
});

describe('the alarms of tickets', () => {
  test('stand there from whatever list, the gravest first, then the oldest', () => {
    const state = desk({
      waiting: [ticket(1, { risk: 'high', alarms: [alarm('risk', 9)] })],
      followUps: [ticket(2, { risk: 'watch', alarms: [alarm('at-risk-left', 1)] })],
      mine: [ticket(3, { risk: 'imminent', alarms: [alarm('time-up', 2), alarm('risk', 30)] })],
      others: [ticket(4, { alarms: [alarm('vanished', 3)] })],
      ended: [ticket(5, { risk: 'high', state: 'closed', alarms: [alarm('risk', 4)] })],
    });
    const rows = ticketAlarmRows(state, () => true, 'me');
    expect(rows.map(({ ticket: { number }, alarm: { kind } }) => [number, kind])).toEqual([
      [3, 'risk'],
      [5, 'risk'],
      [1, 'risk'],
      [2, 'at-risk-left'],
      [4, 'vanished'],
      [3, 'time-up'],
    ]);
  });

  test('ring only for who supervises their account', () => {
    const alarms = [alarm('risk', 1)];
    const state = desk({ waiting: [ticket(1, { alarms }), ticket(2, { alarms, accountId: 'jinken' })] });
    const rows = ticketAlarmRows(state, (accountId) => accountId === 'jinken', 'me');
    expect(rows.map(({ ticket: { number } }) => number)).toEqual([2]);
  });

  test('about what the viewer did alone are for others', () => {
    const alarms = [alarm('unmasked', 1, 'me')];
    const shared = [alarm('unmasked', 1, 'me', 'other')];
    const state = desk({ mine: [ticket(1, { alarms }), ticket(2, { alarms: shared })] });
    const numbers = (viewerId: string) =>
      ticketAlarmRows(state, () => true, viewerId).map(({ ticket: { number } }) => number);
    expect([numbers('me'), numbers('other')]).toEqual([[2], [1, 2]]);
  });

  test.each(ticketAlarmKinds)('%s is said in words, in both languages, and has a tone', (kind) => {
    for (const { ticketAlarm } of [ja, en]) expect(ticketAlarm.kind[kind]).not.toBe('');
    const isLesser = [
      'time-up',
      'consult',
      'consult-overdue',
      'approval-overdue',
      'reply-overdue',
      'unmasked',
    ].includes(kind);
    expect(ticketAlarmTone(kind)).toBe(isLesser ? 'amber' : 'danger');
  });
});
