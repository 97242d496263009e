import { describe, expect, test } from '@jest/globals';
import {
  account,
  at,
  counselor,
  desk,
  followUp,
  message,
  messageChanged,
  talkRoom,
  ticket,
  ticketChanged,
  uuid,
} from '../../../testing/fixtures.js';
import {
  type ConsoleEvent,
  cursorOf,
  type MessageView,
  type TicketSummary,
  type TransferTarget,
} from '../contract.js';
import { applyToDesk, applyToTalkRoom, type DeskState, type Viewer, withEarlier } from './apply-event.js';

const me: Viewer = { staffId: uuid(500), supervisedAccountIds: [] };
const supervisor: Viewer = { staffId: uuid(501), supervisedAccountIds: ['inochi'] };
const toMe = { id: me.staffId, displayName: 'me' };
const toSomebody = { id: uuid(502), displayName: 'somebody' };
const receivedAt = 9000;

const apply = (state: DeskState, event: ConsoleEvent, viewer = me): DeskState =>
  applyToDesk(state, event, viewer, receivedAt);
const numbers = (tickets: readonly { number: number }[]): number[] => tickets.map(({ number }) => number);

describe('the desk', () => {
  test('an event that the state already includes changes nothing', () => {
    const before = desk({ eventId: 10 });
    expect(apply(before, ticketChanged(10, ticket(1)))).toBe(before);
    expect(apply(before, ticketChanged(9, ticket(1)))).toBe(before);
  });

  test('remembers the newest event it includes', () => {
    expect(apply(desk(), ticketChanged(15, ticket(1))).eventId).toBe(15);
  });

  test('a new ticket joins the waiting list behind those that wait longer', () => {
    const before = desk({ waiting: [ticket(1), ticket(5)] });
    expect(numbers(apply(before, ticketChanged(11, ticket(3))).waiting)).toEqual([1, 3, 5]);
    expect(numbers(apply(before, ticketChanged(11, ticket(9))).waiting)).toEqual([1, 5, 9]);
  });

  test('a changed ticket stays in its place, even where the server has another order', () => {
    const before = desk({ waiting: [ticket(5), ticket(1), ticket(3)] });
    const after = apply(before, ticketChanged(11, ticket(1, { inboundCount: 4 })));
    expect(numbers(after.waiting)).toEqual([5, 1, 3]);
    expect(after.waiting[1]?.inboundCount).toBe(4);
  });

  test('instants are compared as instants, not as texts', () => {
    const since = (instant: string) => ({ waitingSince: instant, line: { rank: 3, since: instant } });
    const before = desk({ waiting: [ticket(1, since('2026-01-09T08:00:00.500Z'))] });
    const earlier = ticket(2, since('2026-01-09T08:00:00Z'));
    expect(numbers(apply(before, ticketChanged(11, earlier)).waiting)).toEqual([2, 1]);
  });

  test('the line is in the order of rank and standing, not of arrival', () => {
    const before = desk({ waiting: [ticket(1), ticket(2)] });
    const feared = ticket(3, { risk: 'high', line: { rank: 1, since: at(3) } });
    const moved = apply(before, ticketChanged(11, feared));
    expect(numbers(moved.waiting)).toEqual([3, 1, 2]);
    const calmed = ticket(3, { line: { rank: 3, since: at(3) } });
    expect(numbers(apply(moved, ticketChanged(12, calmed)).waiting)).toEqual([1, 2, 3]);
  });

  test('what a supervisor has not seen stays when its ticket ends, until they have', () => {
    const alarms = [{ kind: 'risk' as const, raisedAt: at(5), causedBy: [] }];
    const closed = ticket(1, { state: 'closed', risk: 'high', alarms, closedAt: at(9) });
    const before = desk({ others: [ticket(1, { state: 'active' })] });
    const after = apply(before, ticketChanged(11, closed), supervisor);
    expect([numbers(after.others), numbers(after.ended)]).toEqual([[], [1]]);
    expect(apply(after, ticketChanged(12, { ...closed, alarms: [] }), supervisor).ended).toEqual([]);
    expect(apply(before, ticketChanged(11, closed)).ended).toEqual([]);
  });

  test('a ticket that leaves the line stands among those to follow up, longest there first', () => {
    const before = desk({ waiting: [ticket(1), ticket(2)] });
    const left = (number: number, minute: number) =>
      ticket(number, { state: 'follow-up', followUp: followUp('left', minute) });
    const after = apply(apply(before, ticketChanged(11, left(1, 20))), ticketChanged(12, left(2, 10)));
    expect(after.waiting).toEqual([]);
    expect(numbers(after.followUps)).toEqual([2, 1]);
  });

  test('a ticket that I take moves from the waiting list to mine', () => {
    const before = desk({ waiting: [ticket(1), ticket(2)] });
    const taken = ticket(1, { state: 'active', assignedTo: toMe, takenAt: at(30) });
    const after = apply(before, ticketChanged(11, taken));
    expect(numbers(after.waiting)).toEqual([2]);
    expect(after.mine).toEqual([taken]);
  });

  test('a ticket that somebody else takes leaves a counselor’s desk and joins a supervisor’s', () => {
    const before = desk({ waiting: [ticket(1)] });
    const event = ticketChanged(11, ticket(1, { state: 'active', assignedTo: toSomebody, takenAt: at(30) }));
    expect(apply(before, event)).toMatchObject({ waiting: [], mine: [], others: [] });
    expect(numbers(apply(before, event, supervisor).others)).toEqual([1]);
  });

  test('a supervisor sees only the tickets of the accounts they supervise', () => {
    const foreign = ticket(1, { accountId: 'jinken', state: 'active', assignedTo: toSomebody });
    expect(apply(desk(), ticketChanged(11, foreign), supervisor).others).toEqual([]);
  });

  test('a closed ticket leaves every list', () => {
    const active = ticket(1, { state: 'active', assignedTo: toMe, takenAt: at(2) });
    const after = apply(desk({ mine: [active] }), ticketChanged(11, { ...active, state: 'closed' }));
    expect(after).toMatchObject({ waiting: [], mine: [], others: [] });
  });

  test('a ticket given to somebody else leaves mine', () => {
    const active = ticket(1, { state: 'active', assignedTo: toMe, takenAt: at(2) });
    const after = apply(desk({ mine: [active] }), ticketChanged(11, { ...active, assignedTo: toSomebody }));
    expect(after.mine).toEqual([]);
  });

  test('my tickets stand in the order in which their callers came', () => {
    const mine = [3, 7].map((number) =>
      ticket(number, { state: 'active', assignedTo: toMe, takenAt: at(20) }),
    );
    const taken = ticket(5, { state: 'active', assignedTo: toMe, takenAt: at(40) });
    expect(numbers(apply(desk({ mine }), ticketChanged(11, taken)).mine)).toEqual([3, 5, 7]);
  });

  test('a counselor’s load is replaced or added for supervisors only', () => {
    const before = desk({ counselors: [counselor(1), counselor(2)] });
    const changed = counselor(1, { activeTickets: 2 });
    const event: ConsoleEvent = { id: 11, type: 'counselor.changed', counselor: changed };
    expect(apply(before, event, supervisor).counselors).toEqual([changed, counselor(2)]);
    const added: ConsoleEvent = {
      id: 11,
      type: 'counselor.changed',
      counselor: counselor(3, { displayName: 'counselor 1b' }),
    };
    expect(apply(before, added, supervisor).counselors.map(({ displayName }) => displayName)).toEqual([
      'counselor 1',
      'counselor 1b',
      'counselor 2',
    ]);
    expect(apply(desk(), event).counselors).toEqual([]);
  });

  test('my own load is replaced for me, whoever I am, and nobody else’s is taken for mine', () => {
    const onBreak = counselor(500, { presence: 'break', presenceSince: at(30), activeTickets: 1 });
    const event: ConsoleEvent = { id: 11, type: 'counselor.changed', counselor: onBreak };
    expect(apply(desk(), event)).toMatchObject({ me: onBreak, counselors: [] });
    const others: ConsoleEvent = { id: 11, type: 'counselor.changed', counselor: counselor(501) };
    expect(apply(desk(), others).me).toEqual(counselor(500));
  });

  test('an offer comes and goes with its waiting ticket, in its place', () => {
    const before = desk({ waiting: [ticket(1), ticket(2)] });
    const offer = { to: toMe, since: at(20), until: at(21) };
    const offered = apply(before, ticketChanged(11, ticket(1, { offer })));
    expect(offered.waiting).toEqual([ticket(1, { offer }), ticket(2)]);
    expect(apply(offered, ticketChanged(12, ticket(1))).waiting).toEqual(before.waiting);
  });

  test('a ticket that comes back from its counselor is in the line again, and not mine any more', () => {
    const active = ticket(3, { state: 'active', assignedTo: toMe, takenAt: at(4) });
    const returned = ticket(3, { line: { rank: 2, since: at(3) } });
    const after = apply(desk({ waiting: [ticket(1)], mine: [active] }), ticketChanged(11, returned));
    expect(after.mine).toEqual([]);
    expect(numbers(after.waiting)).toEqual([3, 1]);
  });

  test('an account is replaced; one that isn’t ours is not added', () => {
    const closed = account('jinken', {
      opening: { state: 'closed', nextChangeAt: at(90), hoursToday: null, emergency: null },
    });
    expect(apply(desk(), { id: 11, type: 'account.changed', account: closed }).accounts[1]).toEqual(closed);
    const foreign: ConsoleEvent = { id: 11, type: 'account.changed', account: account('other') };
    expect(apply(desk(), foreign).accounts).toHaveLength(2);
  });

  test('a changed clock is taken with the browser’s instant at which it came', () => {
    const after = apply(desk(), { id: 11, type: 'clock.changed', now: at(500) });
    expect(after).toMatchObject({ now: at(500), receivedAt });
  });

  test('the state before is never changed in place', () => {
    const before = Object.freeze(desk({ waiting: Object.freeze([ticket(1)]) as never }));
    expect(() => apply(before, ticketChanged(11, ticket(2)))).not.toThrow();
    expect(numbers(before.waiting)).toEqual([1]);
  });
});

