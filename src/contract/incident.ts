import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { messageIdSchema, ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';

/** Longest words of one entry, in UTF-16 code units. */
export const INCIDENT_TEXT_LIMIT = 2000;

const person = z.object({ id: staffIdSchema, displayName: z.string() });
const words = z.string().trim().min(1).max(INCIDENT_TEXT_LIMIT);

/** Whom to call in a step. A number changes: the day on which a person last checked it goes with it. */
export const stepCallSchema = z.strictObject({
  name: z.string().min(1).max(100),
  number: z.string().min(2).max(40),
  note: z.string().max(200).nullable().default(null),
  verifiedOn: z.iso.date(),
});
export type StepCall = z.infer<typeof stepCallSchema>;

/** One step of an account's checklist, as people write it. */
export const checklistStepSchema = z.strictObject({
  title: z.string().min(1).max(100),
  detail: z.string().max(500).nullable().default(null),
  call: stepCallSchema.nullable().default(null),
  /** Minutes after the emergency began by which it is to be done. */
  byMinutes: z.number().int().min(1).max(1440),
  /** What came of it has to be written down. */
  needsNote: z.boolean().default(false),
});
export type ChecklistStep = z.infer<typeof checklistStepSchema>;

export const checklistSchema = z.array(checklistStepSchema).min(1).max(30);

export const incidentStepStates = ['open', 'done', 'skipped'] as const;
export const incidentStepStateSchema = z.enum(incidentStepStates);
export type IncidentStepState = z.infer<typeof incidentStepStateSchema>;

/** What a caller said that helps to find and to help them. People write it down; nothing is ever read out of the words. */
export const factKinds = ['place', 'means', 'companions', 'time', 'person', 'contact', 'other'] as const;
export const factKindSchema = z.enum(factKinds);
export type FactKind = z.infer<typeof factKindSchema>;

/** `safe`: known to be. `handed-over`: others look after them now. `unconfirmed`: nobody knows. `no-danger`: there was none. */
export const incidentOutcomes = ['safe', 'handed-over', 'unconfirmed', 'no-danger'] as const;
export const incidentOutcomeSchema = z.enum(incidentOutcomes);
export type IncidentOutcome = z.infer<typeof incidentOutcomeSchema>;

const entryBase = {
  id: z.uuid(),
  at: z.iso.datetime(),
  by: person,
};
/** Who took it back; it stays readable, so that nobody wonders later. */
const withdrawn = z.object({ at: z.iso.datetime(), by: z.string() }).nullable();

/** What was written down, in the order in which it was. Words are null once the caller's key was destroyed. */
export const incidentEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    ...entryBase,
    kind: z.literal('step'),
    position: z.number().int(),
    state: incidentStepStateSchema,
    text: z.string().nullable(),
  }),
  z.object({
    ...entryBase,
    kind: z.literal('fact'),
    fact: factKindSchema,
    text: z.string().nullable(),
    /** The caller's message that it was taken from, and when they sent it. */
    source: z.object({ messageId: messageIdSchema, at: z.iso.datetime() }).nullable(),
    withdrawn,
  }),
  z.object({
    ...entryBase,
    kind: z.literal('disclosure'),
    told: z.object({ to: z.string(), what: z.string(), decidedBy: z.string() }).nullable(),
    withdrawn,
  }),
]);
export type IncidentEntry = z.infer<typeof incidentEntrySchema>;

export const incidentStepSchema = checklistStepSchema.extend({
  position: z.number().int().nonnegative(),
  dueAt: z.iso.datetime(),
  state: incidentStepStateSchema,
  settledAt: z.iso.datetime().nullable(),
  settledBy: person.nullable(),
  /** What came of it, or why it was left out. */
  note: z.string().nullable(),
});
export type IncidentStep = z.infer<typeof incidentStepSchema>;

export const incidentViewSchema = z.object({
  id: z.uuid(),
  ticketId: ticketIdSchema,
  number: z.number().int().positive(),
  accountId: accountIdSchema,
  alias: z.string(),
  state: z.enum(['open', 'ended']),
  openedAt: z.iso.datetime(),
  openedBy: person,
  endedAt: z.iso.datetime().nullable(),
  endedBy: person.nullable(),
  outcome: incidentOutcomeSchema.nullable(),
  /** How it ended, in the words of who ended it. */
  summary: z.string().nullable(),
  checklistVersion: z.number().int().positive(),
  steps: z.array(incidentStepSchema),
  entries: z.array(incidentEntrySchema),
});
export type IncidentView = z.infer<typeof incidentViewSchema>;

/** Every emergency of one ticket, newest first. */
export const incidentsViewSchema = z.object({ incidents: z.array(incidentViewSchema) });
export type IncidentsView = z.infer<typeof incidentsViewSchema>;

/** Emergencies of the accounts that a person supervises, without a word of what was said. */
export const incidentListSchema = z.object({
  incidents: z.array(
    incidentViewSchema.pick({
      id: true,
      ticketId: true,
      number: true,
      accountId: true,
      alias: true,
      state: true,
      openedAt: true,
      openedBy: true,
      endedAt: true,
      outcome: true,
    }),
  ),
});
export type IncidentList = z.infer<typeof incidentListSchema>;
export type IncidentRow = IncidentList['incidents'][number];

/** What a ticket shows of its open emergency. */
export const ticketIncidentSchema = z.object({
  id: z.uuid(),
  since: z.iso.datetime(),
  /** When the next step that is not settled is due; null when all are. */
  nextDueAt: z.iso.datetime().nullable(),
  settled: z.number().int().nonnegative(),
  steps: z.number().int().nonnegative(),
});
export type TicketIncident = z.infer<typeof ticketIncidentSchema>;

/** What is known at the beginning; there may be no time to write it. */
export const openIncidentSchema = z.strictObject({ situation: words.nullable() });
export type OpenIncidentRequest = z.infer<typeof openIncidentSchema>;

export const settleStepSchema = z
  .strictObject({ state: incidentStepStateSchema, note: words.nullable() })
  .refine(({ state, note }) => state !== 'skipped' || note !== null, {
    error: 'a reason is needed',
    path: ['note'],
  });
export type SettleStepRequest = z.infer<typeof settleStepSchema>;

/** `clientId`: repeated with the same id, it is written once. */
export const factRequestSchema = z.strictObject({
  clientId: z.uuid(),
  fact: factKindSchema,
  text: words,
  messageId: messageIdSchema.nullable(),
});
export type FactRequest = z.infer<typeof factRequestSchema>;

export const disclosureRequestSchema = z.strictObject({
  clientId: z.uuid(),
  to: words,
  what: words,
  decidedBy: words,
});
export type DisclosureRequest = z.infer<typeof disclosureRequestSchema>;

export const endIncidentSchema = z.strictObject({ outcome: incidentOutcomeSchema, summary: words });
export type EndIncidentRequest = z.infer<typeof endIncidentSchema>;
