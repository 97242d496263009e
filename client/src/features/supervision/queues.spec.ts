import { describe, expect, test } from '@jest/globals';
import { at, desk, ticket, uuid } from '../../../testing/fixtures.js';
import { type TicketSupervision } from '../../shared/contract.js';
import { consultQueue, heldQueue } from './queues.js';

const plain: TicketSupervision = {
  approval: null,
  held: null,
  whispers: { toCounselor: 0, toSupervisors: 0 },
  consult: null,
  takenOver: null,
};
const held = (minute: number): TicketSupervision => ({
  ...plain,
  held: { count: 1, since: at(minute), overdueAt: at(minute + 5) },
});
const calls = (minute: number, taker: number | null = null): TicketSupervision => ({
  ...plain,
  consult: {
    id: uuid(70),
    by: { id: uuid(71), displayName: 'sato' },
    since: at(minute),
    overdueAt: at(minute + 3),
    taker: taker === null ? null : { id: uuid(taker), displayName: 'tanaka' },
  },
});

describe('what waits for a supervisor', () => {
  test('is every reply that has not left, whoever wrote it, the longest first', () => {
    const state = desk({
      mine: [ticket(1, { supervision: held(9) }), ticket(2, { supervision: plain })],
      others: [ticket(3, { supervision: held(4) }), ticket(4)],
    });
    expect(heldQueue(state).map(({ number }) => number)).toEqual([3, 1]);
  });

  test('is every call, first those at which nobody looks', () => {
    const state = desk({
      others: [
        ticket(1, { supervision: calls(1, 80) }),
        ticket(2, { supervision: calls(5) }),
        ticket(3, { supervision: calls(3) }),
      ],
    });
    expect(consultQueue(state).map(({ number }) => number)).toEqual([3, 2, 1]);
  });
});
