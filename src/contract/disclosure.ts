import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';

export const disclosureIdSchema = z.uuid();

export const askerKinds = ['police', 'prosecutor', 'court', 'local-government', 'lawyer', 'other'] as const;
/**
 * Upon what a request rests. `inquiry`: an investigation inquiry (刑事訴訟法 197 条 2 項), which binds nobody to answer.
 * `life`: a life in danger (個人情報保護法 27 条 1 項 2 号).
 */
export const legalBases = [
  'warrant',
  'court-order',
  'inquiry',
  'bar-inquiry',
  'life',
  'consent',
  'none',
] as const;
/** `approved`: by two different people. Only then can something be given; it can be refused until it is, or a file of it was begun. */
export const disclosureStates = ['recorded', 'first-approval', 'approved', 'given', 'refused'] as const;
export type DisclosureState = (typeof disclosureStates)[number];

const words = z.string().trim().min(1).max(2000);

export const newDisclosureSchema = z.strictObject({
  accountId: accountIdSchema,
  /** The consultation that it is about, where one is named. */
  ticketNumber: z.number().int().positive().nullable(),
  askerKind: z.enum(askerKinds),
  /** Office and person. */
  asker: words.max(200),
  basis: z.enum(legalBases),
  receivedAt: z.iso.datetime({ offset: true }),
  asked: words,
});
export type NewDisclosure = z.infer<typeof newDisclosureSchema>;

/** What was given, or why nothing is. */
export const disclosureOutcomeSchema = z.strictObject({ words });
export type DisclosureOutcome = z.infer<typeof disclosureOutcomeSchema>;

/** For so long after the second approval a file of the consultation can be made, and so often. */
export const EXPORT_HOURS = 72;
export const EXPORT_LIMIT = 3;

export const exportRequestSchema = z.strictObject({
  /** What staff noted for each other; what they whispered is never in it. */
  withNotes: z.boolean(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** `begun`: under way, or the server ended meanwhile. `broken-off`: a part may have left. `given`: all of it. */
export const exportStates = ['begun', 'given', 'broken-off'] as const;

const signature = z.object({ id: staffIdSchema, displayName: z.string(), at: z.iso.datetime() });

export const disclosureViewSchema = z.object({
  id: disclosureIdSchema,
  accountId: accountIdSchema,
  ticket: z.object({ id: ticketIdSchema, number: z.number().int().positive() }).nullable(),
  askerKind: z.enum(askerKinds),
  basis: z.enum(legalBases),
  receivedAt: z.iso.datetime(),
  /** Null where the key is gone. */
  asker: z.string().nullable(),
  asked: z.string().nullable(),
  state: z.enum(disclosureStates),
  recordedBy: signature,
  approvals: z.array(signature),
  ended: signature.extend({ words: z.string().nullable() }).nullable(),
  /** Files of the consultation that were made for it, oldest first. */
  exports: z.array(
    signature.extend({
      exportId: z.uuid(),
      state: z.enum(exportStates),
      withNotes: z.boolean(),
      /** Of the whole file, in hexadecimal. */
      sha256: z.string().nullable(),
      bytes: z.number().int().nonnegative().nullable(),
    }),
  ),
  /** Until when a file can be made, once two people have approved. */
  exportUntil: z.iso.datetime().nullable(),
  isExportLate: z.boolean(),
  /** Who approved last: somebody else takes the file. */
  releasedBy: staffIdSchema.nullable(),
});
export type DisclosureView = z.infer<typeof disclosureViewSchema>;

export const disclosuresViewSchema = z.object({ disclosures: z.array(disclosureViewSchema) });
export type DisclosuresView = z.infer<typeof disclosuresViewSchema>;

/**
 * A year's report is there from 1 February after it on, in Japan, and never changes again: two of them that differ would
 * tell what happened in between.
 */
export const REPORT_MONTH = 2;

export const reportQuerySchema = z.strictObject({ year: z.coerce.number().int().min(2000).max(9999) });
export type ReportQuery = z.infer<typeof reportQuerySchema>;

/** A count that may be published. A few of one account, asker, basis and outcome would point at somebody: they are `1–4`, and sums with them a range. */
export const publicCountSchema = z.string().regex(/^\d+(?:–\d+)?$/);
export type PublicCount = z.infer<typeof publicCountSchema>;

export const reportRowSchema = z.object({
  name: z.string(),
  received: publicCountSchema,
  given: publicCountSchema,
  refused: publicCountSchema,
  /** Neither given nor refused when the report was closed. */
  open: publicCountSchema,
});
export type ReportRow = z.infer<typeof reportRowSchema>;

export const emergencyRowSchema = reportRowSchema.pick({ name: true, given: true });
export type EmergencyRow = z.infer<typeof emergencyRowSchema>;

export const transparencyReportSchema = z.object({
  year: z.number().int(),
  askers: z.array(reportRowSchema),
  bases: z.array(reportRowSchema),
  /** What was told in emergencies, to the police or whoever helps, by when it was noted, months `1` to `12` in Japan: no request stands before it. */
  emergencies: z.array(emergencyRowSchema),
});
export type TransparencyReport = z.infer<typeof transparencyReportSchema>;
