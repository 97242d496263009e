import { z } from 'zod';
import { accountViewSchema } from './account.js';
import { type ErrorBody } from './error.js';
import { counselorLoadSchema } from './staff.js';
import { messageIdSchema, messageViewSchema, ticketIdSchema } from './message.js';
import { ticketSummarySchema } from './ticket.js';

/** Every event that a console gets carries the id of its committed row: ids only grow, and none is skipped. */
const eventId = z.number().int().positive();

export const consoleEventSchema = z.discriminatedUnion('type', [
  /** The ticket as it is now; a ticket that is no longer listed anywhere leaves the lists. */
  z.object({ id: eventId, type: z.literal('ticket.changed'), ticket: ticketSummarySchema }),
  /** A message was appended, or its delivery changed: the row as it is now. */
  z.object({ id: eventId, type: z.literal('message.changed'), message: messageViewSchema }),
  z.object({ id: eventId, type: z.literal('counselor.changed'), counselor: counselorLoadSchema }),
  z.object({ id: eventId, type: z.literal('account.changed'), account: accountViewSchema }),
  z.object({ id: eventId, type: z.literal('clock.changed'), now: z.iso.datetime() }),
  /** The person's own draft was saved or deleted (null), here or in another window of theirs. */
  z.object({
    id: eventId,
    type: z.literal('draft.changed'),
    ticketId: ticketIdSchema,
    revision: z.number().int().positive().nullable(),
  }),
]);
export type ConsoleEvent = z.infer<typeof consoleEventSchema>;

/**
 * What a console says when it connects: the newest event id it has applied, and the talk rooms it has open.
 * The server replays what came after; if it can't, it sends `resync` and the console fetches afresh.
 */
export const socketAuthSchema = z.object({
  after: z.number().int().nonnegative().nullable().default(null),
  tickets: z.array(ticketIdSchema).max(50).default([]),
});
export type SocketAuth = z.infer<typeof socketAuthSchema>;

export const openTicketSchema = z.strictObject({ ticketId: ticketIdSchema });
export const leaveTicketSchema = openTicketSchema;
export const messagesShownSchema = z.strictObject({
  ticketId: ticketIdSchema,
  messageIds: z.array(messageIdSchema).min(1).max(500),
});

export const typingSchema = openTicketSchema;

export type Acknowledgement = { ok: true } | ({ ok: false } & ErrorBody);

export interface ServerToClientEvents {
  event: (event: ConsoleEvent) => void;
  /** Everything up to this id has been sent: the console is live. */
  live: (state: { eventId: number }) => void;
  /** Events after the console's cursor are no longer all here: fetch afresh. */
  resync: (state: { eventId: number }) => void;
  /** The session ended; the socket is closed next. */
  'session.ended': () => void;
}

export interface ClientToServerEvents {
  'ticket.open': (
    payload: z.infer<typeof openTicketSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
  'ticket.leave': (
    payload: z.infer<typeof leaveTicketSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
  /** The person is writing an answer: the caller may be shown that somebody is there. */
  'ticket.typing': (
    payload: z.infer<typeof typingSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
  /** These messages of the caller's are on a screen now. */
  'messages.shown': (
    payload: z.infer<typeof messagesShownSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
}
