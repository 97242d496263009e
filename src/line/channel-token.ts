import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { channelAccessToken } from '@line/bot-sdk';
import { SignJWT } from 'jose';
import { withTimeLimit } from './time-limit.js';

/** The key with which a channel proves itself: its id at LINE, and the private half as JWK (JSON) or PEM. */
export interface AssertionKey {
  readonly kid: string;
  readonly privateKey: string;
}

/** What is needed to speak for a channel. */
export interface ChannelCredentials {
  readonly channelId: string;
  readonly channelSecrets: readonly string[];
  readonly channelAccessToken?: string | undefined;
  readonly assertionKey?: AssertionKey | undefined;
}

/** Stateless tokens live 15 minutes; we take a new one well before that. */
const REFRESH_BEFORE_MS = 3 * 60_000;
/** And up to this much earlier, so that processes that started together don't ask together. */
const JITTER_MS = 60_000;
/** LINE takes assertions of up to 30 minutes; one is used at once. */
const ASSERTION_SECONDS = 5 * 60;
/** Whom an assertion is for, whatever host it is sent to. */
const AUDIENCE = 'https://api.line.me/';

interface CachedToken {
  readonly token: string;
  readonly refreshAt: number;
}

/**
 * Channel access tokens: the long-lived one of a channel that has it, else stateless ones, kept until shortly before
 * they run out. They are issued by an assertion signed with the channel's key where it has one, so that no secret
 * travels, else by channel id and secret. https://developers.line.biz/en/docs/basics/channel-access-token/
 */
export class ChannelTokens {
  readonly #cache = new Map<string, CachedToken>();
  readonly #pending = new Map<string, Promise<string>>();
  readonly #client: channelAccessToken.ChannelAccessTokenClient;

  constructor(
    baseURL: string,
    private readonly timeoutMs: number,
  ) {
    this.#client = new channelAccessToken.ChannelAccessTokenClient({ baseURL });
  }

  async get(channel: ChannelCredentials): Promise<string> {
    if (channel.channelAccessToken !== undefined) return channel.channelAccessToken;
    const cached = this.#cache.get(channel.channelId);
    if (cached !== undefined && cached.refreshAt > Date.now()) return cached.token;
    const pending = this.#pending.get(channel.channelId);
    if (pending !== undefined) return pending;
    const issued = this.#issue(channel).finally(() => this.#pending.delete(channel.channelId));
    this.#pending.set(channel.channelId, issued);
    return issued;
  }

  /** LINE refused the token: the next call takes a new one. */
  forget(channel: ChannelCredentials): void {
    this.#cache.delete(channel.channelId);
  }

  async #issue(channel: ChannelCredentials): Promise<string> {
    const issued = await withTimeLimit(this.#ask(channel), this.timeoutMs);
    const early = REFRESH_BEFORE_MS + Math.random() * JITTER_MS;
    this.#cache.set(channel.channelId, {
      token: issued.access_token,
      refreshAt: Date.now() + issued.expires_in * 1000 - early,
    });
    return issued.access_token;
  }

  async #ask(
    channel: ChannelCredentials,
  ): Promise<channelAccessToken.IssueStatelessChannelAccessTokenResponse> {
    if (channel.assertionKey === undefined) {
      return this.#client.issueStatelessChannelTokenByClientSecret(
        channel.channelId,
        channel.channelSecrets[0] ?? '',
      );
    }
    const assertion = await signAssertion(channel.channelId, channel.assertionKey);
    return this.#client.issueStatelessChannelTokenByJWTAssertion(assertion);
  }
}

/** https://developers.line.biz/en/docs/messaging-api/generate-json-web-token/ */
async function signAssertion(channelId: string, { kid, privateKey }: AssertionKey): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(channelId)
    .setSubject(channelId)
    .setAudience(AUDIENCE)
    .setExpirationTime(Math.floor(Date.now() / 1000) + ASSERTION_SECONDS)
    .sign(readPrivateKey(privateKey));
}

function readPrivateKey(text: string): KeyObject {
  return text.trimStart().startsWith('{')
    ? createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
    : createPrivateKey(text);
}
