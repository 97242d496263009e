import { z } from 'zod';

/** Name of an account in its webhook address: lower-case letters, digits and hyphens. */
export const accountIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/**
 * Whether an account takes new consultations at an instant.
 * `last-acceptance-passed`: still staffed, but new callers are told to come back. `unknown`: the hours are missing or
 * broken; callers get the emergency text, and supervisors are alarmed.
 */
export const openingStateSchema = z.enum(['open', 'last-acceptance-passed', 'closed', 'unknown']);
export type OpeningState = z.infer<typeof openingStateSchema>;

export const openingViewSchema = z.object({
  state: openingStateSchema,
  /** Instant of the next change of state; null when none is in sight. */
  nextChangeAt: z.iso.datetime().nullable(),
  /** Today's hours as people write them, for example `17:00–22:30`; null when closed all day. */
  hoursToday: z.string().nullable(),
  /** What somebody decided by hand, while it decides; null while the hours do. */
  emergency: z
    .object({
      state: z.enum(['open', 'closed']),
      reason: z.string(),
      /** Null: until it is undone. */
      until: z.iso.datetime().nullable(),
    })
    .nullable(),
});
export type OpeningView = z.infer<typeof openingViewSchema>;

/**
 * What a supervisor must know about an account at once. `channel-silent`: within opening hours nothing has come from
 * LINE for longer than the account expects. `quota-…`: the month's messages are used to 80 %, 95 %, or up.
 * `bot-suspended`: LINE has suspended the bot. `hours-broken`: its opening hours are missing or broken.
 * `understaffed`: within opening hours, fewer people are there than the account asks for. `retention-failed`: somebody
 * whom the account keeps no longer could not be erased. `key-backup-late`: backups of the keys, which delete the old ones,
 * were made and no longer are. `key-replacement-failed`: the old key of somebody who took something back could not be
 * replaced or destroyed. Of these four only supervisors and administrators are told.
 */
export const accountAlarmKinds = [
  'channel-silent',
  'quota-80',
  'quota-95',
  'quota-used-up',
  'bot-suspended',
  'token-refused',
  'hours-broken',
  'understaffed',
  'retention-failed',
  'key-backup-late',
  'key-replacement-failed',
] as const;
export const accountAlarmSchema = z.object({ kind: z.enum(accountAlarmKinds), raisedAt: z.iso.datetime() });
export type AccountAlarmKind = (typeof accountAlarmKinds)[number];
export type AccountAlarm = z.infer<typeof accountAlarmSchema>;

/** Messages that the account may push this month, as LINE said when it was last asked. */
export const quotaViewSchema = z.object({
  /** Null when the account has no limit. */
  limit: z.number().int().nonnegative().nullable(),
  used: z.number().int().nonnegative(),
  checkedAt: z.iso.datetime(),
});
export type QuotaView = z.infer<typeof quotaViewSchema>;

export const accountViewSchema = z.object({
  id: accountIdSchema,
  name: z.object({ ja: z.string(), en: z.string() }),
  opening: openingViewSchema,
  /** Signed webhook bodies and events that could not be understood and wait for an administrator. */
  setAside: z.number().int().nonnegative(),
  alarms: z.array(accountAlarmSchema),
  /** How tickets find their counselor. */
  assignmentMode: z.enum(['take', 'offer', 'automatic']),
  staffing: z.object({
    /** Counselors of the account who are connected, on a break or not; supervisors are not counted. */
    online: z.number().int().nonnegative(),
    available: z.number().int().nonnegative(),
    minimum: z.number().int().nonnegative(),
    /** The opening waits until enough people are there. */
    held: z.boolean(),
  }),
  /** A counselor is reminded so many minutes before the time of a consultation is up, where it has a limit. */
  limitWarnMinutes: z.number().int().positive(),
  /** How long a reply can be taken back before it is sent, in seconds. */
  undoSeconds: z.number().int().nonnegative(),
  /** What the account wants to hold itself to, in minutes; and how many tickets at risk are too heavy for one person. */
  targets: z.object({
    waitMinutes: z.number().int().positive(),
    replyMinutes: z.number().int().positive(),
    heavyAtMost: z.number().int().nonnegative(),
  }),
  /** Null until LINE was asked. */
  quota: quotaViewSchema.nullable(),
});
export type AccountView = z.infer<typeof accountViewSchema>;
