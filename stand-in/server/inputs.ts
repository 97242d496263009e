import { z } from 'zod';
import { quotaSchema } from './options.js';

/** The endpoints that faults and the call list speak of. */
export const endpoints = [
  'push',
  'reply',
  'validate',
  'profile',
  'botInfo',
  'quota',
  'quotaConsumption',
  'loading',
  'markAsRead',
  'leave',
  'richMenu',
  'content',
  'contentPreview',
  'transcoding',
  'webhookEndpoint',
  'webhookTest',
  'token',
] as const;
export type Endpoint = (typeof endpoints)[number];

/**
 * One way to misbehave. Filters that are left out match everything.
 * `accept: true` lets the call take effect first (a push is delivered and its retry key remembered) and then spoils the answer.
 */
export const faultSchema = z
  .strictObject({
    channel: z.string().optional(),
    endpoint: z.enum(endpoints).optional(),
    userId: z.string().optional(),
    kind: z.enum(['delay', 'status', 'timeout', 'reset', 'truncate']),
    status: z.int().min(400).max(599).optional(),
    message: z.string().optional(),
    delayMs: z.int().nonnegative().optional(),
    accept: z.boolean().default(false),
    /** For the next N matching calls; without it until cleared. */
    times: z.int().positive().optional(),
    probability: z.number().min(0).max(1).optional(),
    seed: z.int().default(1),
  })
  .refine((fault) => fault.kind !== 'status' || fault.status !== undefined, {
    message: 'kind "status" needs a status',
    path: ['status'],
  })
  .refine((fault) => fault.kind !== 'delay' || fault.delayMs !== undefined, {
    message: 'kind "delay" needs delayMs',
    path: ['delayMs'],
  });
export type FaultInput = z.input<typeof faultSchema>;
export type Fault = z.output<typeof faultSchema> & { readonly id: string; readonly hits: number };

const media = {
  contentBase64: z.string().optional(),
  contentType: z.string().optional(),
  /** The next N downloads answer 202 and "processing", as for a long video. */
  preparing: z.int().nonnegative().default(0),
  preparationFails: z.boolean().default(false),
};
const external = z.strictObject({ originalContentUrl: z.string(), previewImageUrl: z.string().optional() });
const imageSet = z.strictObject({
  id: z.string(),
  index: z.int().positive().optional(),
  total: z.int().positive().optional(),
});

/** What a caller can send; `raw` passes any message content, also of types that don't exist yet. */
export const callerMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string(),
    emojis: z.array(z.record(z.string(), z.unknown())).optional(),
    mention: z.record(z.string(), z.unknown()).optional(),
    quotedMessageId: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('sticker'),
    packageId: z.string(),
    stickerId: z.string(),
    stickerResourceType: z.string().default('STATIC'),
    keywords: z.array(z.string()).max(15).optional(),
    text: z.string().max(100).optional(),
    quotedMessageId: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('image'),
    ...media,
    imageSet: imageSet.optional(),
    external: external.optional(),
  }),
  z.strictObject({
    type: z.literal('video'),
    ...media,
    duration: z.int().optional(),
    external: external.optional(),
  }),
  z.strictObject({
    type: z.literal('audio'),
    ...media,
    duration: z.int().optional(),
    external: external.optional(),
  }),
  z.strictObject({ type: z.literal('file'), ...media, fileName: z.string().min(1) }),
  z.strictObject({
    type: z.literal('location'),
    title: z.string().optional(),
    address: z.string().optional(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  z.strictObject({ type: z.literal('raw'), message: z.looseObject({ type: z.string() }) }),
]);
export type CallerMessageInput = z.input<typeof callerMessageSchema>;
export type CallerMessage = z.output<typeof callerMessageSchema>;

/** An event of any type; what is left out is filled in as the platform would. */
export const eventDraftSchema = z.strictObject({
  type: z.string(),
  userId: z.string().optional(),
  source: z.looseObject({ type: z.string() }).nullable().optional(),
  mode: z.enum(['active', 'standby']).default('active'),
  timestamp: z.int().optional(),
  replyToken: z.boolean().optional(),
  /** The event's own properties, e.g. `{ postback: { data: "…" } }`. */
  fields: z.record(z.string(), z.unknown()).default({}),
});
export type EventDraftInput = z.input<typeof eventDraftSchema>;
export type EventDraft = z.output<typeof eventDraftSchema>;

export const rawWebhookSchema = z.strictObject({
  body: z.string().optional(),
  bodyBase64: z.string().optional(),
  signature: z
    .union([z.enum(['valid', 'wrong', 'missing']), z.strictObject({ value: z.string() })])
    .default('valid'),
  /** Signs with another secret, e.g. one that was just replaced. */
  secret: z.string().optional(),
  headers: z.record(z.string(), z.string()).default({}),
});
export type RawWebhookInput = z.input<typeof rawWebhookSchema>;
export type RawWebhook = z.output<typeof rawWebhookSchema>;

export const newUserSchema = z.strictObject({
  displayName: z.string().min(1).max(20),
  language: z.string().default('ja'),
  provider: z.string().default('provider'),
  userId: z.string().optional(),
  /** Makes the id from the name: the same name is the same user. */
  fromName: z.boolean().default(false),
  friendOf: z.array(z.string()).default([]),
});
export type NewUser = z.input<typeof newUserSchema>;

export const channelPatchSchema = z.strictObject({
  displayName: z.string().optional(),
  channelSecret: z.string().optional(),
  chatMode: z.enum(['chat', 'bot']).optional(),
  markAsReadMode: z.enum(['auto', 'manual']).optional(),
  quota: quotaSchema.optional(),
  totalUsage: z.int().nonnegative().optional(),
  webhookUrl: z.url().optional(),
  webhookActive: z.boolean().optional(),
  assertionKeys: z.array(z.looseObject({ kid: z.string(), kty: z.string() })).optional(),
});
export type ChannelPatch = z.infer<typeof channelPatchSchema>;
