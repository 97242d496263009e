import { Callers } from './callers.js';
import type { Channel } from './channel.js';
import { checked } from './checked.js';
import {
  channelPatchSchema,
  faultSchema,
  rawWebhookSchema,
  type ApiCallRecord,
  type CallerMessageInput,
  type ChannelPatch,
  type ChannelState,
  type Delivery,
  type EventDraftInput,
  type Fault,
  type FaultInput,
  type LedgerQuery,
  type NewUser,
  type RawWebhookInput,
  type SendOptions,
  type SentEvent,
  type StandInControl,
  type StandInState,
  type StandInUser,
  type Violation,
  type WebhookAttempt,
  type WebhookBehaviourPatch,
} from './contract.js';
import { ControlError } from './errors.js';
import { select } from './ledger.js';
import type { Platform } from './platform.js';
import type { WebhookSender } from './webhook-sender.js';

/** A test's token outlives the test, and no clock that is moved forward lets it expire by surprise. */
const testTokenSeconds = 10 * 365 * 24 * 60 * 60;
const defaultIdleTimeoutMs = 10_000;

/** The platform's control desk within the same process. */
export class Control implements StandInControl {
  readonly callers: Callers;
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.callers = new Callers(platform);
  }

  async state(): Promise<StandInState> {
    const { channels, users, faults, ledger, clock } = this.#platform;
    return {
      now: clock.now(),
      channels: [...channels.values()].map((channel) => this.#channelState(channel)),
      users: [...users.values()],
      faults: faults.list(),
      counts: {
        deliveries: ledger.deliveries.size,
        apiCalls: ledger.apiCalls.size,
        webhooks: ledger.webhooks.size,
        violations: ledger.violations.size,
        forgotten: ledger.forgotten,
      },
    };
  }

  async reset(options: { users?: boolean } = {}): Promise<void> {
    this.#platform.reset({ users: options.users ?? false });
  }

  async advanceClock(milliseconds: number): Promise<number> {
    return this.#platform.clock.advance(milliseconds);
  }

  async createUser(user: NewUser): Promise<StandInUser> {
    return this.callers.createUser(user);
  }

  async follow(channel: string, userId: string, options?: SendOptions): Promise<SentEvent> {
    return this.callers.follow(channel, userId, options);
  }

  async unfollow(channel: string, userId: string, options?: SendOptions): Promise<SentEvent> {
    return this.callers.unfollow(channel, userId, options);
  }

  async sendText(channel: string, userId: string, text: string, options?: SendOptions): Promise<SentEvent> {
    return this.callers.sendMessage(channel, userId, { type: 'text', text }, options);
  }

  async sendMessage(
    channel: string,
    userId: string,
    message: CallerMessageInput,
    options?: SendOptions,
  ): Promise<SentEvent> {
    return this.callers.sendMessage(channel, userId, message, options);
  }

  async unsend(
    channel: string,
    userId: string,
    messageId: string,
    options?: SendOptions,
  ): Promise<SentEvent> {
    return this.callers.unsend(channel, userId, messageId, options);
  }

  async postback(
    channel: string,
    userId: string,
    data: string,
    params?: Record<string, string>,
    options?: SendOptions,
  ): Promise<SentEvent> {
    return this.callers.postback(channel, userId, { data, ...(params && { params }) }, options);
  }

  async emit(channel: string, draft: EventDraftInput, options?: SendOptions): Promise<SentEvent> {
    return this.callers.emit(channel, draft, options);
  }

  async sendEvents(channel: string, events: readonly unknown[]): Promise<WebhookAttempt> {
    return this.#platform.sender(channel).sendNow(events);
  }

  async sendRaw(channel: string, raw: RawWebhookInput): Promise<WebhookAttempt> {
    return this.#platform.sender(channel).sendRaw(checked(rawWebhookSchema, raw));
  }

  async redeliver(channel: string, webhookEventId: string): Promise<WebhookAttempt> {
    return this.#platform.sender(channel).redeliver(webhookEventId);
  }

  async setWebhookBehaviour(patch: WebhookBehaviourPatch, channel?: string): Promise<void> {
    for (const sender of this.#senders(channel)) sender.configure(patch);
  }

  async flushWebhooks(channel?: string): Promise<void> {
    for (const sender of this.#senders(channel)) sender.flush();
  }

  async waitForIdle(timeoutMs = defaultIdleTimeoutMs): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new ControlError(504, `Webhooks were still on their way after ${timeoutMs} ms.`)),
        timeoutMs,
      );
    });
    try {
      await Promise.race([Promise.all(this.#senders().map((sender) => sender.idle())), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  async addFault(fault: FaultInput): Promise<Fault> {
    if (fault.channel !== undefined) this.#platform.channel(fault.channel);
    return this.#platform.faults.add(checked(faultSchema, fault));
  }

  async clearFaults(id?: string): Promise<void> {
    this.#platform.faults.clear(id);
  }

  async configureChannel(id: string, patch: ChannelPatch): Promise<ChannelState> {
    const channel = this.#platform.channel(id);
    channel.patch(checked(channelPatchSchema, patch));
    return this.#channelState(channel);
  }

  async issueToken(channel: string): Promise<string> {
    this.#platform.channel(channel);
    return this.#platform.tokens.issue(channel, 'short-lived', testTokenSeconds);
  }

  async revokeTokens(channel: string): Promise<void> {
    this.#platform.tokens.revokeAll(channel);
  }

  async deliveries(query: LedgerQuery = {}): Promise<Delivery[]> {
    return select(this.#platform.ledger.deliveries, query);
  }

  async apiCalls(query: LedgerQuery & { endpoint?: string } = {}): Promise<ApiCallRecord[]> {
    const { endpoint } = query;
    const matches = (call: ApiCallRecord) => endpoint === undefined || call.endpoint === endpoint;
    return select(this.#platform.ledger.apiCalls, query, matches);
  }

  async webhookAttempts(query: LedgerQuery & { eventId?: string } = {}): Promise<WebhookAttempt[]> {
    const { eventId } = query;
    const matches = (attempt: WebhookAttempt) => eventId === undefined || attempt.eventIds.includes(eventId);
    return select(this.#platform.ledger.webhooks, query, matches);
  }

  async violations(query: LedgerQuery = {}): Promise<Violation[]> {
    return select(this.#platform.ledger.violations, query);
  }

  #senders(channel?: string): WebhookSender[] {
    return channel === undefined ? [...this.#platform.senders.values()] : [this.#platform.sender(channel)];
  }

  #channelState(channel: Channel): ChannelState {
    const sender = this.#platform.sender(channel.id);
    return {
      id: channel.id,
      channelId: channel.channelId,
      channelSecret: channel.channelSecret,
      botUserId: channel.botUserId,
      displayName: channel.displayName,
      webhookUrl: channel.webhookUrl,
      webhookActive: channel.webhookActive,
      chatMode: channel.chatMode,
      markAsReadMode: channel.markAsReadMode,
      quota: channel.quota,
      totalUsage: channel.totalUsage,
      richMenuId: channel.richMenuId,
      friendships: channel.friendships(),
      behaviour: sender.behaviour,
      queuedEvents: sender.queuedEvents,
    };
  }
}
