import type { Clock } from './clock.js';
import type { IdFactory } from './ids.js';

export type TokenKind = 'stateless' | 'short-lived' | 'long-lived';

interface AccessToken {
  readonly token: string;
  readonly channel: string;
  readonly kind: TokenKind;
  readonly expiresAt: number;
}

const shortLivedMaximum = 30;

/**
 * Channel access tokens. Stateless ones are unlimited and can't be revoked by their holder;
 * of the short-lived ones the oldest dies when there are more than 30.
 * @see https://developers.line.biz/en/docs/basics/channel-access-token/
 */
export class Tokens {
  readonly #clock: Clock;
  readonly #ids: IdFactory;
  readonly #tokens = new Map<string, AccessToken>();

  constructor(clock: Clock, ids: IdFactory) {
    this.#clock = clock;
    this.#ids = ids;
  }

  issue(channel: string, kind: TokenKind, lifeSeconds: number): string {
    this.#forgetExpired();
    if (kind === 'short-lived') this.#makeRoom(channel);
    const token = this.#ids.opaque(kind === 'stateless' ? 96 : 48);
    this.#tokens.set(token, { token, channel, kind, expiresAt: this.#clock.now() + lifeSeconds * 1_000 });
    return token;
  }

  /** A token that was set up beforehand, as in the console of the platform. */
  register(channel: string, token: string): void {
    this.#tokens.set(token, { token, channel, kind: 'long-lived', expiresAt: Infinity });
  }

  find(token: string): AccessToken | undefined {
    const found = this.#tokens.get(token);
    return found !== undefined && found.expiresAt > this.#clock.now() ? found : undefined;
  }

  revoke(token: string): void {
    if (this.#tokens.get(token)?.kind !== 'stateless') this.#tokens.delete(token);
  }

  revokeAll(channel: string): void {
    for (const entry of this.#tokens.values()) {
      if (entry.channel === channel) this.#tokens.delete(entry.token);
    }
  }

  #makeRoom(channel: string): void {
    const own = [...this.#tokens.values()].filter(
      (entry) => entry.channel === channel && entry.kind === 'short-lived',
    );
    for (const entry of own.slice(0, Math.max(0, own.length - shortLivedMaximum + 1))) {
      this.#tokens.delete(entry.token);
    }
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const entry of this.#tokens.values()) {
      if (entry.expiresAt <= now) this.#tokens.delete(entry.token);
    }
  }
}
