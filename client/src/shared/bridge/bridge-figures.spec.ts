import { describe, expect, test } from '@jest/globals';
import { account, at, counselor, desk, ticket, uuid } from '../../../testing/fixtures.js';
import { bridgeFigures, owedSince } from '../contract.js';

const now = Date.parse(at(60));
const numbers = (list: readonly { ticket: { number: number } }[]) => list.map((wait) => wait.ticket.number);

describe('what a supervisor sees at a glance', () => {
  test('who came before an opening is waited with from then on, and late past the account’s own target', () => {
    const state = desk({
      accounts: [
        account('inochi'),
        account('jinken', { targets: { waitMinutes: 60, replyMinutes: 5, heavyAtMost: 1 } }),
      ],
      waiting: [
        ticket(1, { waitCountsFrom: at(51) }),
        ticket(2, { waitCountsFrom: at(50) }),
        ticket(3, { waitCountsFrom: at(30), accountId: 'jinken' }),
        ticket(4, { waitCountsFrom: at(90) }),
        ticket(5, { waitCountsFrom: null }),
      ],
    });
    const { waiting, waits } = bridgeFigures(state, now);
    expect(waiting).toHaveLength(5);
    expect(numbers(waits)).toEqual([3, 2, 1]);
    expect(waits.map(({ isLate }) => isLate)).toEqual([false, true, false]);
  });

  test('an answer is owed since the caller wrote, or since somebody took them; never to who can’t be reached', () => {
    const taken = { state: 'active', takenAt: at(58) } as const;
    expect(owedSince(ticket(1, { ...taken, unansweredSince: at(20) }))).toBe(at(58));
    expect(owedSince(ticket(1, { ...taken, unansweredSince: at(59) }))).toBe(at(59));
    const state = desk({
      mine: [ticket(1, { ...taken, takenAt: at(10), unansweredSince: at(55) })],
      others: [
        ticket(2, { ...taken, unansweredSince: at(20) }),
        ticket(3, { ...taken, unansweredSince: null }),
        ticket(4, { ...taken, unansweredSince: at(20), callerReachable: false }),
        ticket(5, { ...taken, unansweredSince: at(20), inStandby: true }),
      ],
    });
    const { owed } = bridgeFigures(state, now);
    expect(numbers(owed)).toEqual([1, 2]);
    expect(owed.map(({ isLate }) => isLate)).toEqual([true, false]);
  });

  test('the gravest stand first, and what nobody saw or got is counted in messages', () => {
    const state = desk({
      waiting: [ticket(1, { risk: 'watch', unseenCount: 3 })],
      mine: [ticket(2, { risk: 'imminent', unseenCount: 0, undeliveredCount: 2 })],
      followUps: [ticket(3, { risk: 'high', unseenCount: 0, undeliveredCount: 1 })],
    });
    const figures = bridgeFigures(state, now);
    expect(figures.atRisk.map(({ number }) => number)).toEqual([2, 3, 1]);
    expect([figures.unseenMessages, figures.undeliveredMessages]).toEqual([3, 3]);
  });

  test('an alarm on which a life may hang counts apart, and an account is short of people only while it is open', () => {
    const alarm = (kind: 'reply-overdue' | 'at-risk-left') => ({ kind, raisedAt: at(0), causedBy: [] });
    const staffing = { online: 1, available: 1, minimum: 2, held: false };
    const open = account('inochi', { staffing });
    const state = desk({
      accounts: [open, account('jinken', { staffing, opening: { ...open.opening, state: 'closed' } })],
      waiting: [ticket(1, { alarms: [alarm('reply-overdue')] })],
      ended: [ticket(2, { alarms: [alarm('reply-overdue'), alarm('at-risk-left')] })],
    });
    const { alarms, graveAlarms, short } = bridgeFigures(state, now);
    expect([alarms, graveAlarms]).toEqual([3, 1]);
    expect(short.map(({ id }) => id)).toEqual(['inochi']);
  });

  test('somebody is overloaded by number, by who waits for them, or by weight', () => {
    const of = (id: number) => ({ assignedTo: { id: uuid(id), displayName: '' }, state: 'active' }) as const;
    const answered = { unansweredSince: null, takenAt: at(0) };
    const state = desk({
      counselors: [
        counselor(601, { activeTickets: 4, capacity: 3 }),
        counselor(602),
        counselor(603),
        counselor(604, { activeTickets: 3, capacity: 3 }),
      ],
      others: [
        ticket(1, { ...of(602), takenAt: at(10), unansweredSince: at(50) }),
        ticket(2, { ...of(603), ...answered, risk: 'high' }),
        ticket(3, { ...of(603), ...answered, risk: 'watch' }),
        ticket(4, { ...of(604), ...answered, risk: 'imminent' }),
      ],
    });
    expect(
      bridgeFigures(state, now).overloaded.map(({ counselor: { staffId }, reasons }) => [staffId, reasons]),
    ).toEqual([
      [uuid(601), ['capacity']],
      [uuid(602), ['late']],
      [uuid(603), ['heavy']],
    ]);
  });

  test('the fullest month is shown', () => {
    const quota = (limit: number | null, used: number) => ({ quota: { limit, used, checkedAt: at(0) } });
    const state = desk({
      accounts: [
        account('a', quota(null, 9000)),
        account('b', quota(200, 150)),
        account('c', quota(1000, 100)),
      ],
    });
    expect(bridgeFigures(state, now).quota).toMatchObject({ account: { id: 'b' }, used: 0.75 });
    expect(bridgeFigures(desk(), now).quota).toBeNull();
  });
});
