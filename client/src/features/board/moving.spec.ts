import { expect, test } from '@jest/globals';
import { at, ticket, uuid } from '../../../testing/fixtures.js';
import { movingOf } from './moving.js';

const person = { id: uuid(501), displayName: 'somebody' };

test('what is under way stands by its kind: offers, handovers, silent callers', () => {
  const transfer = {
    id: uuid(900),
    from: person,
    to: { kind: 'profession', profession: 'nurse' } as const,
    state: 'standing' as const,
    since: at(3),
    declinedBy: null,
  };
  const active = { state: 'active', assignedTo: person } as const;
  const mine = [ticket(1, { ...active, idle: { askedAt: at(5), closesAt: at(9) } })];
  const others = [
    ticket(2, { ...active, transfer }),
    ticket(3, { ...active, transfer: { ...transfer, state: 'declined' } }),
    ticket(4, active),
  ];
  const waiting = [ticket(5), ticket(6, { offer: { to: person, since: at(6), until: at(7) } })];
  const moving = movingOf({ waiting, mine, others });
  expect(moving.map(({ kind, ticket: { number } }) => [kind, number])).toEqual([
    ['offer', 6],
    ['transfer', 2],
    ['idle', 1],
  ]);
});
