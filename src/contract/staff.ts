import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { membershipRoleSchema, oversightRoleSchema } from './permission.js';
import { languageSchema, professionSchema } from './standing.js';

export const staffIdSchema = z.uuid();

export const signInRequestSchema = z.strictObject({
  login: z.string().min(1).max(100),
  password: z.string().min(1).max(200),
  /** Of an authenticator app, where one's role wants it. */
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
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
  /** Accounts that they look at from outside. */
  oversight: z.array(z.object({ accountId: accountIdSchema, role: oversightRoleSchema })),
  /** True on a demo server: the clock can be set and the demo's passwords work. */
  demo: z.boolean(),
});
export type SessionView = z.infer<typeof sessionViewSchema>;

/** `available`: gets offers. `busy`, `break`: gets none, and keeps what they have. */
export const settablePresences = ['available', 'busy', 'break'] as const;
/** `offline`: no console of theirs is connected. */
export const presenceSchema = z.enum([...settablePresences, 'offline']);
export type Presence = z.infer<typeof presenceSchema>;

/** How much a counselor has in hand, as a supervisor sees it. */
export const counselorLoadSchema = z.object({
  staffId: staffIdSchema,
  displayName: z.string(),
  accountIds: z.array(accountIdSchema),
  presence: presenceSchema,
  /** Null while nobody knows, for who has never been connected. */
  presenceSince: z.iso.datetime().nullable(),
  professions: z.array(professionSchema),
  /** Languages other than Japanese in which they answer. */
  languages: z.array(languageSchema),
  activeTickets: z.number().int().nonnegative(),
  capacity: z.number().int().positive(),
  /** Since when the longest-waiting caller among their tickets waits for a reply; null when nobody does. */
  oldestUnansweredAt: z.iso.datetime().nullable(),
  /** Those of the accounts in which they are a counselor. */
  counselsAccountIds: z.array(accountIdSchema),
  /** Accounts in which their replies are looked at before they leave. */
  approvalAccountIds: z.array(accountIdSchema),
});
export type CounselorLoad = z.infer<typeof counselorLoadSchema>;
