import type { Clock } from './clock.js';
import type { IdFactory } from './ids.js';

interface ReplyToken {
  readonly channel: string;
  readonly userId: string;
  readonly eventAt: number;
  validFrom: number;
  used: boolean;
}

export type ReplyTokenUse =
  | { readonly ok: true; readonly userId: string }
  | { readonly ok: false; readonly reason: 'unknown' | 'used' | 'expired' };

const capacity = 100_000;

/**
 * Reply tokens: once, and within a minute of the webhook. A redelivery starts the minute anew,
 * unless the token was used or the event is older than 20 minutes.
 * @see https://developers.line.biz/en/reference/messaging-api/#send-reply-message
 */
export class ReplyTokens {
  readonly #clock: Clock;
  readonly #ids: IdFactory;
  readonly #life: { replyTokenMs: number; replyTokenAfterRedeliveryMs: number };
  readonly #tokens = new Map<string, ReplyToken>();

  constructor(
    clock: Clock,
    ids: IdFactory,
    life: { replyTokenMs: number; replyTokenAfterRedeliveryMs: number },
  ) {
    this.#clock = clock;
    this.#ids = ids;
    this.#life = life;
  }

  issue(channel: string, userId: string): string {
    const token = this.#ids.replyToken();
    const now = this.#clock.now();
    this.#tokens.set(token, { channel, userId, eventAt: now, validFrom: now, used: false });
    if (this.#tokens.size > capacity) {
      const oldest = this.#tokens.keys().next().value;
      if (oldest !== undefined) this.#tokens.delete(oldest);
    }
    return token;
  }

  /** A webhook that carries the token has just left. */
  delivered(token: string): void {
    const found = this.#tokens.get(token);
    if (found !== undefined) found.validFrom = this.#clock.now();
  }

  /** Who would get the reply; says nothing about whether it may still be used. */
  receiver(token: string): string | undefined {
    return this.#tokens.get(token)?.userId;
  }

  use(channel: string, token: string): ReplyTokenUse {
    const found = this.#tokens.get(token);
    if (found === undefined || found.channel !== channel) return { ok: false, reason: 'unknown' };
    if (found.used) return { ok: false, reason: 'used' };
    const now = this.#clock.now();
    const late = now - found.validFrom > this.#life.replyTokenMs;
    const old = now - found.eventAt > this.#life.replyTokenAfterRedeliveryMs;
    if (late || old) return { ok: false, reason: 'expired' };
    found.used = true;
    return { ok: true, userId: found.userId };
  }

  clear(): void {
    this.#tokens.clear();
  }
}
