import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { actGroups, auditActNames, auditActors } from './audit.js';
import { ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';

/** At most so many entries on a page of the trace. */
export const AUDIT_PAGE = 50;
/** The longest time that is looked through for unusual reading, in days. */
export const UNUSUAL_DAYS = 31;

/** `erased`: the words are gone with their key, the act stays. */
const reasonSchema = z.union([z.object({ words: z.string() }), z.literal('erased'), z.literal('damaged')]);

const settingValueSchema = z.unknown();

export const auditEntryViewSchema = z.object({
  seq: z.number().int().positive(),
  at: z.iso.datetime(),
  act: z.enum(auditActNames),
  actor: z.object({
    kind: z.enum(auditActors),
    /** Of a refused sign-in: whose name it was, where it was somebody's. */
    person: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  }),
  accountId: accountIdSchema.nullable(),
  ticket: z.object({ id: ticketIdSchema, number: z.number().int().positive().nullable() }).nullable(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  /** The network it came from, without the end of the address. */
  network: z.string().nullable(),
  /** Tells one session from another. */
  session: z.string().nullable(),
  /** Why it was done. `closed`: it may tell of a caller, and is asked for by itself (`auditReasonSchema`). */
  why: z.union([reasonSchema, z.literal('closed')]).nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** What was set before and afterwards, by its name; what is on one side only was added or taken away. */
  changes: z.array(
    z.object({
      name: z.string(),
      before: settingValueSchema.optional(),
      after: settingValueSchema.optional(),
    }),
  ),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntryViewSchema),
  /** Where the next page begins; null at the end. */
  next: z.number().int().positive().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditSeqSchema = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** The reason of one entry, which the list doesn't open. */
export const auditReasonSchema = z.object({ why: reasonSchema });
export type AuditReason = z.infer<typeof auditReasonSchema>;

const instantSchema = z.iso.datetime({ offset: true });

/** Everything that is given has to be true of an entry. */
export const auditQuerySchema = z.strictObject({
  /** Entries with smaller numbers than this. */
  before: z.coerce.number().int().positive().optional(),
  person: staffIdSchema.optional(),
  account: accountIdSchema.optional(),
  /** The number of a ticket, as every screen shows it; each account counts its own. */
  ticketNumber: z.coerce.number().int().positive().max(2_000_000_000).optional(),
  act: z.enum(auditActNames).optional(),
  group: z.enum(actGroups).optional(),
  from: instantSchema.optional(),
  until: instantSchema.optional(),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/**
 * `many`: of many callers who were not theirs within an hour. `night`: of several of those in one night. `break-glass`:
 * of what needed a reason to be opened. `unmasking`: of who callers are on LINE.
 */
export const unusualKinds = ['many', 'night', 'break-glass', 'unmasking'] as const;

export const unusualReadingSchema = z.object({
  kind: z.enum(unusualKinds),
  person: z.object({ id: staffIdSchema, displayName: z.string() }),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  /** How many different tickets. */
  tickets: z.number().int().positive(),
});
export type UnusualReading = z.infer<typeof unusualReadingSchema>;

export const unusualQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(UNUSUAL_DAYS).default(7),
});
export type UnusualQuery = z.infer<typeof unusualQuerySchema>;

export const unusualViewSchema = z.object({
  since: z.iso.datetime(),
  items: z.array(unusualReadingSchema),
});
export type UnusualView = z.infer<typeof unusualViewSchema>;

/** By whom and by which account entries can be chosen. */
export const auditChoicesSchema = z.object({
  people: z.array(z.object({ id: staffIdSchema, displayName: z.string(), login: z.string() })),
  accounts: z.array(z.object({ id: accountIdSchema, name: z.object({ ja: z.string(), en: z.string() }) })),
});
export type AuditChoices = z.infer<typeof auditChoicesSchema>;
