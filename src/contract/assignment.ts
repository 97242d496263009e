import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { counselorLoadSchema, settablePresences, staffIdSchema } from './staff.js';
import { languageSchema, professionSchema } from './standing.js';

const person = z.object({ id: staffIdSchema, displayName: z.string() });

export const presenceRequestSchema = z.strictObject({ presence: z.enum(settablePresences) });
export type PresenceRequest = z.infer<typeof presenceRequestSchema>;

/** A waiting ticket is offered to one person, who accepts or declines it; unanswered, it goes to the next. */
export const offerSchema = z.object({ to: person, since: z.iso.datetime(), until: z.iso.datetime() });
export type Offer = z.infer<typeof offerSchema>;

/** What a ticket asks for, as a person sees it; null: anybody will do. */
export const needsRequestSchema = z.strictObject({
  language: languageSchema.nullable(),
  profession: professionSchema.nullable(),
});
export type NeedsRequest = z.infer<typeof needsRequestSchema>;

/** To whom somebody wants to hand a ticket over. */
export const transferRequestTargetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), staffId: staffIdSchema }),
  /** Anybody of this profession in the ticket's account. */
  z.strictObject({ kind: z.literal('profession'), profession: professionSchema }),
  /** Anybody of another account. The caller goes on writing to the account that they know. */
  z.strictObject({ kind: z.literal('account'), accountId: accountIdSchema }),
]);
export type TransferRequestTarget = z.infer<typeof transferRequestTargetSchema>;

/** What whoever takes over must know. Sealed; never shown to the caller. */
export const handoverNoteSchema = z.string().trim().min(1).max(2000);

export const transferRequestSchema = z.strictObject({
  to: transferRequestTargetSchema,
  note: handoverNoteSchema,
});
export type TransferRequest = z.infer<typeof transferRequestSchema>;

export const declineRequestSchema = z
  .strictObject({ reason: z.string().trim().max(500).optional() })
  .nullish();
export type DeclineRequest = z.infer<typeof declineRequestSchema>;

export const returnRequestSchema = z.strictObject({ note: handoverNoteSchema });
export type ReturnRequest = z.infer<typeof returnRequestSchema>;

export const transferTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), staffId: staffIdSchema, displayName: z.string() }),
  z.object({ kind: z.literal('profession'), profession: professionSchema }),
  z.object({
    kind: z.literal('account'),
    accountId: accountIdSchema,
    name: z.object({ ja: z.string(), en: z.string() }),
  }),
]);
export type TransferTarget = z.infer<typeof transferTargetSchema>;

/**
 * A ticket that is being handed over; until somebody accepts, it stays with whoever has it. `declined` stands until
 * they have seen it.
 */
export const transferSchema = z.object({
  id: z.uuid(),
  from: person,
  to: transferTargetSchema,
  state: z.enum(['standing', 'declined']),
  since: z.iso.datetime(),
  declinedBy: person.nullable(),
});
export type Transfer = z.infer<typeof transferSchema>;

/** The caller was asked whether they are still there. */
export const idleSchema = z.object({
  askedAt: z.iso.datetime(),
  /** Null for a ticket at risk: an alarm is raised then instead. */
  closesAt: z.iso.datetime().nullable(),
});
export type Idle = z.infer<typeof idleSchema>;

/** One handing over, with its note, and why it was declined. The words are null where the caller's key was destroyed. */
export const handoverSchema = z.object({
  id: z.uuid(),
  /** The last four but `return` are a supervisor's alone. */
  kind: z.enum(['transfer', 'return', 'take-over', 'give-back', 'reassign', 'close']),
  /** The supervisor who moved it; null where whoever had it did. */
  movedBy: person.nullable(),
  from: person,
  /** Null where it went back to the line. */
  to: transferTargetSchema.nullable(),
  state: z.enum(['standing', 'accepted', 'declined', 'withdrawn', 'returned', 'closed']),
  note: z.string().nullable(),
  at: z.iso.datetime(),
  /** Who accepted or declined it, and when. */
  answeredBy: person.nullable(),
  answeredAt: z.iso.datetime().nullable(),
  declineReason: z.string().nullable(),
});
export type Handover = z.infer<typeof handoverSchema>;
/** Newest first. */
export const handoversViewSchema = z.object({ handovers: z.array(handoverSchema) });
export type HandoversView = z.infer<typeof handoversViewSchema>;

/** To whom this ticket could be handed over now. */
export const transferTargetsViewSchema = z.object({
  people: z.array(counselorLoadSchema),
  professions: z.array(professionSchema),
  accounts: z.array(z.object({ id: accountIdSchema, name: z.object({ ja: z.string(), en: z.string() }) })),
});
export type TransferTargetsView = z.infer<typeof transferTargetsViewSchema>;
