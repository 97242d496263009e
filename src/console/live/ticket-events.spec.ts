import { expect, test } from '@jest/globals';
import { type TicketSummary } from '../../contract/ticket.js';
import { type CommittedEvent } from '../../database/event/event-feed.js';
import { type ConsoleSocketData } from './console-socket.js';
import { ticketEvents } from './ticket-events.js';

const event: CommittedEvent = {
  id: 7,
  type: 'ticket.changed',
  accountId: 'inochi',
  ticketId: 't',
  messageId: null,
  staffId: null,
};
/** The parts that decide who hears of it. */
const ticket = (erased: boolean) =>
  ({
    id: 't',
    accountId: 'inochi',
    helpingAccountId: null,
    state: 'closed',
    transfer: null,
    assignedTo: null,
    supervision: null,
    erased,
  }) as unknown as TicketSummary;
const consoleOf = (accountId: string, ...openTickets: string[]) =>
  ({
    principal: { staffId: 's', memberships: new Map([[accountId, 'counselor']]) },
    openTickets: new Set(openTickets),
  }) as unknown as ConsoleSocketData;
const heard = (socket: ConsoleSocketData, erased: boolean) =>
  ticketEvents(event, ticket(erased)).filter(({ isFor }) => isFor(socket)).length;

test('who once helped, and has the talk open still, hears that its caller is erased, and of nothing else', () => {
  expect(heard(consoleOf('jinken', 't'), true)).toBe(1);
  expect(heard(consoleOf('jinken', 't'), false)).toBe(0);
  expect(heard(consoleOf('jinken', 'another'), true)).toBe(0);
});

test('people of the account hear it once, whether they have it open or not', () => {
  expect(heard(consoleOf('inochi', 't'), true)).toBe(1);
  expect(heard(consoleOf('inochi'), true)).toBe(1);
});
