import { channelAccessToken } from '@line/bot-sdk';
import { withTimeLimit } from './time-limit.js';

/** What is needed to speak for a channel. */
export interface ChannelCredentials {
  readonly channelId: string;
  readonly channelSecrets: readonly string[];
  readonly channelAccessToken?: string | undefined;
}

/** Stateless tokens live 15 minutes; we take a new one well before that. */
const REFRESH_BEFORE_MS = 3 * 60_000;

interface CachedToken {
  readonly token: string;
  readonly refreshAt: number;
}

/**
 * Channel access tokens: the long-lived one of a channel that has it, else stateless ones, issued by channel id and
 * secret and kept until shortly before they run out.
 * https://developers.line.biz/en/docs/basics/channel-access-token/
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
    const issued = await withTimeLimit(
      this.#client.issueStatelessChannelTokenByClientSecret(
        channel.channelId,
        channel.channelSecrets[0] ?? '',
      ),
      this.timeoutMs,
    );
    const refreshAt = Date.now() + issued.expires_in * 1000 - REFRESH_BEFORE_MS;
    this.#cache.set(channel.channelId, { token: issued.access_token, refreshAt });
    return issued.access_token;
  }
}
