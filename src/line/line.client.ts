import { Inject, Injectable } from '@nestjs/common';
import { messagingApi } from '@line/bot-sdk';
import { LRUCache } from 'lru-cache';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type ChannelCredentials, ChannelTokens } from './channel-token.js';
import { accepted, classify, type SendResult } from './line-result.js';
import { TimeLimitError, withTimeLimit } from './time-limit.js';

/** One bubble, as LINE's API takes it. */
export type LineMessage = messagingApi.Message;

type Client = messagingApi.MessagingApiClient;

/** What LINE says of the month's messages. `limit` is null where there is none. */
export interface QuotaAnswer {
  readonly limit: number | null;
  readonly used: number;
}

/** What LINE tells of somebody: of who blocked the account, nothing any more. */
export type ProfileAnswer =
  { readonly state: 'known'; readonly displayName: string } | { readonly state: 'blocked' | 'no-answer' };

/** A small call that is no message. */
export type SmallCall =
  | { readonly kind: 'read'; readonly token: string }
  | { readonly kind: 'loading'; readonly userId: string; readonly seconds: number }
  | { readonly kind: 'rich-menu'; readonly richMenuId: string }
  | { readonly kind: 'farewell'; readonly userId: string; readonly text: string; readonly retryKey: string }
  | { readonly kind: 'leave'; readonly source: 'group' | 'room'; readonly id: string };

interface HttpAnswer {
  readonly httpResponse: Response;
  readonly body: unknown;
}

/** Speaks to LINE's Messaging API for any channel. It knows LINE and nothing of ours. */
@Injectable()
export class LineClient {
  readonly #tokens: ChannelTokens;
  readonly #clients = new LRUCache<string, Client>({ max: 1000 });

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {
    this.#tokens = new ChannelTokens(environment.LINE_API_BASE_URL, environment.LINE_TIMEOUT_MS);
  }

  /**
   * Pushes bubbles to one user. LINE takes a request with the same retry key once within 24 hours: a 409 means that an
   * earlier try was accepted. Neither 200 nor 409 means that it arrived.
   * https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
   */
  push(
    channel: ChannelCredentials,
    to: string,
    messages: LineMessage[],
    retryKey: string,
  ): Promise<SendResult> {
    return this.#send(channel, (client) => client.pushMessageWithHttpInfo({ to, messages }, retryKey));
  }

  /**
   * Sends bubbles by the reply token of a webhook event. A token works once; LINE takes no retry key here, and doesn't
   * count replies. https://developers.line.biz/en/reference/messaging-api/#send-reply-message
   */
  reply(channel: ChannelCredentials, replyToken: string, messages: LineMessage[]): Promise<SendResult> {
    return this.#send(channel, (client) => client.replyMessageWithHttpInfo({ replyToken, messages }));
  }

