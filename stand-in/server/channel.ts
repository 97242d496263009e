import type { ChannelPatch } from './contract.js';
import type { ChannelConfig, Quota } from './options.js';
import type { Friendship } from './phone-contract.js';

/** Non-friends who wrote can be reached for this long. */
const reachAfterWritingMs = 7 * 24 * 60 * 60_000;

/** One official account: its settings, who is a friend of it, and how much it has sent this month. */
export class Channel {
  readonly id: string;
  readonly provider: string;
  readonly channelId: string;
  readonly botUserId: string;
  readonly basicId: string;
  readonly description: string;
  displayName: string;
  channelSecret: string;
  chatMode: 'chat' | 'bot';
  markAsReadMode: 'auto' | 'manual';
  quota: Quota;
  assertionKeys: ChannelConfig['assertionKeys'];
  totalUsage = 0;
  webhookUrl: string;
  webhookActive = true;
  /** The default rich menu, which everybody sees who has none of their own. */
  richMenuId: string | null = null;
  readonly #friendships = new Map<string, Friendship>();
  readonly #lastWrote = new Map<string, number>();

  constructor(config: ChannelConfig, relayBaseUrl: string) {
    this.id = config.id;
    this.provider = config.provider;
    this.channelId = config.channelId;
    this.channelSecret = config.channelSecret;
    this.botUserId = config.botUserId;
    this.basicId = config.basicId;
    this.description = config.description ?? '';
    this.displayName = config.displayName;
    this.chatMode = config.chatMode;
    // With chat switched off the platform reads everything by itself, whatever else is set.
    this.markAsReadMode = config.chatMode === 'bot' ? 'auto' : config.markAsReadMode;
    this.quota = config.quota;
    this.assertionKeys = config.assertionKeys;
    this.webhookUrl = new URL(config.webhookPath, relayBaseUrl).href;
  }

  friendship(userId: string): Friendship {
    return this.#friendships.get(userId) ?? 'none';
  }

  befriend(userId: string, friendship: Friendship): void {
    this.#friendships.set(userId, friendship);
  }

  wrote(userId: string, at: number): void {
    this.#lastWrote.set(userId, at);
  }

  /**
   * Whether a push is seen by the caller. The answer to the relay is 200 either way.
   * @see https://developers.line.biz/en/reference/messaging-api/#send-push-message
   */
  reaches(userId: string, now: number): boolean {
    const friendship = this.friendship(userId);
    if (friendship !== 'none') return friendship === 'friend';
    const lastWrote = this.#lastWrote.get(userId);
    return lastWrote !== undefined && now - lastWrote < reachAfterWritingMs;
  }

  get quotaLeft(): number {
    return this.quota.type === 'none' ? Infinity : this.quota.value - this.totalUsage;
  }

  friendships(): Record<string, Friendship> {
    return Object.fromEntries(this.#friendships);
  }

  forgetUsers(): void {
    this.#friendships.clear();
    this.#lastWrote.clear();
  }

  patch(patch: ChannelPatch): void {
    this.displayName = patch.displayName ?? this.displayName;
    this.channelSecret = patch.channelSecret ?? this.channelSecret;
    this.chatMode = patch.chatMode ?? this.chatMode;
    this.markAsReadMode = patch.markAsReadMode ?? this.markAsReadMode;
    if (patch.chatMode === 'bot') this.markAsReadMode = 'auto';
    this.quota = patch.quota ?? this.quota;
    this.totalUsage = patch.totalUsage ?? this.totalUsage;
    this.assertionKeys = patch.assertionKeys ?? this.assertionKeys;
    this.webhookUrl = patch.webhookUrl ?? this.webhookUrl;
    this.webhookActive = patch.webhookActive ?? this.webhookActive;
  }
}
