import { describe, expect, test } from '@jest/globals';
import { account, at, desk, ticket, uuid } from '../../../testing/fixtures.js';
import { secondsLeft } from '../../shared/format/seconds-left.js';
import { endingOf, givenSince, keyOf, type OfferedTicket, offersTo, shareLeft } from './offers.js';

const me = { id: uuid(500), displayName: 'me' };
const somebody = { id: uuid(501), displayName: 'somebody' };
const offered = (number: number, until: number, to = me): OfferedTicket => {
  const offer = { to, since: at(10), until: at(until) };
  return { ...ticket(number), offer };
};
const before = Date.parse(at(10));
const after = Date.parse(at(20));

describe('what is offered to me', () => {
  test('is mine alone, what ends first first', () => {
    const waiting = [ticket(1), offered(2, 13), offered(3, 12), offered(4, 11, somebody)];
    expect(offersTo({ waiting }, me.id).map(({ number }) => number)).toEqual([3, 2]);
  });

  test('is told from an earlier offer of the same ticket', () => {
    const one = offered(1, 12);
    expect(keyOf(one)).toBe(keyOf({ ...one, offer: { ...one.offer, until: at(13) } }));
    expect(keyOf(one)).not.toBe(keyOf({ ...one, offer: { ...one.offer, since: at(11) } }));
  });
});

describe('what became of an offer', () => {
  const mine = offered(1, 12);

  test('nothing to say where it is mine', () => {
    expect(endingOf(mine, desk({ mine: [ticket(1, { state: 'active' })] }), before)).toBeNull();
  });

  test('somebody else has it', () => {
    const others = [ticket(1, { state: 'active', assignedTo: somebody })];
    expect(endingOf(mine, desk({ others }), before)).toEqual({ how: 'taken', name: 'somebody' });
  });

  test('the caller left', () => {
    expect(endingOf(mine, desk({ followUps: [ticket(1, { state: 'follow-up' })] }), after)).toEqual({
      how: 'left',
    });
  });

  test('its time is over, also where the next person has taken it and a counselor can’t see who', () => {
    expect(endingOf(mine, desk({ waiting: [offered(1, 14, somebody)] }), after)).toEqual({ how: 'late' });
    expect(endingOf(mine, desk(), after)).toEqual({ how: 'late' });
    expect(endingOf(mine, desk(), Date.parse(at(12)) - 400)).toEqual({ how: 'late' });
  });

  test('it ended before its time', () => {
    expect(endingOf(mine, desk({ waiting: [ticket(1)] }), before)).toEqual({ how: 'over' });
  });
});

describe('what is given to me without a question', () => {
  const mine = (number: number, minute: number) =>
    ticket(number, { state: 'active', assignedTo: me, takenAt: at(minute) });
  const accounts = [account('inochi', { assignmentMode: 'automatic' }), account('jinken')];

  test('is the newest that wasn’t mine before', () => {
    const now = desk({ accounts, mine: [mine(1, 5), mine(2, 9), mine(3, 7)] });
    expect(givenSince({ mine: [mine(1, 5)] }, now)?.number).toBe(2);
    expect(givenSince({ mine: now.mine }, now)).toBeUndefined();
  });

  test('is nothing where people choose or are asked', () => {
    const chosen = { ...mine(1, 5), accountId: 'jinken' };
    expect(givenSince({ mine: [] }, desk({ accounts, mine: [chosen] }))).toBeUndefined();
  });
});

describe('the time that is left', () => {
  test('a second that has begun counts', () => {
    expect(secondsLeft(at(1), Date.parse(at(0)))).toBe(60);
    expect(secondsLeft(at(1), Date.parse(at(1)) - 1)).toBe(1);
    expect(secondsLeft(at(1), Date.parse(at(2)))).toBe(0);
  });

  test('as a share', () => {
    const offer = { to: me, since: at(0), until: at(2) };
    expect(shareLeft(offer, Date.parse(at(1)))).toBe(0.5);
    expect(shareLeft(offer, Date.parse(at(-1)))).toBe(1);
    expect(shareLeft(offer, Date.parse(at(3)))).toBe(0);
    expect(shareLeft({ ...offer, until: at(0) }, 0)).toBe(0);
  });
});