describe('what is handed over', () => {
  const nurse = counselor(500, { professions: ['counselor', 'nurse'], accountIds: ['inochi'] });
  const handed = (number: number, to: TransferTarget, changes: Partial<TicketSummary> = {}): TicketSummary =>
    ticket(number, {
      state: 'active',
      assignedTo: toSomebody,
      transfer: {
        id: uuid(900 + number),
        from: toSomebody,
        to,
        state: 'standing',
        since: at(50 - number),
        declinedBy: null,
      },
      ...changes,
    });
  const toMyself: TransferTarget = { kind: 'person', staffId: me.staffId, displayName: 'me' };
  const incoming = (changed: TicketSummary): number[] =>
    numbers(apply(desk({ me: nurse }), ticketChanged(11, changed)).incoming);

  test('is incoming for whom it is meant, by name, profession or account', () => {
    expect(incoming(handed(1, toMyself))).toEqual([1]);
    expect(incoming(handed(1, { ...toMyself, staffId: uuid(503) }))).toEqual([]);
    expect(incoming(handed(1, { kind: 'profession', profession: 'nurse' }))).toEqual([1]);
    expect(incoming(handed(1, { kind: 'profession', profession: 'doctor' }))).toEqual([]);
    expect(
      incoming(
        handed(
          1,
          { kind: 'account', accountId: 'inochi', name: { ja: '', en: '' } },
          { accountId: 'jinken' },
        ),
      ),
    ).toEqual([1]);
    expect(incoming(handed(1, { kind: 'account', accountId: 'jinken', name: { ja: '', en: '' } }))).toEqual(
      [],
    );
  });

  test('to a profession means people of the account that looks after it', () => {
    const toNurses = { kind: 'profession', profession: 'nurse' } as const;
    expect(incoming(handed(1, toNurses, { accountId: 'jinken' }))).toEqual([]);
    expect(incoming(handed(1, toNurses, { accountId: 'jinken', helpingAccountId: 'inochi' }))).toEqual([1]);
    expect(incoming(handed(1, toNurses, { helpingAccountId: 'jinken' }))).toEqual([]);
  });

  test('is not incoming for whoever hands it over', () => {
    const mine = handed(1, { kind: 'profession', profession: 'nurse' }, { assignedTo: toMe });
    const byMe = { ...mine, transfer: mine.transfer && { ...mine.transfer, from: toMe } };
    const after = apply(desk({ me: nurse }), ticketChanged(11, byMe));
    expect(after).toMatchObject({ incoming: [], mine: [byMe] });
  });

  test('stands longest first, and goes when it is accepted, declined or withdrawn', () => {
    const both = [handed(1, toMyself), handed(2, toMyself)].reduce(
      (state, changed, index) => apply(state, ticketChanged(11 + index, changed)),
      desk({ me: nurse }),
    );
    expect(numbers(both.incoming)).toEqual([2, 1]);
    const accepted = ticket(1, { state: 'active', assignedTo: toMe });
    expect(apply(both, ticketChanged(13, accepted))).toMatchObject({ mine: [accepted] });
    expect(numbers(apply(both, ticketChanged(13, accepted)).incoming)).toEqual([2]);
    const { transfer } = handed(1, toMyself);
    const declined = handed(1, toMyself, { transfer: transfer && { ...transfer, state: 'declined' } });
    expect(numbers(apply(both, ticketChanged(13, declined)).incoming)).toEqual([2]);
    const withdrawn = handed(1, toMyself, { transfer: null });
    expect(numbers(apply(both, ticketChanged(13, withdrawn)).incoming)).toEqual([2]);
    const over = handed(1, toMyself, { state: 'closed' });
    expect(numbers(apply(both, ticketChanged(13, over)).incoming)).toEqual([2]);
  });

  test('a supervisor also sees it among the others’, and what their account helps with', () => {
    const after = apply(desk({ me: counselor(501) }), ticketChanged(11, handed(1, toMyself)), supervisor);
    expect(numbers(after.others)).toEqual([1]);
    const helped = handed(2, toMyself, { accountId: 'jinken', helpingAccountId: 'inochi' });
    expect(numbers(apply(after, ticketChanged(12, helped), supervisor).others)).toEqual([1, 2]);
  });
});

