import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { messageIdSchema, ticketIdSchema } from './message.js';
import { reasonSchema } from './reply.js';
import { staffIdSchema } from './staff.js';

export const personSchema = z.object({ id: staffIdSchema, displayName: z.string() });

/** A counselor wants a supervisor to look at a talk. What it is about, only whoever may read the ticket is told. */
export const consultSchema = z.object({
  id: z.uuid(),
  by: personSchema,
  since: z.iso.datetime(),
  /** From then on it is an alarm, unless somebody looks. */
  overdueAt: z.iso.datetime(),
  /** Who looks. */
  taker: personSchema.nullable(),
});
export type Consult = z.infer<typeof consultSchema>;

/** How a ticket is supervised, for its counselor and their supervisors alone. */
export const ticketSupervisionSchema = z.object({
  /** Its replies are looked at before they leave: because of the ticket, or of its counselor; null: they leave at once. */
  approval: z.enum(['ticket', 'counselor']).nullable(),
  /** Replies that wait for it. */
  held: z
    .object({ count: z.number().int().positive(), since: z.iso.datetime(), overdueAt: z.iso.datetime() })
    .nullable(),
  /** Whispers that the other side has not had on screen yet. */
  whispers: z.object({
    toCounselor: z.number().int().nonnegative(),
    toSupervisors: z.number().int().nonnegative(),
  }),
  consult: consultSchema.nullable(),
  /** A supervisor took it over from this person. */
  takenOver: z.object({ counselor: personSchema, at: z.iso.datetime() }).nullable(),
});
export type TicketSupervision = z.infer<typeof ticketSupervisionSchema>;

export const whisperRequestSchema = z.strictObject({
  clientId: z.uuid(),
  text: z.string().refine((text) => text.trim() !== '', { error: 'empty' }),
});
export type WhisperRequest = z.infer<typeof whisperRequestSchema>;

/** Whispers that are on the screen. */
export const whispersSeenSchema = z.strictObject({ messageIds: z.array(messageIdSchema).min(1).max(500) });
export type WhispersSeen = z.infer<typeof whispersSeenSchema>;

export const supervisorReasonSchema = z.strictObject({ reason: reasonSchema });
export type SupervisorReason = z.infer<typeof supervisorReasonSchema>;

/** What the counselor must know who goes on. */
export const giveBackRequestSchema = z.strictObject({ summary: z.string().trim().min(1).max(2000) });
export type GiveBackRequest = z.infer<typeof giveBackRequestSchema>;

export const reassignRequestSchema = z.strictObject({ staffId: staffIdSchema, reason: reasonSchema });
export type ReassignRequest = z.infer<typeof reassignRequestSchema>;

/** Whose replies are looked at before they leave. */
export const approvalRuleRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('counselor'),
    accountId: accountIdSchema,
    staffId: staffIdSchema,
    reason: reasonSchema,
  }),
  z.strictObject({ kind: z.literal('ticket'), ticketId: ticketIdSchema, reason: reasonSchema }),
]);
export type ApprovalRuleRequest = z.infer<typeof approvalRuleRequestSchema>;

export const approvalRuleIdSchema = z.uuid();
export const approvalRuleSchema = z.object({
  id: approvalRuleIdSchema,
  accountId: accountIdSchema,
  /** One of the two. */
  counselor: personSchema.nullable(),
  ticketId: ticketIdSchema.nullable(),
  /** Null where it can't be opened any more. */
  reason: z.string().nullable(),
  setBy: z.string(),
  setAt: z.iso.datetime(),
});
export type ApprovalRule = z.infer<typeof approvalRuleSchema>;
/** Those that stand, newest first. */
export const approvalRulesSchema = z.object({ rules: z.array(approvalRuleSchema) });
export type ApprovalRules = z.infer<typeof approvalRulesSchema>;

export const consultRequestSchema = z.strictObject({ why: reasonSchema });
export type ConsultRequest = z.infer<typeof consultRequestSchema>;
/** The words of the request that stands. */
export const consultViewSchema = z.object({
  consult: z.object({ id: z.uuid(), why: z.string().nullable() }).nullable(),
});
export type ConsultView = z.infer<typeof consultViewSchema>;

export const moveIdSchema = z.uuid();
/** A supervisor moved a ticket that this person had, or has now; it stands until they have seen it. */
export const moveSchema = z.object({
  id: moveIdSchema,
  kind: z.enum(['take-over', 'give-back', 'reassign', 'return', 'close']),
  ticketId: ticketIdSchema,
  accountId: accountIdSchema,
  number: z.number().int().positive(),
  alias: z.string(),
  by: personSchema,
  from: personSchema,
  to: personSchema.nullable(),
  /** The reason, or the summary. Null where it can't be opened any more. */
  note: z.string().nullable(),
  at: z.iso.datetime(),
});
export type Move = z.infer<typeof moveSchema>;
export const movesViewSchema = z.object({ moves: z.array(moveSchema) });
export type MovesView = z.infer<typeof movesViewSchema>;

/** Somebody who has a talk open, and lets it be seen. */
export const talkPersonSchema = z.object({
  staffId: staffIdSchema,
  displayName: z.string(),
  isWriting: z.boolean(),
});
export type TalkPerson = z.infer<typeof talkPersonSchema>;
