import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type ChannelCredentials } from './channel-token.js';
import { LineClient } from './line.client.js';

/** A film at the slowest connection that LINE would offer ends well within this, in milliseconds. */
const LONGEST_MS = 30 * 60_000;

export type ContentResult =
  | {
      readonly outcome: 'content';
      /** LINE's own word about the length in bytes; null when it gives none. */
      readonly length: number | null;
      /** Throws when it breaks off, or stands still for too long. */
      readonly stream: AsyncIterable<Uint8Array>;
      /** Ends the connection, also in the middle. */
      cancel(): void;
    }
  /** LINE still prepares it, as it does with long recordings. */
  | { readonly outcome: 'preparing' }
  /** LINE couldn't prepare it, or refuses it for good. */
  | { readonly outcome: 'failed' }
  /** LINE has it no more, or never had it. */
  | { readonly outcome: 'gone' }
  /** The same may be tried later. */
  | { readonly outcome: 'again' };

/**
 * Gets what callers sent from LINE, which keeps it for an unstated time.
 * https://developers.line.biz/en/reference/messaging-api/#get-content
 */
@Injectable()
export class LineContentClient {
  constructor(
    private readonly line: LineClient,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @param stop ends the call, and the stream too */
  async open(channel: ChannelCredentials, messageId: string, stop: AbortSignal): Promise<ContentResult> {
    const watch = new StallWatch(this.environment.LINE_TIMEOUT_MS, stop);
    try {
      const response = await this.#get(channel, `${encodeURIComponent(messageId)}/content`, watch);
      const result = await this.#result(channel, messageId, response, watch);
      if (result.outcome !== 'content') watch.end();
      return result;
    } catch {
      // A connection that failed, a token that can't be had, or no answer in time.
      watch.end();
      return { outcome: 'again' };
    }
  }

  async #result(
    channel: ChannelCredentials,
    messageId: string,
    response: Response,
    watch: StallWatch,
  ): Promise<ContentResult> {
    const { status, body } = response;
    if (status === 200 && body !== null) {
      watch.rest();
      const length = Number(response.headers.get('content-length') ?? NaN);
      return {
        outcome: 'content',
        length: Number.isSafeInteger(length) ? length : null,
        stream: watch.over(body),
        cancel: () => watch.end(),
      };
    }
    await body?.cancel();
    if (status === 202) return this.#preparation(channel, messageId, watch);
    if (status === 404 || status === 410) return { outcome: 'gone' };
    // A token that is refused even when new may be set right by an administrator.
    if (status >= 500 || status === 401 || status === 408 || status === 429 || status < 400)
      return { outcome: 'again' };
    return { outcome: 'failed' };
  }

  /** https://developers.line.biz/en/reference/messaging-api/#verify-video-or-audio-preparation-status */
  async #preparation(
    channel: ChannelCredentials,
    messageId: string,
    watch: StallWatch,
  ): Promise<ContentResult> {
    const response = await this.#get(channel, `${encodeURIComponent(messageId)}/content/transcoding`, watch);
    if (response.status !== 200) {
      await response.body?.cancel();
      return { outcome: 'preparing' };
    }
    const { status } = (await response.json()) as { status?: unknown };
    return { outcome: status === 'failed' ? 'failed' : 'preparing' };
  }

  /** A stateless token may have run out between cache and call: one new token, one more try. */
  async #get(channel: ChannelCredentials, path: string, watch: StallWatch): Promise<Response> {
    const first = await this.#fetch(channel, path, watch);
    if (first.status !== 401 || channel.channelAccessToken !== undefined) return first;
    await first.body?.cancel();
    this.line.forgetToken(channel);
    return this.#fetch(channel, path, watch);
  }

  async #fetch(channel: ChannelCredentials, path: string, watch: StallWatch): Promise<Response> {
    const token = await this.line.token(channel);
    watch.start();
    return fetch(`${this.environment.LINE_DATA_API_BASE_URL.replace(/\/+$/, '')}/v2/bot/message/${path}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: watch.signal,
      // Content comes from LINE's own host or not at all.
      redirect: 'manual',
    });
  }
}

/** Ends a call that stands still. Time that we take ourselves between two pieces is not counted. */
class StallWatch {
  readonly #controller = new AbortController();
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limitMs: number,
    stop: AbortSignal,
  ) {
    this.signal = AbortSignal.any([this.#controller.signal, stop, AbortSignal.timeout(LONGEST_MS)]);
  }

  start(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.limitMs);
  }

  rest(): void {
    clearTimeout(this.#timer);
  }

  end(): void {
    this.rest();
    this.#controller.abort();
  }

  async *over(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    try {
      this.start();
      for await (const piece of body) {
        this.rest();
        yield piece;
        this.start();
      }
    } finally {
      this.rest();
    }
  }
}