  /**
   * Marks as read, shows that somebody writes, sets the default rich menu, or leaves a group.
   * https://developers.line.biz/en/reference/messaging-api/#mark-as-read
   * https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
   * https://developers.line.biz/en/reference/messaging-api/#set-default-rich-menu
   * https://developers.line.biz/en/reference/messaging-api/#leave-group
   */
  make(channel: ChannelCredentials, call: SmallCall): Promise<SendResult> {
    return this.#send(channel, (client) => {
      switch (call.kind) {
        case 'read':
          return client.markMessagesAsReadByTokenWithHttpInfo({ markAsReadToken: call.token });
        case 'loading':
          return client.showLoadingAnimationWithHttpInfo({
            chatId: call.userId,
            loadingSeconds: call.seconds,
          });
        case 'rich-menu':
          return client.setDefaultRichMenuWithHttpInfo(call.richMenuId);
        case 'farewell':
          return client.pushMessageWithHttpInfo(
            { to: call.userId, messages: [{ type: 'text', text: call.text }] },
            call.retryKey,
          );
        case 'leave':
          return call.source === 'group'
            ? client.leaveGroupWithHttpInfo(call.id)
            : client.leaveRoomWithHttpInfo(call.id);
      }
    });
  }

  /**
   * Asks how many of the month's messages are used; LINE's number is approximate and includes what others send for the
   * account. Not an answer: what stood in the way. https://developers.line.biz/en/reference/messaging-api/#get-quota
   */
  async quota(
    channel: ChannelCredentials,
  ): Promise<QuotaAnswer | Exclude<SendResult, { outcome: 'accepted' }>> {
    let quota: QuotaAnswer | undefined;
    const result = await this.#send(channel, async (client) => {
      const limit = await client.getMessageQuotaWithHttpInfo();
      const { body } = await client.getMessageQuotaConsumptionWithHttpInfo();
      const limited = limit.body.type === 'limited' && typeof limit.body.value === 'number';
      quota = { limit: limited ? (limit.body.value ?? null) : null, used: body.totalUsage };
      return { httpResponse: limit.httpResponse, body: {} };
    });
    if (quota !== undefined && result.outcome === 'accepted') return quota;
    return result.outcome === 'accepted' ? NO_ANSWER : result;
  }

  /**
   * The name that somebody has on LINE now. LINE answers 404 of who blocked the account, or never wrote to it.
   * https://developers.line.biz/en/reference/messaging-api/#get-profile
   */
  async profile(channel: ChannelCredentials, userId: string): Promise<ProfileAnswer> {
    let displayName: string | undefined;
    const result = await this.#send(channel, async (client) => {
      const answer = await client.getProfileWithHttpInfo(userId);
      ({ displayName } = answer.body);
      return { httpResponse: answer.httpResponse, body: {} };
    });
    if (displayName !== undefined) return { state: 'known', displayName };
    return { state: result.outcome !== 'accepted' && result.status === 404 ? 'blocked' : 'no-answer' };
  }

  /** The API of one channel, for calls that are not on a caller's path. */
  async api(channel: ChannelCredentials): Promise<Client> {
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

  /** A token of the channel, for calls that another class of this folder makes. */
  token(channel: ChannelCredentials): Promise<string> {
    return this.#tokens.get(channel);
  }

  /** LINE refused the token that it was given. */
  forgetToken(channel: ChannelCredentials): void {
    this.#tokens.forget(channel);
  }

  /** One limit for all of it, token included: the lease on what is sent must outlast it. */
  async #send(
    channel: ChannelCredentials,
    call: (client: Client) => Promise<HttpAnswer>,
  ): Promise<SendResult> {
    const progress = { left: false };
    try {
      return await withTimeLimit(
        this.#withFreshToken(channel, call, progress),
        this.environment.LINE_TIMEOUT_MS,
      );
    } catch (error) {
      const result = classify(error);
      // Out of time while waiting for a token: the request itself never left.
      return error instanceof TimeLimitError && result.outcome !== 'accepted'
        ? { ...result, uncertain: progress.left }
        : result;
    }
  }

  async #withFreshToken(
    channel: ChannelCredentials,
    call: (client: Client) => Promise<HttpAnswer>,
    progress: { left: boolean },
  ): Promise<SendResult> {
    const first = await this.#try(channel, call, progress);
    if (
      first.outcome !== 'refused' ||
      first.cause !== 'token-refused' ||
      channel.channelAccessToken !== undefined
    ) {
      return first;
    }
    // A stateless token may have run out between cache and call: one new token, one more try of the same.
    this.#tokens.forget(channel);
    progress.left = false;
    return this.#try(channel, call, progress);
  }

  async #try(
    channel: ChannelCredentials,
    call: (client: Client) => Promise<HttpAnswer>,
    progress: { left: boolean },
  ): Promise<SendResult> {
    let client: Client;
    try {
      client = await this.api(channel);
    } catch (error) {
      const result = classify(error);
      if (result.outcome === 'accepted') return NO_ANSWER;
      // Whatever LINE says against the channel's credentials is no word about the message, which never left.
      const certain = { ...result, uncertain: false };
      return result.outcome === 'refused' ? { ...certain, cause: 'token-refused' } : certain;
    }
    try {
      progress.left = true;
      const { httpResponse, body } = await call(client);
      return accepted(httpResponse.headers.get('x-line-request-id'), body as object);
    } catch (error) {
      return classify(error);
    }
  }
}

const NO_ANSWER = {
  outcome: 'again',
  cause: 'line-unavailable',
  status: null,
  requestId: null,
  answer: null,
  uncertain: false,
} as const;
