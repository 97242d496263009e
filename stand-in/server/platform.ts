import { Channel } from './channel.js';
import { ChatTokens } from './chat-token.js';
import { Clock } from './clock.js';
import { Contents } from './contents.js';
import type { StandInUser } from './contract.js';
import { ControlError } from './errors.js';
import { EventFactory } from './event-factory.js';
import { Faults } from './faults.js';
import { IdFactory } from './ids.js';
import { Ledger } from './ledger.js';
import type { StandInConfig } from './options.js';
import { ReplyTokens } from './reply-tokens.js';
import { RetryKeys } from './retry-keys.js';
import { Talks } from './talks.js';
import { Tokens } from './tokens.js';
import { WebhookHttp } from './webhook-http.js';
import { WebhookSender } from './webhook-sender.js';

/** All that the stand-in remembers, in memory only. The HTTP surfaces and the callers' actions work on it. */
export class Platform {
  readonly config: StandInConfig;
  readonly clock = new Clock();
  readonly ids = new IdFactory();
  readonly channels = new Map<string, Channel>();
  readonly senders = new Map<string, WebhookSender>();
  readonly users = new Map<string, StandInUser>();
  readonly faults = new Faults();
  readonly http = new WebhookHttp();
  readonly ledger: Ledger;
  readonly tokens: Tokens;
  readonly replyTokens: ReplyTokens;
  readonly retryKeys: RetryKeys;
  readonly talks: Talks;
  readonly contents: Contents;
  readonly quoteTokens: ChatTokens;
  readonly readTokens: ChatTokens;
  readonly events: EventFactory;

  constructor(config: StandInConfig) {
    this.config = config;
    this.ledger = new Ledger(config.ledgerCapacity);
    this.tokens = new Tokens(this.clock, this.ids);
    this.replyTokens = new ReplyTokens(this.clock, this.ids, config.timings);
    this.retryKeys = new RetryKeys(this.clock, config.timings.retryKeyMs);
    this.talks = new Talks(config.talkCapacity);
    this.contents = new Contents(config.contentCapacityBytes);
    // Quote and read tokens stay good over a restart, because the platform's don't expire either.
    const key = config.channels.map((channel) => channel.channelSecret).join();
    this.quoteTokens = new ChatTokens(key, 'quote');
    this.readTokens = new ChatTokens(key, 'read');
    this.events = new EventFactory(this);
    for (const channel of config.channels) this.#addChannel(channel);
    this.addConfiguredUsers();
  }

  channel(id: string): Channel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new ControlError(404, `There is no channel "${id}".`);
    return channel;
  }

  sender(id: string): WebhookSender {
    const sender = this.senders.get(id);
    if (sender === undefined) throw new ControlError(404, `There is no channel "${id}".`);
    return sender;
  }

  user(userId: string): StandInUser {
    const user = this.users.get(userId);
    if (user === undefined) throw new ControlError(404, `There is no user ${userId}.`);
    return user;
  }

  addConfiguredUsers(): void {
    for (const { friendOf, ...user } of this.config.users) {
      this.users.set(user.userId, user);
      for (const id of friendOf) this.channel(id).befriend(user.userId, 'friend');
    }
  }

  reset(options: { users: boolean }): void {
    for (const sender of this.senders.values()) sender.reset();
    for (const channel of this.channels.values()) {
      channel.totalUsage = 0;
      channel.richMenuId = null;
      if (options.users) channel.forgetUsers();
    }
    if (options.users) {
      this.users.clear();
      this.addConfiguredUsers();
    }
    this.faults.clear();
    this.ledger.clear();
    this.retryKeys.clear();
    this.replyTokens.clear();
    this.contents.clear();
    this.talks.clear();
    this.clock.reset();
  }

  close(): void {
    for (const sender of this.senders.values()) sender.close();
    this.http.close();
  }

  #addChannel(config: StandInConfig['channels'][number]): void {
    const channel = new Channel(config, this.config.relayBaseUrl);
    this.channels.set(channel.id, channel);
    const sender = new WebhookSender(
      {
        channel,
        clock: this.clock,
        ledger: this.ledger,
        http: this.http,
        timeoutMs: this.config.timings.webhookTimeoutMs,
        onLeaving: (event) => {
          if (typeof event?.replyToken === 'string') this.replyTokens.delivered(event.replyToken);
        },
      },
      this.config.webhooks,
    );
    this.senders.set(channel.id, sender);
    if (config.longLivedToken !== undefined) this.tokens.register(channel.id, config.longLivedToken);
  }
}