describe('a talk room', () => {
  test('messages stand in the order in which they were said, then by id', () => {
    const before = talkRoom({ messages: [message(1), message(5)] });
    const late = message(3);
    expect(applyToTalkRoom(before, messageChanged(11, late)).messages[1]).toEqual(late);
    const twin = message(2, { occurredAt: at(1) });
    expect(applyToTalkRoom(before, messageChanged(11, twin)).messages[1]).toEqual(twin);
  });

  test('a changed delivery replaces its row', () => {
    const waiting = {
      state: 'waiting',
      attempts: 0,
      reason: null,
      acceptedAt: null,
      mayHaveArrived: false,
      answer: null,
    } as const;
    const sent = message(1, { direction: 'outbound', delivery: waiting });
    const accepted = { ...sent, delivery: { ...waiting, state: 'accepted', attempts: 1 } as const };
    const after = applyToTalkRoom(talkRoom({ messages: [sent] }), messageChanged(11, accepted));
    expect(after.messages).toEqual([accepted]);
  });

  test('the ticket in its head changes with it', () => {
    const closed = ticket(1, { state: 'closed' });
    expect(applyToTalkRoom(talkRoom(), ticketChanged(11, closed)).ticket).toEqual(closed);
  });

  test('it is over for the person until they have to do with it again, and an end is no such thing', () => {
    const closed = ticket(1, { state: 'closed' });
    expect(applyToTalkRoom(talkRoom(), ticketChanged(11, closed)).isOver).toBeUndefined();
    const over: ConsoleEvent = { id: 11, type: 'ticket.changed', ticket: closed, isOver: true };
    const gone = applyToTalkRoom(talkRoom(), over);
    expect(gone.isOver).toBe(true);
    expect(applyToTalkRoom(gone, ticketChanged(12, ticket(1))).isOver).toBeUndefined();
  });

  test('of an erased caller nothing is left, and nothing comes in any more', () => {
    const room = talkRoom({ messages: [message(1)], notes: [message(1)], hasEarlier: true });
    const erased = applyToTalkRoom(room, ticketChanged(11, ticket(1, { erased: true })));
    expect(erased).toEqual(talkRoom({ eventId: 11, ticket: ticket(1, { erased: true }) }));
    expect(applyToTalkRoom(erased, messageChanged(12, message(2)))).toBe(erased);
  });

  test('what concerns another ticket, or is included already, leaves it the same object', () => {
    const before = talkRoom();
    expect(applyToTalkRoom(before, messageChanged(11, message(1, { ticketId: uuid(2) })))).toBe(before);
    expect(applyToTalkRoom(before, ticketChanged(11, ticket(2)))).toBe(before);
    expect(applyToTalkRoom(before, messageChanged(10, message(1)))).toBe(before);
  });
});

