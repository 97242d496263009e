import { z } from 'zod';
import { accountIdSchema } from './account.js';

/** Who wanted it: the caller in the talk room, an administrator, or the account's own time limit. */
export const erasureCauses = ['caller', 'staff', 'retention'] as const;
export type ErasureCause = (typeof erasureCauses)[number];

/** `asked`: a person has to decide. `begun`: cut off from the caller; the key is being destroyed. */
export const erasureStates = ['asked', 'declined', 'begun', 'done'] as const;

const reason = z.string().trim().min(1).max(500);
const instant = z.iso.datetime();

export const erasureIdSchema = z.uuid();
export const callerIdSchema = z.uuid();

const countsSchema = z.object({
  tickets: z.number().int(),
  messages: z.number().int(),
  media: z.number().int(),
  drafts: z.number().int(),
  events: z.number().int(),
});
export type ErasureCounts = z.infer<typeof countsSchema>;

/** What is said of an erasure for good. It names nobody but who decided. */
export const certificateSchema = z.object({
  id: erasureIdSchema,
  accountId: accountIdSchema,
  callerId: callerIdSchema,
  alias: z.string(),
  cause: z.enum(erasureCauses),
  askedAt: instant,
  /** The person; null where nobody had to decide. */
  decidedBy: z.uuid().nullable(),
  erasedAt: instant,
  /** Keys that were destroyed: what was sealed with them can't be read again, wherever a copy lies. */
  keyIds: z.array(z.uuid()),
  /** Until then a backup of the key store may still hold them. */
  backupsUntil: instant,
  destroyed: countsSchema,
  /** SHA-256, in hexadecimal, of the JSON of all the others with their names in alphabetical order. */
  hash: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Why somebody can't be erased now. */
const obstacle = z
  .enum(['open-ticket', 'held', 'disclosure', 'glass-unseen', 'unmasking-unseen', 'not-read-in'])
  .nullable();

export const erasureSchema = z.object({
  id: erasureIdSchema,
  accountId: accountIdSchema,
  callerId: callerIdSchema,
  alias: z.string(),
  cause: z.enum(erasureCauses),
  state: z.enum(erasureStates),
  askedAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  obstacle,
});
export type ErasureView = z.infer<typeof erasureSchema>;

export const holdSchema = z.object({
  callerId: callerIdSchema,
  accountId: accountIdSchema,
  alias: z.string(),
  reason: z.string().nullable(),
  by: z.string(),
  at: instant,
});
export type HoldView = z.infer<typeof holdSchema>;

export const erasuresViewSchema = z.object({
  erasures: z.array(erasureSchema),
  holds: z.array(holdSchema),
  retention: z.array(z.object({ accountId: accountIdSchema, days: z.number().int().nullable() })),
  /** How long a backup of the key store is kept, in days: the delay after which an erased word is gone everywhere. */
  keyBackupDays: z.number().int(),
});
export type ErasuresView = z.infer<typeof erasuresViewSchema>;

export const decideErasureSchema = z.strictObject({ reason });
export type DecideErasure = z.infer<typeof decideErasureSchema>;

const HIGHEST_NUMBER = 2_000_000_000;

export const findCallerQuerySchema = z.strictObject({
  accountId: accountIdSchema,
  ticketNumber: z.coerce.number().int().positive().max(HIGHEST_NUMBER),
});
export type FindCallerQuery = z.infer<typeof findCallerQuerySchema>;

/** Whose a ticket is, so that nobody erases somebody else: not a word, name or address of theirs. */
export const foundCallerSchema = z.object({
  callerId: callerIdSchema,
  accountId: accountIdSchema,
  ticketNumber: z.number().int().positive(),
  alias: z.string(),
  consultations: z.number().int().positive(),
  /** When their first consultation was opened, and their last one. */
  firstAt: instant,
  lastAt: instant,
  isHeld: z.boolean(),
  /** Null: nobody has asked for it, or it was declined. */
  erasure: z.enum(erasureStates).exclude(['declined']).nullable(),
  obstacle,
});
export type FoundCaller = z.infer<typeof foundCallerSchema>;

/**
 * A caller is named by one of their tickets: administrators know no other name of theirs. `callerId` is who the look-up
 * showed for it (`foundCallerSchema`), without which nothing is done.
 */
export const nameCallerSchema = z.strictObject({
  accountId: accountIdSchema,
  ticketNumber: z.number().int().positive().max(HIGHEST_NUMBER),
  callerId: callerIdSchema,
  reason,
});
export type NameCaller = z.infer<typeof nameCallerSchema>;
