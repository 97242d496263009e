import { z } from 'zod';

/** How much a person fears for the caller's life, as counselors and supervisors set it; never set by a machine. */
export const riskLevels = ['none', 'watch', 'high', 'imminent'] as const;
export const riskSchema = z.enum(riskLevels);
export type Risk = z.infer<typeof riskSchema>;

/** Profession that a ticket asks for, or that a person has. */
export const professions = ['counselor', 'nurse', 'doctor', 'legal-officer'] as const;
export const professionSchema = z.enum(professions);
export type Profession = z.infer<typeof professionSchema>;

/** A language, as a BCP 47 primary tag. */
export const languageSchema = z.string().regex(/^[a-z]{2,3}$/);

/**
 * Why a ticket is on the follow-up list. `left`: the caller left the line. `blocked`: they blocked the account while
 * they waited. `closing`: they still waited when the account closed. `full`: the line was full. `limit`: past what one
 * caller may use. `muted`: a supervisor muted the caller. `vanished`: their counselor vanished. `out-of-hours`: they wrote
 * while the account was closed, and it only replies then. `not-sent`: a reply could not be sent, and that was known only
 * when the ticket had been closed.
 */
export const followUpReasons = [
  'left',
  'blocked',
  'closing',
  'full',
  'limit',
  'muted',
  'vanished',
  'out-of-hours',
  'not-sent',
] as const;
export const followUpReasonSchema = z.enum(followUpReasons);
export type FollowUpReason = z.infer<typeof followUpReasonSchema>;

/**
 * What a supervisor must know about a ticket at once, until somebody says that they have seen it. `risk`: it was marked
 * high or imminent. `at-risk-idle`: at risk, and a timer would have closed it. `at-risk-left`: at risk, and it left the
 * line. `at-risk-closing`: at risk, and still in the line when the account closed. `vanished`: its counselor vanished. `time-up`: past the minutes of one consultation.
 * `reply-overdue`: its caller has waited for an answer longer than the account wants.
 * `emergency`: its counselor pressed the emergency button. `emergency-overdue`: a step of its emergency is late.
 * `consult`: its counselor wants somebody to look at it. `consult-overdue`: nobody did in time. `approval-overdue`: a
 * reply waits too long for its approval. `unmasked`: somebody looked at who its caller is on LINE.
 */
export const ticketAlarmKinds = [
  'risk',
  'at-risk-idle',
  'at-risk-left',
  'at-risk-closing',
  'vanished',
  'time-up',
  'consult',
  'consult-overdue',
  'approval-overdue',
  'reply-overdue',
  'emergency',
  'emergency-overdue',
  'unmasked',
] as const;
export const ticketAlarmKindSchema = z.enum(ticketAlarmKinds);
export const ticketAlarmSchema = z.object({
  kind: ticketAlarmKindSchema,
  raisedAt: z.iso.datetime(),
  /** Whose act it is about, where it is about one. Each is seen by somebody else. */
  causedBy: z.array(z.object({ id: z.uuid(), displayName: z.string() })),
});
export type TicketAlarmKind = (typeof ticketAlarmKinds)[number];
/** Nobody's life hangs on one of these alone: they are amber, the others red. */
export const lesserTicketAlarms: ReadonlySet<TicketAlarmKind> = new Set([
  'time-up',
  'consult',
  'consult-overdue',
  'approval-overdue',
  'reply-overdue',
  'unmasked',
]);
export type TicketAlarm = z.infer<typeof ticketAlarmSchema>;
