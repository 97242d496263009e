import { createHash } from 'node:crypto';
import type { Clock } from './clock.js';

export interface AcceptedRequest {
  readonly requestId: string;
  readonly sentMessages: readonly SentMessage[];
  readonly bodyHash: string;
  readonly acceptedAt: number;
}

export interface SentMessage {
  readonly id: string;
  readonly quoteToken?: string;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const capacity = 200_000;

export function isRetryKey(value: string): boolean {
  return uuid.test(value);
}

/**
 * Accepted requests by retry key. Only accepted ones are remembered: a request that got 429 or 500 may come again.
 * After 24 hours the same key sends the message a second time.
 * @see https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
 */
export class RetryKeys {
  readonly #clock: Clock;
  readonly #lifeMs: number;
  readonly #accepted = new Map<string, AcceptedRequest>();

  constructor(clock: Clock, lifeMs: number) {
    this.#clock = clock;
    this.#lifeMs = lifeMs;
  }

  find(channel: string, retryKey: string): AcceptedRequest | undefined {
    const found = this.#accepted.get(keyOf(channel, retryKey));
    return found !== undefined && this.#clock.now() - found.acceptedAt < this.#lifeMs ? found : undefined;
  }

  remember(channel: string, retryKey: string, request: Omit<AcceptedRequest, 'acceptedAt'>): void {
    const key = keyOf(channel, retryKey);
    this.#accepted.delete(key);
    this.#accepted.set(key, { ...request, acceptedAt: this.#clock.now() });
    if (this.#accepted.size > capacity) {
      const oldest = this.#accepted.keys().next().value;
      if (oldest !== undefined) this.#accepted.delete(oldest);
    }
  }

  clear(): void {
    this.#accepted.clear();
  }
}

function keyOf(channel: string, retryKey: string): string {
  return `${channel} ${retryKey.toLowerCase()}`;
}

/** Equal for bodies that say the same, whatever the order of their properties. */
export function bodyHash(body: unknown): string {
  return createHash('sha256').update(canonical(body)).digest('base64');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
