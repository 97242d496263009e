import { z } from 'zod';

/** Last instant of the year 9999: later ones are no timestamps. */
const MAX_TIMESTAMP = 253_402_300_799_999;

/**
 * The parts of a webhook event that say where it belongs. Everything else is kept as it came: LINE adds properties,
 * types and enum values without notice.
 * https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
 */
const eventSchema = z.looseObject({
  type: z.string(),
  /** ULID, the same when LINE delivers the event again. */
  webhookEventId: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  /** When it happened, in milliseconds; also the same on redelivery. */
  timestamp: z.number().int().min(0).max(MAX_TIMESTAMP),
  /** `standby`: another module answers this caller, and we must not. */
  mode: z.string().optional(),
  source: z.looseObject({ type: z.string(), userId: z.string().optional() }).optional(),
  deliveryContext: z.looseObject({ isRedelivery: z.boolean() }).optional(),
});
export type LineEvent = z.infer<typeof eventSchema>;

const bodySchema = z.looseObject({ destination: z.string(), events: z.array(z.unknown()) });

export type WebhookBody =
  | { readonly kind: 'not-json' }
  | { readonly kind: 'unknown-shape' }
  | {
      readonly kind: 'events';
      readonly destination: string;
      readonly events: readonly LineEvent[];
      /** Events of a shape we can't place: kept as they came, with why. */
      readonly odd: readonly unknown[];
    };

/** LINE nests a handful of levels. What is nested without end can't be written out again. */
const DEEPEST = 200;
const [QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = Buffer.from('"\\[]{}');

/** Whether arrays and objects lie in each other deeper than that; brackets in strings don't count. */
function nestsTooDeep(bytes: Buffer): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

/** Reads a correctly signed body. It never throws: a signed body is never refused for being odd. */
export function readWebhookBody(bytes: Buffer): WebhookBody {
  let json: unknown;
  try {
    if (nestsTooDeep(bytes)) return { kind: 'unknown-shape' };
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'not-json' };
  }
  const body = bodySchema.safeParse(json);
  if (!body.success) return { kind: 'unknown-shape' };
  const events: LineEvent[] = [];
  const odd: unknown[] = [];
  for (const event of body.data.events) {
    // As it came: a checked copy would be without a key named __proto__.
    if (eventSchema.safeParse(event).success) events.push(event as LineEvent);
    else odd.push(event);
  }
  return { kind: 'events', destination: body.data.destination, events, odd };
}
