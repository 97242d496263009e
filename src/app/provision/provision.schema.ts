import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { accountSettingsSchema } from '../../account/account-settings.js';
import { lineCredentialsSchema } from '../../account/credentials.js';
import { accountIdSchema } from '../../contract/account.js';
import { checklistSchema } from '../../contract/incident.js';
import { membershipRoleSchema, oversightRoleSchema } from '../../contract/permission.js';
import { signInPolicySchema } from '../../contract/sign-in.js';
import { languageSchema, professionSchema } from '../../contract/standing.js';
import { TEXT_LIMIT } from '../../contract/ticket.js';
import { scheduleSchema } from '../../contract/schedule.js';
import {
  cannedTextVariables,
  longestText,
  textVariables,
  unknownNames,
  unknownVariables,
  variablesOf,
} from '../../waiting-list/text.js';

/** A secret as text, or where to find it: an environment variable or a file, so that the YAML itself may be shared. */
const secretSchema = z.union([
  z.string().min(1),
  z.strictObject({ env: z.string().min(1) }).transform(({ env }, context) => {
    const value = process.env[env];
    if (value !== undefined && value !== '') return value;
    context.addIssue({ code: 'custom', message: `the environment variable ${env} is not set` });
    return z.NEVER;
  }),
  z.strictObject({ file: z.string().min(1) }).transform(({ file }, context) => {
    try {
      return readFileSync(file, 'utf8').trim();
    } catch {
      context.addIssue({ code: 'custom', message: `the file ${file} can't be read` });
      return z.NEVER;
    }
  }),
]);

const templateSchema = z
  .string()
  .min(1)
  .max(4500)
  .refine((template) => unknownVariables(template).length === 0, {
    error: `uses a variable that does not exist; there are ${textVariables.map((name) => `{${name}}`).join(' ')}`,
  });

/** Said when a caller was erased; the hours are none of its matter. */
const erasureDoneSchema = z
  .string()
  .min(1)
  .max(4500)
  .refine((template) => unknownNames(template, variablesOf('erasure-done')).length === 0, {
    error: `uses a variable that does not exist; there are ${variablesOf('erasure-done')
      .map((name) => `{${name}}`)
      .join(' ')}`,
  });

const attachmentTemplateSchema = z
  .string()
  .max(1000)
  .refine((template) => template.includes('{link}'), { error: 'must say {link}' });

const cannedTextSchema = z.strictObject({
  shortcut: z
    .string()
    .regex(/^[^\s/]{1,30}$/, { error: 'must be up to 30 characters without spaces and slashes' }),
  title: z.string().min(1).max(100),
  category: z.string().min(1).max(50).optional(),
  body: z
    .string()
    .min(1)
    .max(4500)
    .refine((body) => unknownVariables(body, cannedTextVariables).length === 0, {
      error: `uses a variable that does not exist here; there are ${cannedTextVariables.map((name) => `{${name}}`).join(' ')}`,
    }),
});

const phoneNumberSchema = z.strictObject({
  label: z.string().min(1).max(100),
  number: z.string().min(2).max(40),
  /** When somebody answers there, as callers are told. */
  hours: z.string().max(100).optional(),
  note: z.string().max(200).optional(),
  /** The day on which a person last checked the number. */
  verifiedOn: z.iso.date(),
});

const accountSchema = z.strictObject({
  id: accountIdSchema,
  name: z.strictObject({ ja: z.string().min(1).max(50), en: z.string().min(1).max(50) }),
  /** What it is there for, as staff read it. */
  purpose: z.string().max(300).optional(),
  /** False keeps all that comes, and gives nobody new a counselor. */
  active: z.boolean().optional(),
  line: z.strictObject({
    channelId: lineCredentialsSchema.shape.channelId,
    channelSecret: secretSchema,
    /** The old secret while it is being replaced. */
    previousChannelSecret: secretSchema.optional(),
    channelAccessToken: secretSchema.optional(),
    /** Instead of the secret, to get access tokens: the key id that LINE gave, and the private key (JWK or PEM). */
    assertionKey: z
      .strictObject({ kid: z.string().min(1), privateKey: secretSchema })
      .pipe(lineCredentialsSchema.shape.assertionKey.unwrap())
      .optional(),
    /** The bot's own user id, as `npm run line:check` tells it; webhooks for another destination are set aside. */
    botUserId: z
      .string()
      .regex(/^U[0-9a-f]{32}$/, { error: 'must be U and 32 hexadecimal digits' })
      .optional(),
  }),
  hours: scheduleSchema,
  texts: z.strictObject({
    greeting: templateSchema,
    waiting: templateSchema,
    closed: templateSchema,
    /** Each of these has a built-in text, where the account has none of its own. */
    taken: templateSchema.optional(),
    returned: templateSchema.optional(),
    'place-again': templateSchema.optional(),
    left: templateSchema.optional(),
    closing: templateSchema.optional(),
    full: templateSchema.optional(),
    limit: templateSchema.optional(),
    'follow-up': templateSchema.optional(),
    'still-there': templateSchema.optional(),
    'idle-closed': templateSchema.optional(),
    vanished: templateSchema.optional(),
    'erasure-asked': templateSchema.optional(),
    'erasure-done': erasureDoneSchema.optional(),
    /** Sent from what we last knew while our database is away. */
    emergency: templateSchema.optional(),
    /** Around a link to a picture or file; it must say {link} and may say {until}. */
    attachment: attachmentTemplateSchema.optional(),
  }),
  cannedTexts: z.array(cannedTextSchema).max(500).default([]),
  /** What consultations are about, as whoever ends one says. Left out, those that there are stay. */
  categories: z
    .strictObject({
      required: z.boolean().default(false),
      names: z
        .array(z.string().min(1).max(50))
        .max(100)
        .refine((names) => new Set(names).size === names.length, { error: 'names one twice' }),
    })
    .optional(),
  settings: accountSettingsSchema.prefault({}),
  /** What is done in an emergency, in order; left out, the account keeps what it has, or gets the built-in steps. */
  emergencyChecklist: checklistSchema.optional(),
  phoneNumbers: z.array(phoneNumberSchema).min(1, { error: 'needs at least one number to call' }),
});

