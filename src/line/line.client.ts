import { Inject, Injectable } from '@nestjs/common';
import { HTTPFetchError, messagingApi } from '@line/bot-sdk';
import { LRUCache } from 'lru-cache';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type ChannelCredentials, ChannelTokens } from './channel-token.js';
import { TimeLimitError, withTimeLimit } from './time-limit.js';

/** One bubble, as LINE's API takes it. */
export type LineMessage = messagingApi.Message;

/** What became of a push. `again`: the same request with the same retry key may be tried later. */
export type PushResult =
  | {
      readonly outcome: 'accepted';
      readonly requestId: string | null;
      readonly sentMessageIds: readonly string[];
    }
  | {
      readonly outcome: 'again' | 'refused';
      readonly cause:
        'line-unavailable' | 'line-timeout' | 'rate-limited' | 'refused' | 'token-refused' | 'too-large';
      readonly status: number | null;
      readonly requestId: string | null;
    };

interface SentBody {
  readonly sentMessages?: readonly { readonly id?: string | number }[];
}

/** Speaks to LINE's Messaging API for any channel. It knows LINE and nothing of ours. */
@Injectable()
export class LineClient {
  readonly #tokens: ChannelTokens;
  readonly #clients = new LRUCache<string, messagingApi.MessagingApiClient>({ max: 1000 });

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {
    this.#tokens = new ChannelTokens(environment.LINE_API_BASE_URL, environment.LINE_TIMEOUT_MS);
  }

  /**
   * Pushes bubbles to one user. LINE takes a request with the same retry key once within 24 hours: a 409 means that an
   * earlier try was accepted. Neither 200 nor 409 means that it arrived.
   * https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
   */
  async push(
    channel: ChannelCredentials,
    to: string,
    messages: LineMessage[],
    retryKey: string,
  ): Promise<PushResult> {
    try {
      // One limit for all of it, token included: the lease on the delivery must outlast it.
      return await withTimeLimit(
        this.#pushWithFreshToken(channel, to, messages, retryKey),
        this.environment.LINE_TIMEOUT_MS,
      );
    } catch (error) {
      return classify(error);
    }
  }

  async #pushWithFreshToken(
    channel: ChannelCredentials,
    to: string,
    messages: LineMessage[],
    retryKey: string,
  ): Promise<PushResult> {
    const first = await this.#tryPush(channel, to, messages, retryKey);
    if (
      first.outcome !== 'refused' ||
      first.cause !== 'token-refused' ||
      channel.channelAccessToken !== undefined
    ) {
      return first;
    }
    // A stateless token may have run out between cache and call: one new token, one more try with the same key.
    this.#tokens.forget(channel);
    return this.#tryPush(channel, to, messages, retryKey);
  }

  /** The API of one channel, for calls that are not on a caller's path. */
  async api(channel: ChannelCredentials): Promise<messagingApi.MessagingApiClient> {
    const token = await this.#tokens.get(channel);
    const known = this.#clients.get(token);
    if (known !== undefined) return known;
    const client = new messagingApi.MessagingApiClient({
      channelAccessToken: token,
      baseURL: this.environment.LINE_API_BASE_URL,
    });
    this.#clients.set(token, client);
    return client;
  }

  async #tryPush(
    channel: ChannelCredentials,
    to: string,
    messages: LineMessage[],
    retryKey: string,
  ): Promise<PushResult> {
    let client: messagingApi.MessagingApiClient;
    try {
      client = await this.api(channel);
    } catch (error) {
      const result = classify(error);
      // Whatever LINE says against the channel's credentials is no word about the message.
      return result.outcome === 'refused' ? { ...result, cause: 'token-refused' } : result;
    }
    try {
      const { httpResponse, body } = await client.pushMessageWithHttpInfo({ to, messages }, retryKey);
      return accepted(httpResponse.headers.get('x-line-request-id'), body);
    } catch (error) {
      return classify(error);
    }
  }
}

function accepted(requestId: string | null, body: SentBody): PushResult {
  // Message ids exceed what a number holds exactly; LINE's example gives them as strings.
  const sentMessageIds = (body.sentMessages ?? []).map((sent) => String(sent.id ?? ''));
  return { outcome: 'accepted', requestId, sentMessageIds };
}

function classify(error: unknown): PushResult {
  if (error instanceof TimeLimitError) {
    return { outcome: 'again', cause: 'line-timeout', status: null, requestId: null };
  }
  // Anything but an HTTP answer is a connection that failed: whether LINE acted is unknown, so the same key again.
  if (!(error instanceof HTTPFetchError)) {
    return { outcome: 'again', cause: 'line-unavailable', status: null, requestId: null };
  }
  const requestId = error.headers.get('x-line-request-id');
  const answer = { status: error.status, requestId };
  if (error.status === 409) {
    return accepted(error.headers.get('x-line-accepted-request-id') ?? requestId, readBody(error.body));
  }
  if (error.status >= 500) return { outcome: 'again', cause: 'line-unavailable', ...answer };
  if (error.status === 429) return { outcome: 'again', cause: 'rate-limited', ...answer };
  if (error.status === 401) return { outcome: 'refused', cause: 'token-refused', ...answer };
  if (error.status === 413) return { outcome: 'refused', cause: 'too-large', ...answer };
  return { outcome: 'refused', cause: 'refused', ...answer };
}

function readBody(body: string): SentBody {
  try {
    return JSON.parse(body) as SentBody;
  } catch {
    return {};
  }
}
