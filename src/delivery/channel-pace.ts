import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';

const GLOBAL = 'all';
/** Small calls a second for one channel; LINE takes 100 of the scarcest kind. */
const SMALL_RATE = 50;
/** Refusals for so many callers within this many milliseconds are about the channel, not about one of them. */
const REFUSED_CALLERS = 3;
const REFUSALS_WINDOW_MS = 5000;

/**
 * Keeps this process under LINE's limits, which hold per channel (2,000 requests a second for a push) and which LINE
 * tells only by refusing. Each process has its own count: several of them share the limits by their settings.
 * https://developers.line.biz/en/reference/messaging-api/#rate-limits
 */
@Injectable()
export class ChannelPace {
  readonly #channel: RateLimiterMemory;
  readonly #global: RateLimiterMemory;
  readonly #small = new RateLimiterMemory({ points: SMALL_RATE, duration: 1 });
  /** Until when nothing is sent for a channel, in `performance.now()` milliseconds. */
  readonly #pausedUntil = new Map<string, number>();
  /** When each caller of a channel was last refused, by account. */
  readonly #refusals = new Map<string, Map<string, number>>();

  constructor(@Inject(ENVIRONMENT) environment: Environment) {
    this.#channel = new RateLimiterMemory({ points: environment.LINE_CHANNEL_RATE, duration: 1 });
    this.#global = new RateLimiterMemory({ points: environment.LINE_GLOBAL_RATE, duration: 1 });
  }

  /** Takes one request of an account's channel. Gives 0, or how many milliseconds to wait when there is none left. */
  async take(accountId: string): Promise<number> {
    const paused = this.#left(accountId);
    if (paused > 0) return paused;
    const globally = await consume(this.#global, GLOBAL);
    if (globally > 0) return this.pause(GLOBAL, globally);
    const wait = await consume(this.#channel, accountId);
    if (wait === 0) return 0;
    await this.#global.reward(GLOBAL, 1);
    return this.pause(accountId, wait);
  }

  /** The same for a call that is no message, and has limits of its own. */
  takeSmall(accountId: string): Promise<number> {
    return consume(this.#small, accountId);
  }

  /**
   * LINE refused a request as one too many. Gives whether the channel as a whole sends too fast: several of its callers
   * were refused within a short time.
   */
  tooFast(accountId: string, callerId: string): boolean {
    const now = performance.now();
    const refusals = this.#refusals.get(accountId) ?? new Map<string, number>();
    this.#refusals.set(accountId, refusals.set(callerId, now));
    for (const [caller, at] of refusals) if (now - at > REFUSALS_WINDOW_MS) refusals.delete(caller);
    return refusals.size >= REFUSED_CALLERS;
  }

  /** LINE said that this channel sends too much: all of it waits a moment. Gives the milliseconds. */
  pause(accountId: string, milliseconds: number): number {
    this.#pausedUntil.set(accountId, performance.now() + milliseconds);
    return milliseconds;
  }

  /** Nothing at all may be sent now. */
  get exhausted(): boolean {
    return this.#left(GLOBAL) > 0;
  }

  /** Accounts that may send nothing now. */
  paused(): string[] {
    return [...this.#pausedUntil.keys()].filter((accountId) => this.#left(accountId) > 0);
  }

  #left(accountId: string): number {
    const left = (this.#pausedUntil.get(accountId) ?? 0) - performance.now();
    if (left > 0) return left;
    this.#pausedUntil.delete(accountId);
    return 0;
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key, 1);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}
