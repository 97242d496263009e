import { z } from 'zod';
import { accountIdSchema } from './account.js';
import { membershipRoleSchema, oversightRoleSchema } from './permission.js';
import { staffIdSchema } from './staff.js';
import { languageSchema, professionSchema } from './standing.js';

/** What somebody must show to get in, from the strictest on. A person of several roles follows the strictest. */
export const signInPolicies = [
  'passkey',
  'passkey-or-single-sign-on',
  'passkey-or-password-totp',
  'demo-password',
] as const;
export const signInPolicySchema = z.enum(signInPolicies);
export type SignInPolicy = z.infer<typeof signInPolicySchema>;

/** What a password is worth: nothing, enough by itself (in a demo), or enough with a code of an authenticator app. */
export const passwordUseSchema = z.enum(['no', 'alone', 'with-code']);
export type PasswordUse = z.infer<typeof passwordUseSchema>;

/** What the sign-in page offers: the same for everybody, since it knows nobody yet. */
export const signInOptionsSchema = z.object({
  password: passwordUseSchema,
  /** What the organisation calls its own sign-in; null where nobody may use one. */
  singleSignOn: z.string().nullable(),
  /** Nobody administers yet: whoever runs the server makes the first link. */
  firstRun: z.boolean(),
});
export type SignInOptions = z.infer<typeof signInOptionsSchema>;

const base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[A-Za-z0-9_-]+$/);

const credentialParts = {
  id: base64url(1400),
  rawId: base64url(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
};

/** A browser's answer when a passkey was used, as WebAuthn writes it in JSON. */
export const assertionSchema = z.object({
  ...credentialParts,
  response: z.object({
    clientDataJSON: base64url(8000),
    authenticatorData: base64url(8000),
    signature: base64url(8000),
    userHandle: base64url(200).optional(),
  }),
});
export type Assertion = z.infer<typeof assertionSchema>;

/** A browser's answer when a passkey was made. */
export const attestationSchema = z.object({
  ...credentialParts,
  response: z.object({
    clientDataJSON: base64url(8000),
    attestationObject: base64url(64_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
});
export type Attestation = z.infer<typeof attestationSchema>;

/** What a browser is asked, as WebAuthn writes it in JSON; the console hands it on as it is. */
export const ceremonySchema = z.object({
  options: z.looseObject({ challenge: z.string() }),
});
export type Ceremony = z.infer<typeof ceremonySchema>;

export const passkeySignInRequestSchema = z.strictObject({ response: assertionSchema });
export type PasskeySignInRequest = z.infer<typeof passkeySignInRequestSchema>;

const codeSchema = z.string().regex(/^\d{6}$/);

/** Once more who one is, before something that weighs. */
export const verificationRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('passkey'), response: assertionSchema }),
  z.strictObject({
    kind: z.literal('password'),
    password: z.string().min(1).max(200),
    code: codeSchema.optional(),
  }),
]);
export type VerificationRequest = z.infer<typeof verificationRequestSchema>;

/** By what this person can show once more who they are; `options` is null without a passkey. */
export const verificationWaysSchema = z.object({
  options: ceremonySchema.shape.options.nullable(),
  password: passwordUseSchema,
  /** What the organisation calls its own sign-in; null where it does not let this person in. */
  singleSignOn: z.string().nullable(),
});
export type VerificationWays = z.infer<typeof verificationWaysSchema>;

export const SHORTEST_PASSWORD = 12;
export const passkeyIdSchema = z.uuid();
export const sessionIdSchema = z.uuid();
export const passkeyNameSchema = z.string().trim().min(1).max(60);

export const renamePasskeyRequestSchema = z.strictObject({ name: passkeyNameSchema });
export type RenamePasskeyRequest = z.infer<typeof renamePasskeyRequestSchema>;
export const addPasskeyRequestSchema = z.strictObject({
  name: passkeyNameSchema,
  response: attestationSchema,
});
export type AddPasskeyRequest = z.infer<typeof addPasskeyRequestSchema>;

/** The secret for an authenticator app: as text to type in, and as the address that its QR code holds. */
export const totpSecretSchema = z.object({ secret: z.string(), uri: z.string() });
export type TotpSecret = z.infer<typeof totpSecretSchema>;
export const confirmTotpRequestSchema = z.strictObject({ code: codeSchema });
export type ConfirmTotpRequest = z.infer<typeof confirmTotpRequestSchema>;

/** What a browser says of itself, in the few words that a person tells their devices apart by. */
export const deviceSchema = z.object({
  browser: z.enum(['chrome', 'edge', 'firefox', 'safari', 'other']),
  system: z.enum(['windows', 'mac', 'ios', 'android', 'linux', 'chromeos', 'other']),
});
export type Device = z.infer<typeof deviceSchema>;

