import { randomUUID } from 'node:crypto';
import { type Acknowledgement } from '../../../src/contract/socket.js';
import { type LiveConsole } from '../console-client.js';
import { type Person } from '../everybody.js';
import { accountOf, type Made, type Making, owns, supervises, type Verdict, worksAt } from './named.js';

/** In whose hands the tickets are. */
export const socketOwners: readonly Person[] = [
  'counselor',
  'senior-counselor',
  'supervisor',
  'other counselor',
];

const reads = (asker: Person, made: Made): Verdict =>
  owns(asker, made) || supervises(asker, made)
    ? 'done'
    : worksAt(asker, made)
      ? 'not_permitted'
      : 'ticket_not_found';

interface SocketEvent {
  readonly verdict: (asker: Person, made: Made) => Verdict;
  readonly payload: (ticketId: string, messageId: string) => object;
}

/** What each event says of a ticket. */
export const socketEvents: Readonly<Record<string, SocketEvent>> = {
  'session.use': { verdict: () => 'done', payload: () => ({}) },
  'ticket.open': { verdict: reads, payload: (ticketId) => ({ ticketId }) },
  'messages.shown': {
    verdict: reads,
    payload: (ticketId, messageId) => ({ ticketId, messageIds: [messageId] }),
  },
  'ticket.typing': {
    verdict: (asker, made) =>
      owns(asker, made) ? 'done' : worksAt(asker, made) ? 'ticket_taken' : 'ticket_not_found',
    payload: (ticketId) => ({ ticketId }),
  },
  'ticket.here': { verdict: reads, payload: (ticketId) => ({ ticketId }) },
  // Said of a talk in which one lets oneself be seen: elsewhere, it says nothing.
  'ticket.writing': {
    verdict: (asker, made) => (reads(asker, made) === 'done' ? 'done' : 'as unknown'),
    payload: (ticketId) => ({ ticketId, isWriting: true }),
  },
  'ticket.leave': { verdict: () => 'as unknown', payload: (ticketId) => ({ ticketId }) },
};

/** What may have changed of a ticket by any of them. */
export async function ofSocket(making: Making, owner: Person, { payload }: SocketEvent): Promise<Made> {
  const ticketId = await making.ticket(owner, 'live');
  const messageId = await making.words(ticketId);
  return {
    path: '',
    body: payload(ticketId, messageId),
    names: [ticketId, messageId],
    accounts: [accountOf(owner)],
    owner,
    kept: [
      `SELECT (SELECT first_shown_at FROM message WHERE id = $2) AS shown, loading_until AS loading,
         (SELECT count(*) FROM console_connection WHERE talk_ticket_id = $1) AS here,
         (SELECT count(*) FROM console_connection WHERE talk_ticket_id = $1 AND writing_until IS NOT NULL) AS writing
       FROM ticket WHERE id = $1`,
      [ticketId, messageId],
    ],
  };
}

/** Shown in a ticket of one's own, a message that is another's. */
export async function shownElsewhere(making: Making, owner: Person, stranger: Person): Promise<Made> {
  const ticketId = await making.ticket(owner, 'live');
  const messageId = await making.words(await making.ticket(stranger, `unread ${randomUUID()}`));
  return {
    path: '',
    body: { ticketId, messageIds: [messageId] },
    names: [messageId],
    accounts: [accountOf(owner)],
    owner,
    kept: ['SELECT first_shown_at AS shown FROM message WHERE id = $1', [messageId]],
  };
}

/** @returns the code of its refusal */
export async function acknowledged(
  { socket }: LiveConsole,
  event: string,
  payload: object,
): Promise<string | undefined> {
  const answer = (await socket
    .timeout(5000)
    .emitWithAck(event as 'ticket.open', payload as { ticketId: string })) as Acknowledgement;
  return answer.ok ? undefined : answer.error.code;
}
