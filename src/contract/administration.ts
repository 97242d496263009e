import { z } from 'zod';
import { accountAlarmSchema, accountIdSchema, openingStateSchema } from './account.js';
import { accountSettingsSchema } from './account-settings.js';
import { membershipRoleSchema, oversightRoleSchema } from './permission.js';
import { staffIdSchema } from './staff.js';
import { languageSchema, professionSchema } from './standing.js';

const bilingual = z.object({ ja: z.string(), en: z.string() });
const shortName = z.string().trim().min(1).max(50);
const nameSchema = z.strictObject({ ja: shortName, en: shortName });
const purposeSchema = z.string().trim().max(300);
/** The version that the person saw: another one means that somebody was faster. */
const versionSchema = z.number().int().positive();

const channelIdSchema = z.string().regex(/^\d{6,20}$/);
const channelSecretSchema = z.string().regex(/^[0-9a-f]{32}$/);
const accessTokenSchema = z.string().min(20).max(2000);
const botUserIdSchema = z.string().regex(/^U[0-9a-f]{32}$/);

/** Of a secret that is set, what a person needs to tell it from another. */
const keptSecretSchema = z.object({ last4: z.string() }).nullable();

export const lineSettingsViewSchema = z.object({
  channelId: z.string(),
  channelSecret: keptSecretSchema,
  /** The one of before, while LINE may still sign with it. */
  previousChannelSecret: keptSecretSchema,
  channelAccessToken: keptSecretSchema,
  /** The key id of an assertion key, which only the file can set. */
  assertionKeyId: z.string().nullable(),
  botUserId: z.string().nullable(),
});
export type LineSettingsView = z.infer<typeof lineSettingsViewSchema>;

export const accountDetailSchema = z.object({
  id: accountIdSchema,
  version: versionSchema,
  name: z.object({ ja: z.string(), en: z.string() }),
  purpose: z.string(),
  active: z.boolean(),
  settings: accountSettingsSchema,
  line: lineSettingsViewSchema,
  /** What LINE must be told. */
  webhookUrl: z.string(),
});
export type AccountDetail = z.infer<typeof accountDetailSchema>;

export const accountEntrySchema = z.object({
  id: accountIdSchema,
  name: z.object({ ja: z.string(), en: z.string() }),
  purpose: z.string(),
  active: z.boolean(),
  opening: openingStateSchema,
  hasHours: z.boolean(),
  alarms: z.array(accountAlarmSchema),
  counselors: z.number().int().nonnegative(),
  supervisors: z.number().int().nonnegative(),
});
export const accountListSchema = z.object({ accounts: z.array(accountEntrySchema) });
export type AccountEntry = z.infer<typeof accountEntrySchema>;
export type AccountList = z.infer<typeof accountListSchema>;

/** Hours to begin with; each can be changed afterwards. `later`: none yet. */
export const hoursPresets = ['later', 'weekdays', 'evenings', 'always'] as const;
export type HoursPreset = (typeof hoursPresets)[number];