export const passkeyViewSchema = z.object({
  id: passkeyIdSchema,
  name: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  /** It lives in a password manager and may be on several devices. */
  synced: z.boolean(),
  /** It came with a counter that had been used before: there may be a second one of it, so it is refused. */
  suspect: z.boolean(),
});
export type PasskeyView = z.infer<typeof passkeyViewSchema>;

export const signInMethods = ['passkey', 'single-sign-on', 'password', 'password-totp'] as const;
export const sessionEntrySchema = z.object({
  id: sessionIdSchema,
  device: deviceSchema,
  method: z.enum(signInMethods),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  current: z.boolean(),
});
export type SessionEntry = z.infer<typeof sessionEntrySchema>;

/** Everything by which a person gets in, and where they are in now. */
export const securityViewSchema = z.object({
  policy: signInPolicySchema,
  passkeys: z.array(passkeyViewSchema),
  /** Since when an authenticator app is set up; null without one. */
  totpSince: z.iso.datetime().nullable(),
  sessions: z.array(sessionEntrySchema),
  /** Somebody asked for a new way in for this person. */
  recovery: z.object({ openedBy: z.string(), openedAt: z.iso.datetime() }).nullable(),
});
export type SecurityView = z.infer<typeof securityViewSchema>;

/** A one-time link, shown once to who made it. */
export const signInLinkSchema = z.object({ url: z.url(), expiresAt: z.iso.datetime() });
export type SignInLink = z.infer<typeof signInLinkSchema>;

export const openRecoveryRequestSchema = z.strictObject({ reason: z.string().trim().min(1).max(500) });
export type OpenRecoveryRequest = z.infer<typeof openRecoveryRequestSchema>;

export const personViewSchema = z.object({
  staffId: staffIdSchema,
  /** Counts the changes of them. */
  version: z.number().int().positive(),
  login: z.string(),
  displayName: z.string(),
  capacity: z.number().int().positive(),
  professions: z.array(professionSchema),
  languages: z.array(languageSchema),
  administrator: z.boolean(),
  memberships: z.array(z.object({ accountId: accountIdSchema, role: membershipRoleSchema })),
  /** Accounts that they look at from outside. */
  oversight: z.array(z.object({ accountId: accountIdSchema, role: oversightRoleSchema })),
  active: z.boolean(),
  policy: signInPolicySchema,
  passkeys: z.number().int().nonnegative(),
  /** Of which there may be a second one: they are refused, and their sessions were ended. */
  suspectPasskeys: z.number().int().nonnegative(),
  totp: z.boolean(),
  /** They have come by the organisation's own sign-in. */
  singleSignOn: z.boolean(),
  sessions: z.number().int().nonnegative(),
  lastSeenAt: z.iso.datetime().nullable(),
  /** A link that is still open. */
  link: z.object({ recovery: z.boolean(), expiresAt: z.iso.datetime() }).nullable(),
  recovery: z
    .object({
      openedBy: z.object({ id: staffIdSchema, displayName: z.string() }),
      openedAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
      reason: z.string(),
    })
    .nullable(),
  /**
   * An administrator for whom nobody has vouched: they can't be one of two people yet. Those who let them in can't
   * vouch for them. Null for everybody else.
   */
  unvouched: z
    .object({ letInBy: z.array(z.object({ id: staffIdSchema, displayName: z.string() })) })
    .nullable(),
});
export type PersonView = z.infer<typeof personViewSchema>;

export const peopleViewSchema = z.object({ people: z.array(personViewSchema) });
export type PeopleView = z.infer<typeof peopleViewSchema>;

export const linkTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The token stands behind the # of the link, so that no server's or proxy's log ever sees it. */
export const openLinkRequestSchema = z.strictObject({ token: linkTokenSchema });
export type OpenLinkRequest = z.infer<typeof openLinkRequestSchema>;

export const openedLinkSchema = z.object({
  login: z.string(),
  displayName: z.string(),
  recovery: z.boolean(),
  expiresAt: z.iso.datetime(),
  /** Whether a password and an authenticator app would do instead of a passkey. */
  mayUsePassword: z.boolean(),
  /** What the browser that asks calls itself: a first name for the passkey. */
  device: deviceSchema,
});
export type OpenedLink = z.infer<typeof openedLinkSchema>;

export const joinWithPasskeyRequestSchema = z.strictObject({
  token: linkTokenSchema,
  name: passkeyNameSchema,
  response: attestationSchema,
});
export type JoinWithPasskeyRequest = z.infer<typeof joinWithPasskeyRequestSchema>;

export const joinWithPasswordRequestSchema = z.strictObject({
  token: linkTokenSchema,
  password: z.string().min(SHORTEST_PASSWORD).max(200),
  code: codeSchema,
});
export type JoinWithPasswordRequest = z.infer<typeof joinWithPasswordRequestSchema>;