const staffSchema = z.strictObject({
  login: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._@-]{0,99}$/, { error: 'must be lower-case letters, digits and . _ @ -' }),
  displayName: z.string().min(1).max(50),
  /** Where their role allows one. Left out, they choose their own by a sign-in link, or use passkeys alone. */
  password: secretSchema.optional(),
  active: z.boolean().default(true),
  administrator: z.boolean().default(false),
  capacity: z.number().int().min(1).max(50).default(3),
  /** What they may be asked for as. */
  professions: z.array(professionSchema).default([]),
  /** Languages other than Japanese in which they answer. */
  languages: z.array(languageSchema).default([]),
  memberships: z.record(accountIdSchema, membershipRoleSchema).default({}),
  /** Accounts that they look at from outside: as auditor, or for the commissioning body. */
  oversight: z.record(accountIdSchema, oversightRoleSchema).default({}),
});

const signInSchema = z.strictObject({
  counselor: signInPolicySchema.optional(),
  'senior-counselor': signInPolicySchema.optional(),
  supervisor: signInPolicySchema.optional(),
  administrator: signInPolicySchema.optional(),
  auditor: signInPolicySchema.optional(),
  commissioner: signInPolicySchema.optional(),
});

/** `PROVISION_FILE`: accounts with their hours and texts, and staff. */
export const provisionSchema = z
  .strictObject({
    accounts: z.array(accountSchema),
    staff: z.array(staffSchema),
    /** What a role must show to sign in. */
    signIn: signInSchema.default({}),
  })
  .superRefine((provision, context) => {
    const once = (path: string, values: readonly (string | undefined)[]) => {
      values.forEach((value, index) => {
        if (value === undefined || values.indexOf(value) === index) return;
        context.addIssue({ code: 'custom', message: 'is there already', path: [...path.split('.'), index] });
      });
    };
    once(
      'accounts.id',
      provision.accounts.map((account) => account.id),
    );
    once(
      'accounts.botUserId',
      provision.accounts.map((account) => account.line.botUserId),
    );
    once(
      'staff.login',
      provision.staff.map((person) => person.login),
    );
    provision.accounts.forEach((account, index) =>
      once(
        `accounts.${index}.cannedTexts`,
        account.cannedTexts.map((entry) => entry.shortcut),
      ),
    );
    provision.accounts.forEach((account, index) => {
      const numbers = account.phoneNumbers.map((entry) => ({
        ...entry,
        hours: entry.hours ?? null,
        note: entry.note ?? null,
      }));
      const texts = [
        ...Object.entries(account.texts).map(([name, body]) => ({ path: ['texts', name], body })),
        ...account.cannedTexts.map(({ body }, place) => ({ path: ['cannedTexts', place, 'body'], body })),
      ];
      for (const { path, body } of texts) {
        const length = longestText(body ?? '', { name: account.name, phoneNumbers: numbers });
        if (length <= TEXT_LIMIT) continue;
        const message = `may become ${length} characters with its variables filled in; LINE takes ${TEXT_LIMIT}`;
        context.addIssue({ code: 'custom', message, path: ['accounts', index, ...path] });
      }
    });
    const accountIds = new Set(provision.accounts.map((account) => account.id));
    provision.staff.forEach((person, index) => {
      for (const kind of ['memberships', 'oversight'] as const) {
        for (const accountId of Object.keys(person[kind])) {
          if (accountIds.has(accountId)) continue;
          context.addIssue({
            code: 'custom',
            message: 'there is no such account',
            path: ['staff', index, kind, accountId],
          });
        }
      }
    });
  });
export type Provision = z.infer<typeof provisionSchema>;
