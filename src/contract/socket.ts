import { z } from 'zod';
import { accountIdSchema, accountViewSchema } from './account.js';
import { debriefViewSchema } from './care.js';
import { type ErrorBody } from './error.js';
import { heldReplySchema } from './held-reply.js';
import { counselorLoadSchema, staffIdSchema } from './staff.js';
import { moveIdSchema, type TalkPerson } from './supervision.js';
import { messageIdSchema, messageViewSchema, ticketIdSchema } from './message.js';
import { ticketSummarySchema } from './ticket.js';

/** Every event that a console gets carries the id of its committed row: ids only grow, and none is skipped. */
const eventId = z.number().int().positive();

export const consoleEventSchema = z.discriminatedUnion('type', [
  /** The ticket as it is now; a ticket that is no longer listed anywhere leaves the lists. */
  z.object({
    id: eventId,
    type: z.literal('ticket.changed'),
    ticket: ticketSummarySchema,
    /** It goes on, but the viewer has nothing to do with it any more: to them the ticket looks closed. */
    isOver: z.literal(true).optional(),
  }),
  /** A message was appended, or its delivery changed: the row as it is now. */
  z.object({ id: eventId, type: z.literal('message.changed'), message: messageViewSchema }),
  z.object({ id: eventId, type: z.literal('counselor.changed'), counselor: counselorLoadSchema }),
  /** Somebody doesn't work any more for an account of the viewer's. */
  z.object({ id: eventId, type: z.literal('counselor.left'), staffId: staffIdSchema }),
  z.object({ id: eventId, type: z.literal('account.changed'), account: accountViewSchema }),
  /** Somebody would like to talk, or it was taken up; null: it is over. */
  z.object({
    id: eventId,
    type: z.literal('debrief.changed'),
    accountId: accountIdSchema,
    staffId: staffIdSchema,
    debrief: debriefViewSchema.nullable(),
  }),
  z.object({ id: eventId, type: z.literal('clock.changed'), now: z.iso.datetime() }),
  /** The person's own draft was saved or deleted (null), here or in another window of theirs. */
  z.object({
    id: eventId,
    type: z.literal('draft.changed'),
    ticketId: ticketIdSchema,
    revision: z.number().int().positive().nullable(),
  }),
  /** Something was written down in an emergency of this ticket: whoever shows it asks for it anew. */
  z.object({ id: eventId, type: z.literal('incident.changed'), ticketId: ticketIdSchema }),
  /** Replies that wait, or came back: those of the ticket that stand now. */
  z.object({
    id: eventId,
    type: z.literal('held-replies.changed'),
    ticketId: ticketIdSchema,
    held: z.array(heldReplySchema),
  }),
  /** What supervisors moved of the person's: what they have not seen yet. */
  z.object({ id: eventId, type: z.literal('moves.changed'), moveIds: z.array(moveIdSchema) }),
  /** Somebody reads a ticket that isn't theirs, or no more, or that was looked into: whoever shows it asks for it anew. */
  z.object({
    id: eventId,
    type: z.literal('glass.changed'),
    ticketId: ticketIdSchema,
    readerId: staffIdSchema,
    /** The reader may read it by no glass any more. */
    isOver: z.boolean(),
  }),
  /** Something was announced, withdrawn or read: whoever shows it asks for it anew. */
  z.object({ id: eventId, type: z.literal('announcement.changed') }),
  z.object({ id: eventId, type: z.literal('shift-note.changed') }),
]);
export type ConsoleEvent = z.infer<typeof consoleEventSchema>;

/** Of so many tickets at most a console names what it holds. */
export const HELD_LIMIT = 500;

/**
 * What a console says when it connects: the newest event id it has applied, and the talk rooms it has open.
 * The server replays what came after; if it can't, it sends `resync` and the console fetches afresh.
 */
export const socketAuthSchema = z.object({
  after: z.number().int().nonnegative().nullable().default(null),
  tickets: z.array(ticketIdSchema).max(50).default([]),
  /** Tickets of which it holds words: it is told which of them were erased while it couldn't hear. */
  holds: z.array(ticketIdSchema).max(HELD_LIMIT).default([]),
});
export type SocketAuth = z.infer<typeof socketAuthSchema>;

export const openTicketSchema = z.strictObject({ ticketId: ticketIdSchema });
export const leaveTicketSchema = openTicketSchema;
export const messagesShownSchema = z.strictObject({
  ticketId: ticketIdSchema,
  messageIds: z.array(messageIdSchema).min(1).max(500),
});

export const typingSchema = openTicketSchema;
/** Null: no talk is looked at any more. */
export const hereSchema = z.strictObject({ ticketId: ticketIdSchema.nullable() });
export const writingSchema = z.strictObject({ ticketId: ticketIdSchema, isWriting: z.boolean() });

export type Acknowledgement = { ok: true } | ({ ok: false } & ErrorBody);

export interface ServerToClientEvents {
  event: (event: ConsoleEvent) => void;
  /** Everything up to this id has been sent: the console is live. */
  live: (state: { eventId: number }) => void;
  /** Events after the console's cursor are no longer all here: fetch afresh. */
  resync: (state: { eventId: number }) => void;
  /** Of the tickets that it said to hold words of, those that are erased: it forgets them. */
  erased: (state: { ticketIds: string[] }) => void;
  /** Who has an open talk on the screen, and lets it be seen. It is what is so now, and no event that is kept. */
  'ticket.people': (state: { ticketId: string; people: TalkPerson[] }) => void;
  /**
   * The session ends in so many seconds, because nobody has done anything for long; null: it doesn't. Said once to a
   * socket that comes, and whenever it changes, in whichever tab somebody did something.
   */
  'session.idle': (state: { secondsLeft: number | null }) => void;
  /** The session ended; the socket is closed next. */
  'session.ended': () => void;
}

export interface ClientToServerEvents {
  /** A person did something in the console: nothing else keeps their session open while they only read. */
  'session.use': (payload: Record<string, never>, acknowledge: (result: Acknowledgement) => void) => void;
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
  /** This talk is on the person's screen, and others on the same ticket may see it. */
  'ticket.here': (
    payload: z.infer<typeof hereSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
  /** The person writes in the talk that they let be seen. */
  'ticket.writing': (
    payload: z.infer<typeof writingSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
  /** These messages of the caller's are on a screen now. */
  'messages.shown': (
    payload: z.infer<typeof messagesShownSchema>,
    acknowledge: (result: Acknowledgement) => void,
  ) => void;
}