describe('a talk room of which only the end is loaded', () => {
  const end = talkRoom({ messages: [message(10), message(12)], hasEarlier: true });
  const numbersIn = (messages: readonly MessageView[]): string[] =>
    messages.map(({ content }) => (content.kind === 'text' ? content.text.slice(8) : '?'));
  const page = (eventId: number, shown: number[], hasEarlier = false) => ({
    eventId,
    messages: shown.map((number) => message(number)),
    hasEarlier,
  });
  const extended = (...args: Parameters<typeof withEarlier>): MessageView[] | undefined =>
    withEarlier(...args)?.messages;

  test('leaves out what stands before it, so that no gap looks like none', () => {
    const after = applyToTalkRoom(end, messageChanged(11, message(5)));
    expect(numbersIn(after.messages)).toEqual(['10', '12']);
    expect(after.eventId).toBe(11);
  });

  test('takes everything where there is nothing before it', () => {
    const whole = { ...end, hasEarlier: false };
    expect(numbersIn(applyToTalkRoom(whole, messageChanged(11, message(5))).messages)).toEqual([
      '5',
      '10',
      '12',
    ]);
  });

  test('grows by a page, with what happened to the page while it was under way', () => {
    const taken = message(6, { content: { kind: 'labelled', label: 'unsend', detail: null } });
    const missed = [
      messageChanged(21, taken),
      messageChanged(22, message(7)),
      messageChanged(23, message(11)),
      messageChanged(24, message(8, { ticketId: uuid(2) })),
      ticketChanged(25, ticket(1)),
    ];
    const messages = extended(end, cursorOf(message(10)), page(20, [4, 6]), missed) ?? [];
    expect(numbersIn(messages)).toEqual(['4', '?', '7', '10', '12']);
  });

  test('leaves what is before the page to the next one', () => {
    const missed = [messageChanged(21, message(2))];
    const more = withEarlier(end, cursorOf(message(10)), page(20, [4, 6], true), missed);
    expect(numbersIn(more?.messages ?? [])).toEqual(['4', '6', '10', '12']);
    expect(more?.hasEarlier).toBe(true);
  });

  test('refuses a page that was asked for at another place', () => {
    expect(withEarlier(end, cursorOf(message(9)), page(20, [4, 6]), [])).toBeNull();
  });

  test('knows every note, also one that stands before it, and no other message as one', () => {
    const note = message(3, { direction: 'note' });
    const risk = message(4, {
      direction: 'note',
      content: { kind: 'labelled', label: 'risk', detail: 'high' },
    });
    const after = [note, risk, message(13)].reduce(
      (room, changed, index) => applyToTalkRoom(room, messageChanged(11 + index, changed)),
      end,
    );
    expect(after.notes).toEqual([note]);
  });
});
