import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { ticketIdSchema } from './message.js';
import { riskSchema } from './standing.js';
import { reasonSchema } from './ticket.js';

export const riskRequestSchema = z.strictObject({ risk: riskSchema, reason: reasonSchema });
export type RiskRequest = z.infer<typeof riskRequestSchema>;

export const extendRequestSchema = z.strictObject({ minutes: z.number().int().min(1).max(240) });
export type ExtendRequest = z.infer<typeof extendRequestSchema>;

/** At most 30 days: whoever needs more decides anew. */
export const muteRequestSchema = z.strictObject({
  minutes: z
    .number()
    .int()
    .min(5)
    .max(30 * 24 * 60),
  reason: reasonSchema,
});
export type MuteRequest = z.infer<typeof muteRequestSchema>;

/** `reason` is null where the caller's key was destroyed. */
export const riskMarkSchema = z.object({
  risk: riskSchema,
  reason: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type RiskMark = z.infer<typeof riskMarkSchema>;

/** Somebody took the ticket before its turn. */
export const pickSchema = z.object({
  /** How many waited before it. */
  ahead: z.number().int().positive(),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type Pick = z.infer<typeof pickSchema>;

/** What people decided about a ticket, newest first. */
export const standingViewSchema = z.object({ risks: z.array(riskMarkSchema), picks: z.array(pickSchema) });
export type StandingView = z.infer<typeof standingViewSchema>;

export const muteIdSchema = z.uuid();
export const muteViewSchema = z.object({
  id: muteIdSchema,
  ticketId: ticketIdSchema,
  number: z.number().int().positive(),
  accountId: accountIdSchema,
  alias: z.string(),
  reason: z.string().nullable(),
  mutedBy: z.string(),
  mutedAt: z.iso.datetime(),
  until: z.iso.datetime(),
  /** Who ended it before its time. */
  liftedBy: z.string().nullable(),
  liftedAt: z.iso.datetime().nullable(),
  running: z.boolean(),
});
export type MuteView = z.infer<typeof muteViewSchema>;
export const mutesViewSchema = z.object({ mutes: z.array(muteViewSchema) });
export type MutesView = z.infer<typeof mutesViewSchema>;
