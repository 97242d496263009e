import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { membershipRoleSchema } from './permission.js';

export const staffIdSchema = z.uuid();

export const signInRequestSchema = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
});
export type SignInRequest = z.infer<typeof signInRequestSchema>;

export const sessionViewSchema = z.object({
  staff: z.object({
    id: staffIdSchema,
    login: z.string(),
    displayName: z.string(),
    administrator: z.boolean(),
    capacity: z.number().int().positive(),
  }),
  memberships: z.array(z.object({ accountId: accountIdSchema, role: membershipRoleSchema })),
  /** True on a demo server: the clock can be set and the demo's passwords work. */
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** How much a counselor has in hand, as a supervisor sees it. */
export const counselorLoadSchema = z.object({
  staffId: staffIdSchema,
  displayName: z.string(),
  accountIds: z.array(accountIdSchema),
  /** At least one console of theirs is connected. */
  online: z.boolean(),
  activeTickets: z.number().int().nonnegative(),
  capacity: z.number().int().positive(),
  /** Since when the longest-waiting caller among their tickets waits for a reply; null when nobody does. */
  oldestUnansweredAt: z.iso.datetime().nullable(),
});
export type CounselorLoad = z.infer<typeof counselorLoadSchema>;
