import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { messageDirectionSchema, messageIdSchema, ticketIdSchema } from './message.js';
import { ticketStateSchema } from './ticket.js';

/** A search goes through no more consultations than this: past it, its period has to be made shorter. */
export const MOST_CONSULTATIONS = 2000;
/** Longest period, both days included. */
export const LONGEST_DAYS = 366;
export const QUERY_LIMIT = 100;
/** Consultations of one answer; more come by its cursor. */
export const SEARCH_PAGE = 20;
/** Places shown of one consultation; the others are only counted. */
export const SHOWN_HITS = 3;

/** Where an answer ended: the consultation that was searched last. */
export const searchCursorSchema = z.strictObject({ openedAt: z.iso.datetime(), id: ticketIdSchema });
export type SearchCursor = z.infer<typeof searchCursorSchema>;

/** Always the body of a POST: words belong into no address, where logs and histories keep them. */
export const searchRequestSchema = z.strictObject({
  accountId: accountIdSchema,
  /** Days in Japan, both included. */
  from: z.iso.date(),
  to: z.iso.date(),
  words: z.string().trim().min(1).max(QUERY_LIMIT),
  after: searchCursorSchema.nullable(),
});
export type SearchRequest = z.infer<typeof searchRequestSchema>;

export const excerptSchema = z.object({
  messageId: messageIdSchema,
  occurredAt: z.iso.datetime(),
  direction: messageDirectionSchema,
  /** Who of the staff said it. */
  author: z.string().nullable(),
  /** In order, as they follow each other; what was looked for is marked. */
  parts: z.array(z.object({ text: z.string(), isHit: z.boolean() })),
});
export type Excerpt = z.infer<typeof excerptSchema>;

export const foundConsultationSchema = z.object({
  ticketId: ticketIdSchema,
  number: z.number().int().positive(),
  alias: z.string(),
  state: ticketStateSchema,
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  counselor: z.string().nullable(),
  /** Somebody reads it on their own desk, now. */
  isOwn: z.boolean(),
  hits: z.number().int().positive(),
  /** Newest first, at most `SHOWN_HITS`. */
  excerpts: z.array(excerptSchema),
});
export type FoundConsultation = z.infer<typeof foundConsultationSchema>;

export const searchAnswerSchema = z.object({
  /** Newest consultation first. */
  found: z.array(foundConsultationSchema),
  /** Gone through by now, this answer and those before it. */
  searched: z.number().int().nonnegative(),
  /** Of the period, that this person may read. */
  total: z.number().int().nonnegative(),
  /** Null when all of them were searched. */
  next: searchCursorSchema.nullable(),
});
export type SearchAnswer = z.infer<typeof searchAnswerSchema>;
