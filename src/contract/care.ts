import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { ticketIdSchema } from './message.js';
import { staffIdSchema } from './staff.js';

/** One's own service day: for nobody else's eyes, and compared with nobody's. */
export const shiftViewSchema = z.object({
  now: z.iso.datetime(),
  /** When the service day began. */
  from: z.iso.datetime(),
  /** Tickets that one looked after. */
  tickets: z.number().int().nonnegative(),
  active: z.number().int().nonnegative(),
  /** How long one was there, how long with at least one caller, and how long between ten at night and five. */
  presentMinutes: z.number().int().nonnegative(),
  withCallersMinutes: z.number().int().nonnegative(),
  nightMinutes: z.number().int().nonnegative(),
  /** The longest consultation so far; null: none. */
  longestMinutes: z.number().int().nonnegative().nullable(),
  /** Tickets among them that lasted long. */
  long: z.number().int().nonnegative(),
  /** Tickets among them that somebody feared for, and those at the gravest level. */
  atRisk: z.number().int().nonnegative(),
  imminent: z.number().int().nonnegative(),
  /** Emergencies that one was part of: with the ticket in hand while they lasted, or with something written down in them. */
  emergencies: z.number().int().nonnegative(),
  /** Breaks and absences that were long enough to rest; `until` is null while it lasts. */
  breaks: z.array(z.object({ from: z.iso.datetime(), until: z.iso.datetime().nullable() })),
  /** Since when one works without a break; null while one rests, or isn't there. */
  workingSince: z.iso.datetime().nullable(),
  /** After so long without one, a break is suggested. */
  breakAfterMinutes: z.number().int().positive(),
});
export type ShiftView = z.infer<typeof shiftViewSchema>;

/** Somebody would like to talk with a supervisor after a hard case. Only they and the account's supervisors see it. */
export const debriefViewSchema = z.object({
  accountId: accountIdSchema,
  by: z.object({ id: staffIdSchema, displayName: z.string() }),
  ticket: z.object({ id: ticketIdSchema, number: z.number().int(), alias: z.string() }).nullable(),
  /** Null: they wrote nothing, or it can't be opened any more. */
  word: z.string().nullable(),
  askedAt: z.iso.datetime(),
  takenBy: z.object({ id: staffIdSchema, displayName: z.string() }).nullable(),
  takenAt: z.iso.datetime().nullable(),
});
export type DebriefView = z.infer<typeof debriefViewSchema>;

export const debriefRequestSchema = z.strictObject({
  accountId: accountIdSchema,
  ticketId: ticketIdSchema.optional(),
  word: z.string().trim().max(1000).optional(),
});
export type DebriefRequest = z.infer<typeof debriefRequestSchema>;
