import { z } from 'zod';
import { userIdPattern } from './ids.js';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a short name of a-z, 0-9 and -');
const lineUserId = z.string().regex(userIdPattern, 'U and 32 hexadecimal digits');

export const quotaSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('limited'), value: z.int().nonnegative() }),
]);

/** One LINE official account with its Messaging API channel. */
export const channelSchema = z.strictObject({
  id: slug,
  provider: slug.default('provider'),
  channelId: z.string().regex(/^\d+$/),
  channelSecret: z.string().min(1),
  longLivedToken: z.string().min(1).optional(),
  /** Public keys registered for JWT assertions, as JWK with their `kid`. */
  assertionKeys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })).default([]),
  botUserId: lineUserId,
  basicId: z.string().startsWith('@'),
  displayName: z.string().min(1),
  description: z.string().optional(),
  webhookPath: z.string().startsWith('/'),
  chatMode: z.enum(['chat', 'bot']).default('chat'),
  markAsReadMode: z.enum(['auto', 'manual']).default('manual'),
  quota: quotaSchema.default({ type: 'none' }),
});

export const userSchema = z.strictObject({
  userId: lineUserId,
  provider: slug.default('provider'),
  displayName: z.string().min(1).max(20),
  language: z.string().default('ja'),
  /** Channels that have this user as a friend from the start, without a follow event. */
  friendOf: z.array(slug).default([]),
});

const timingsSchema = z.strictObject({
  /** @see https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/ (2 seconds) */
  webhookTimeoutMs: z.int().positive().default(2_000),
  /** @see https://developers.line.biz/en/reference/messaging-api/#send-reply-message (one minute) */
  replyTokenMs: z.int().positive().default(60_000),
  /** A redelivered event's reply token dies this long after the event itself. */
  replyTokenAfterRedeliveryMs: z
    .int()
    .positive()
    .default(20 * 60_000),
  /** @see https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ (24 hours) */
  retryKeyMs: z
    .int()
    .positive()
    .default(24 * 60 * 60_000),
  /** @see https://developers.line.biz/en/docs/basics/channel-access-token/ (15 minutes) */
  statelessTokenSeconds: z.int().positive().default(900),
  shortLivedTokenSeconds: z
    .int()
    .positive()
    .default(30 * 24 * 60 * 60),
});

const redeliverySchema = z.strictObject({
  enabled: z.boolean().default(false),
  intervalMs: z.int().nonnegative().default(1_000),
  count: z.int().positive().default(5),
});

/**
 * How webhooks leave. The defaults are a quiet day: each event alone, in order, once.
 * `duplicate.copies` more are sent after the first, or at the same moment when `together` is set;
 * `batch` gathers several callers' events into one body; `reorder` holds a window back and sends it shuffled.
 */
export const webhookBehaviourSchema = z.strictObject({
  concurrency: z.int().positive().default(128),
  redelivery: redeliverySchema.prefault({}),
  duplicate: z
    .strictObject({ copies: z.int().nonnegative(), together: z.boolean().default(false) })
    .default({ copies: 0, together: false }),
  batch: z
    .strictObject({ maxEvents: z.int().min(1), flushMs: z.int().nonnegative() })
    .nullable()
    .default(null),
  reorder: z
    .strictObject({ window: z.int().min(2), seed: z.int().default(1) })
    .nullable()
    .default(null),
  paused: z.boolean().default(false),
  /** Other spellings of the same JSON; a relay that checks the signature over re-serialised JSON fails on them. */
  rawEscapes: z
    .strictObject({
      unicode: z.boolean().default(false),
      slash: z.boolean().default(false),
      whitespace: z.boolean().default(false),
    })
    .prefault({}),
});

export const standInOptionsSchema = z.strictObject({
  channels: z.array(channelSchema).min(1),
  users: z.array(userSchema).default([]),
  relayBaseUrl: z.url().default('http://localhost:3000'),
  timings: timingsSchema.prefault({}),
  webhooks: webhookBehaviourSchema.prefault({}),
  /** The platform takes pictures over https only; for a demo on one machine http://localhost may pass too. */
  allowLoopbackMedia: z.boolean().default(false),
  ledgerCapacity: z.int().positive().default(50_000),
  talkCapacity: z.int().positive().default(50_000),
  contentCapacityBytes: z
    .int()
    .positive()
    .default(256 * 1024 * 1024),
});

export type StandInOptions = z.input<typeof standInOptionsSchema>;
export type StandInConfig = z.output<typeof standInOptionsSchema>;
export type ChannelConfig = z.output<typeof channelSchema>;
export type UserConfig = z.output<typeof userSchema>;
export type Timings = StandInConfig['timings'];
export type WebhookBehaviour = StandInConfig['webhooks'];
export type Quota = z.output<typeof quotaSchema>;

export function parseOptions(options: StandInOptions): StandInConfig {
  const parsed = standInOptionsSchema.safeParse(options);
  if (!parsed.success) {
    throw new Error(`The LINE stand-in's configuration is not usable:\n${z.prettifyError(parsed.error)}`);
  }
  const { channels } = parsed.data;
  for (const property of ['id', 'channelId', 'botUserId', 'longLivedToken'] as const) {
    const values = channels.map((channel) => channel[property]).filter((value) => value !== undefined);
    if (new Set(values).size !== values.length) {
      throw new Error(`The LINE stand-in's configuration is not usable: two channels share one ${property}.`);
    }
  }
  return parsed.data;
}
