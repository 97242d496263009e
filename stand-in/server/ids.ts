import { createHash, randomBytes, randomUUID } from 'node:crypto';

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The three kinds of LINE ids that begin a `to`: user, group, multi-person chat. */
export const userIdPattern = /^U[0-9a-f]{32}$/;
export const receiverIdPattern = /^[UCR][0-9a-f]{32}$/;

/**
 * Makes the ids that the platform hands out. Every instance counts on its own; all ids carry the time,
 * so that a restarted stand-in never hands out an id twice.
 */
export class IdFactory {
  #ulidTime = 0;
  #ulidRandom: number[] = [];
  #messageId = 0n;

  /**
   * A monotonic ULID, the format of `webhookEventId`.
   * @see https://developers.line.biz/en/reference/messaging-api/#common-properties
   */
  ulid(now: number): string {
    if (now > this.#ulidTime) {
      this.#ulidTime = now;
      this.#ulidRandom = [...randomBytes(16)].map((byte) => byte & 31);
    } else {
      this.#increment();
    }
    let time = '';
    for (let rest = this.#ulidTime, digit = 0; digit < 10; digit += 1, rest = Math.floor(rest / 32)) {
      time = crockford.charAt(rest % 32) + time;
    }
    return time + this.#ulidRandom.map((digit) => crockford.charAt(digit)).join('');
  }

  /** 18 decimal digits: above 2^53, so a relay that reads it as a number breaks visibly. */
  messageId(now: number): string {
    const earliest = BigInt(now) * 100_000n;
    this.#messageId = this.#messageId >= earliest ? this.#messageId + 1n : earliest;
    return this.#messageId.toString();
  }

  requestId(): string {
    return randomUUID();
  }

  opaque(bytes = 24): string {
    return randomBytes(bytes).toString('base64url');
  }

  replyToken(): string {
    return randomBytes(16).toString('hex');
  }

  #increment(): void {
    for (let index = this.#ulidRandom.length - 1; index >= 0; index -= 1) {
      const digit = this.#ulidRandom[index] ?? 0;
      this.#ulidRandom[index] = (digit + 1) % 32;
      if (digit < 31) return;
    }
  }
}

export function randomUserId(): string {
  return `U${randomBytes(16).toString('hex')}`;
}

/** The same caller name is the same LINE user after a restart, so that bookmarked phones keep working. */
export function userIdForName(provider: string, name: string): string {
  return `U${createHash('sha256').update(`${provider}\n${name}`).digest('hex').slice(0, 32)}`;
}
