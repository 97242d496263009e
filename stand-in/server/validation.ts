import { z } from 'zod';
import { LineApiError, type ErrorDetail } from './errors.js';
import { missing, quickReply, sender, template, units } from './validation-actions.js';

export const maximumBodyBytes = 2 * 1024 * 1024;

const messageTypes = [
  'text',
  'textV2',
  'sticker',
  'image',
  'video',
  'audio',
  'location',
  'imagemap',
  'template',
  'flex',
  'coupon',
];

const common = { quickReply: quickReply.optional(), sender: sender.optional() };
const number = (minimum: number, maximum: number) =>
  z
    .number({ error: missing })
    .min(minimum, `Must be between ${minimum} and ${maximum}`)
    .max(maximum, `Must be between ${minimum} and ${maximum}`);

/** The text of one bubble: counted in UTF-16 units, an apple emoji is two. */
const text = units(5_000);

function messageSchema(allowLoopbackMedia: boolean) {
  const mediaUrl = units(2_000).refine((url) => isMediaUrl(url, allowLoopbackMedia), 'Invalid uri scheme');
  return z.discriminatedUnion(
    'type',
    [
      z.object({
        type: z.literal('text'),
        text,
        emojis: z
          .array(z.object({ index: z.int({ error: missing }), productId: units(100), emojiId: units(100) }))
          .max(20, 'Size must be between 0 and 20')
          .optional(),
        quoteToken: z.string().optional(),
        ...common,
      }),
      z.object({
        type: z.literal('textV2'),
        text,
        substitution: z
          .record(z.string(), z.looseObject({ type: z.enum(['mention', 'emoji']) }))
          .refine((map) => Object.keys(map).length <= 100, 'Size must be between 0 and 100')
          .optional(),
        quoteToken: z.string().optional(),
        ...common,
      }),
      z.object({
        type: z.literal('sticker'),
        packageId: units(100),
        stickerId: units(100),
        quoteToken: z.string().optional(),
        ...common,
      }),
      z.object({
        type: z.literal('image'),
        originalContentUrl: mediaUrl,
        previewImageUrl: mediaUrl,
        ...common,
      }),
      z.object({
        type: z.literal('video'),
        originalContentUrl: mediaUrl,
        previewImageUrl: mediaUrl,
        trackingId: units(100).optional(),
        ...common,
      }),
      z.object({
        type: z.literal('audio'),
        originalContentUrl: mediaUrl,
        duration: z.int({ error: missing }).positive('Must be greater than 0'),
        ...common,
      }),
      z.object({
        type: z.literal('location'),
        title: units(100),
        address: units(100),
        latitude: number(-90, 90),
        longitude: number(-180, 180),
        ...common,
      }),
      z.object({
        type: z.literal('imagemap'),
        baseUrl: mediaUrl,
        altText: units(1_500),
        baseSize: z.object({ width: z.int(), height: z.int() }),
        actions: z.array(z.looseObject({ type: z.string() })).max(50, 'Size must be between 0 and 50'),
        ...common,
      }),
      z.object({ type: z.literal('template'), altText: units(1_500), template, ...common }),
      z.object({
        type: z.literal('flex'),
        altText: units(1_500),
        contents: z.looseObject({
          type: z.enum(['bubble', 'carousel'], {
            error: 'Must be one of the following values: [bubble, carousel]',
          }),
        }),
        ...common,
      }),
      z.object({ type: z.literal('coupon'), couponId: units(100), ...common }),
    ],
    { error: `Must be one of the following values: [${messageTypes.join(', ')}]` },
  );
}

function isMediaUrl(url: string, allowLoopback: boolean): boolean {
  const parsed = URL.parse(url);
  if (parsed === null) return false;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
  return parsed.protocol === 'https:' || (allowLoopback && loopback && parsed.protocol === 'http:');
}

/**
 * Checks bodies as the platform does. Properties it doesn't know are let through: the platform ignores them too.
 * @see https://developers.line.biz/en/reference/messaging-api/#message-objects
 */
export class BodyRules {
  readonly #messages: z.ZodType;
  readonly #push: z.ZodType<{ to: string; messages: WireMessages }>;
  readonly #reply: z.ZodType<{ replyToken: string; messages: WireMessages }>;

  constructor(allowLoopbackMedia: boolean) {
    const messages = z
      .array(messageSchema(allowLoopbackMedia), { error: missing })
      .min(1, 'Size must be between 1 and 5')
      .max(5, 'Size must be between 1 and 5');
    const notificationDisabled = z.boolean().optional();
    this.#messages = z.object({ messages });
    this.#push = z.object({
      to: z.string({ error: missing }).min(1, 'May not be empty'),
      messages,
      notificationDisabled,
      customAggregationUnits: z
        .array(z.string().max(30, 'Length must be between 1 and 30'))
        .max(1, 'Size must be between 0 and 1')
        .optional(),
    });
    this.#reply = z.object({
      replyToken: z.string({ error: missing }).min(1, 'May not be empty'),
      messages,
      notificationDisabled,
    });
  }

  messages(body: unknown): void {
    accept(this.#messages, body);
  }

  push(body: unknown): { to: string; messages: WireMessages } {
    return accept(this.#push, body);
  }

  reply(body: unknown): { replyToken: string; messages: WireMessages } {
    return accept(this.#reply, body);
  }
}

export type WireMessages = readonly { type: string; quoteToken?: string }[];

/** Throws the platform's 400 with one detail for each thing that is wrong. */
export function accept<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const details: ErrorDetail[] = parsed.error.issues.map((issue) => ({
    message: issue.message,
    property: propertyPath(issue.path),
  }));
  throw new LineApiError(400, `The request body has ${details.length} error(s)`, { details });
}

function propertyPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((above, part) => {
    if (typeof part === 'number') return `${above}[${part}]`;
    return above === '' ? String(part) : `${above}.${String(part)}`;
  }, '');
}
