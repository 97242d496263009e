import { z } from 'zod';
import { messageIdSchema, messageViewSchema, ticketIdSchema } from './message.js';

/** How many messages come with a talk room, and with one page of what was said before. */
export const PAGE_LENGTH = 100;
export const LONGEST_PAGE = 500;

/** A place in a talk room, as `cursorOf` writes it: it stays where it is whatever comes late. */
export const messageCursorSchema = z.string().transform((cursor, context) => {
  const [occurredAt, id] = cursor.split('~');
  const place = z.object({ occurredAt: z.iso.datetime(), id: messageIdSchema }).safeParse({ occurredAt, id });
  if (place.success) return place.data;
  context.addIssue({ code: 'custom', message: 'is no place in a talk room' });
  return z.NEVER;
});
export type MessageCursor = z.infer<typeof messageCursorSchema>;

export function cursorOf({ occurredAt, id }: MessageCursor): string {
  return `${occurredAt}~${id}`;
}

export const earlierQuerySchema = z.object({
  /** What was said before this place … */
  before: messageCursorSchema,
  /** … the nearest first, at most so many. */
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(PAGE_LENGTH),
});
export type EarlierQuery = z.infer<typeof earlierQuerySchema>;

export const messagePageSchema = z.object({
  /** Newest event that this state includes: apply only events with a higher id. */
  eventId: z.number().int().nonnegative(),
  /** In the order in which things were said. */
  messages: z.array(messageViewSchema),
  /** More was said before the first of them. */
  hasEarlier: z.boolean(),
});
export type MessagePage = z.infer<typeof messagePageSchema>;

export const talkDaysViewSchema = z.object({
  /** The days, in Japan, on which something was said, oldest first. */
  days: z.array(
    z.object({
      /** When the first of it was said. */
      firstAt: z.iso.datetime(),
      count: z.number().int().positive(),
    }),
  ),
});
export type TalkDaysView = z.infer<typeof talkDaysViewSchema>;

/** `ended`: by a person. `by-timer`: the caller had fallen silent. `never-taken`: nobody had taken it. */
export const endingSchema = z.enum(['ended', 'by-timer', 'never-taken']);
export type Ending = z.infer<typeof endingSchema>;

export const pastTicketSchema = z.object({
  id: ticketIdSchema,
  number: z.number().int().positive(),
  openedAt: z.iso.datetime(),
  takenAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime(),
  /** Who looked after it last. */
  counselor: z.string().nullable(),
  /** Messages of the caller's. */
  inboundCount: z.number().int().nonnegative(),
  ending: endingSchema,
  /** There was an emergency in it. */
  hadIncident: z.boolean(),
  /** What it was about; null: nobody said. */
  category: z.string().nullable(),
});
export type PastTicket = z.infer<typeof pastTicketSchema>;

export const pastTicketsViewSchema = z.object({
  /** False where the account shows them to supervisors only. */
  isShown: z.boolean(),
  /** Earlier consultations of the same caller with the same account, newest first. */
  items: z.array(pastTicketSchema),
});
export type PastTicketsView = z.infer<typeof pastTicketsViewSchema>;

export const noteRequestSchema = z.strictObject({
  /** Repeated with the same id, it is written once. */
  clientId: z.uuid(),
  text: z.string().refine((words) => words.trim() !== '', { error: 'empty' }),
});
export type NoteRequest = z.infer<typeof noteRequestSchema>;
