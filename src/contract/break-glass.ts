import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';
import { ticketStateSchema } from './ticket.js';

/** How long somebody reads a ticket that isn't theirs, in minutes. */
export const GLASS_MINUTES = 30;
/** Shorter is no reason that anybody could answer for. */
export const SHORTEST_REASON = 10;

const personSchema = z.object({ id: staffIdSchema, displayName: z.string() });

/** Why an exception is made, in words that others will read. */
export const weightyReasonSchema = z.strictObject({
  reason: z.string().trim().min(SHORTEST_REASON).max(500),
});
export type WeightyReason = z.infer<typeof weightyReasonSchema>;

export const glassIdSchema = z.uuid();

/** Somebody reads, or has read, a ticket that isn't theirs. */
export const brokenGlassSchema = z.object({
  id: glassIdSchema,
  ticketId: ticketIdSchema,
  accountId: accountIdSchema,
  number: z.number().int().positive(),
  alias: z.string(),
  reader: personSchema,
  /** Who looked after it when it was opened, or had until it ended. */
  counselor: personSchema.nullable(),
  /** Null: the words are gone with the caller's key. */
  reason: z.string().nullable(),
  openedAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  /** It can't be read by this any more. */
  isOver: z.boolean(),
  /** The person who asks may read by it, in this session. */
  isOwn: z.boolean(),
});
export type BrokenGlass = z.infer<typeof brokenGlassSchema>;

export const brokenGlassesSchema = z.object({ glasses: z.array(brokenGlassSchema) });
export type BrokenGlasses = z.infer<typeof brokenGlassesSchema>;

export const findTicketQuerySchema = z.strictObject({
  account: accountIdSchema,
  number: z.coerce.number().int().positive().max(2_000_000_000),
});
export type FindTicketQuery = z.infer<typeof findTicketQuerySchema>;

/** Whose it is, so that nobody opens the wrong one: what every list of the account shows anyway. */
export const foundTicketSchema = z.object({
  ticketId: ticketIdSchema,
  number: z.number().int().positive(),
  alias: z.string(),
  state: ticketStateSchema,
  counselor: z.string().nullable(),
  /** `nothing`: it may be read as it is. `take`: it waits, and whoever wants to read it takes it. */
  needs: z.enum(['glass', 'nothing', 'take']),
});
export type FoundTicket = z.infer<typeof foundTicketSchema>;