export const newAccountSchema = z.strictObject({
  id: accountIdSchema,
  name: nameSchema,
  purpose: purposeSchema,
  channelId: channelIdSchema,
  channelSecret: channelSecretSchema,
  hours: z.enum(hoursPresets),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

export const accountChangeSchema = z.strictObject({
  version: versionSchema,
  name: nameSchema,
  purpose: purposeSchema,
  settings: accountSettingsSchema,
  /** Wanted where callers are kept for fewer days: how many the next run may erase for it. */
  erases: z.number().int().nonnegative().optional(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

/** Left out, a secret stays as it is: nobody has to type one again to change another. */
export const lineChangeSchema = z.strictObject({
  version: versionSchema,
  channelId: channelIdSchema,
  channelSecret: channelSecretSchema.optional(),
  /** Whether the secret of before still counts. */
  keepPreviousSecret: z.boolean(),
  /** Null takes it away: tokens are issued by the channel's secret then. */
  channelAccessToken: accessTokenSchema.nullable().optional(),
  botUserId: botUserIdSchema.nullable(),
});
export type LineChange = z.infer<typeof lineChangeSchema>;

export const versionOnlySchema = z.strictObject({ version: versionSchema });
export type VersionOnly = z.infer<typeof versionOnlySchema>;

const loginSchema = z.string().regex(/^[a-z0-9][a-z0-9._@-]{0,99}$/);
const personFields = {
  displayName: shortName,
  administrator: z.boolean(),
  capacity: z.number().int().min(1).max(50),
  professions: z.array(professionSchema).max(10),
  languages: z.array(languageSchema).max(20),
  memberships: z
    .array(z.strictObject({ accountId: accountIdSchema, role: membershipRoleSchema }))
    .max(200)
    .refine((list) => new Set(list.map(({ accountId }) => accountId)).size === list.length),
  /** Left out, it stays as it is. */
  oversight: z
    .array(z.strictObject({ accountId: accountIdSchema, role: oversightRoleSchema }))
    .max(200)
    .refine((list) => new Set(list.map(({ accountId }) => accountId)).size === list.length)
    .optional(),
};

export const newPersonSchema = z.strictObject({ login: loginSchema, ...personFields });
export type NewPerson = z.infer<typeof newPersonSchema>;

export const personChangeSchema = z.strictObject({ version: versionSchema, ...personFields });
export type PersonChange = z.infer<typeof personChangeSchema>;

export const personMadeSchema = z.object({ staffId: staffIdSchema });
export type PersonMade = z.infer<typeof personMadeSchema>;

/** How far an installation has come, as one administrator sees it. */
export const progressViewSchema = z.object({
  /** They can sign in by themselves: not only by a password of the demo. */
  ownWayIn: z.boolean(),
  administrators: z.number().int().nonnegative(),
  accounts: z.array(
    z.object({
      id: accountIdSchema,
      name: z.object({ ja: z.string(), en: z.string() }),
      active: z.boolean(),
      /** What LINE said when it was last asked; null: nobody asked yet. */
      lineCheck: z.enum(['ok', 'wrong', 'unknown']).nullable(),
      hasHours: z.boolean(),
      phoneNumbers: z.number().int().nonnegative(),
      members: z.number().int().nonnegative(),
      /** Those of them who can sign in. */
      membersWithWayIn: z.number().int().nonnegative(),
      /** When LINE was last heard of. */
      heardAt: z.iso.datetime().nullable(),
      firstMessageAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type ProgressView = z.infer<typeof progressViewSchema>;

export const findingSchema = z.object({
  id: z.string(),
  state: z.enum(['ok', 'wrong', 'note', 'unknown']),
  what: bilingual,
  todo: bilingual.optional(),
});
export type FindingView = z.infer<typeof findingSchema>;

export const lineCheckViewSchema = z.object({
  /** Null: nobody asked yet. */
  checkedAt: z.iso.datetime().nullable(),
  findings: z.array(findingSchema),
  /** What LINE's API can't tell. */
  manual: z.array(
    z.object({
      id: z.string(),
      what: bilingual,
      where: bilingual,
      confirmed: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
    }),
  ),
});
export type LineCheckView = z.infer<typeof lineCheckViewSchema>;

export const confirmItemSchema = z.strictObject({ item: z.string().min(1).max(50) });
export type ConfirmItem = z.infer<typeof confirmItemSchema>;

export const testViewSchema = z.object({
  /** What to write from one's own LINE; null when none was asked for, or it has run out. */
  code: z.object({ code: z.string(), expiresAt: z.iso.datetime() }).nullable(),
  callers: z.array(z.object({ id: z.uuid(), alias: z.string(), since: z.iso.datetime() })),
});
export type TestView = z.infer<typeof testViewSchema>;

export const testSentSchema = z.object({
  /** `accepted`: LINE took it. Whether it arrived, the telephone shows. */
  outcome: z.enum(['accepted', 'refused', 'no-answer']),
  status: z.number().int().nullable(),
  /** LINE's own words, where it said some. */
  answer: z.string().nullable(),
  sentAt: z.iso.datetime(),
});
export type TestSent = z.infer<typeof testSentSchema>;

/** Where the settings are other than the file says. */
export const fileViewSchema = z.object({
  /** Whether this server was started with a file. */
  given: z.boolean(),
  differing: z.array(
    z.object({
      section: z.enum(['account', 'hours', 'texts', 'checklist', 'staff', 'signIn']),
      id: z.string(),
    }),
  ),
});
export type FileView = z.infer<typeof fileViewSchema>;

export const fileTextSchema = z.object({ yaml: z.string() });
export type FileText = z.infer<typeof fileTextSchema>;
