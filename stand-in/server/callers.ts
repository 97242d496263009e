import {
  callerMessageSchema,
  eventDraftSchema,
  newUserSchema,
  type CallerMessage,
  type CallerMessageInput,
  type EventDraftInput,
  type NewUser,
  type SendOptions,
  type SentEvent,
  type StandInUser,
} from './contract.js';
import type { Channel } from './channel.js';
import { ControlError } from './errors.js';
import { randomUserId, userIdForName, userIdPattern } from './ids.js';
import type { Platform } from './platform.js';
import { checked } from './checked.js';

/** What callers do on their phones: they appear, add and block accounts, write, and take back what they wrote. */
export class Callers {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  createUser(input: NewUser): StandInUser {
    const wanted = checked(newUserSchema, input);
    const userId =
      wanted.userId ??
      (wanted.fromName ? userIdForName(wanted.provider, wanted.displayName) : randomUserId());
    if (!userIdPattern.test(userId)) throw new ControlError(400, `${userId} is not a user id.`);
    const user = {
      userId,
      displayName: wanted.displayName,
      language: wanted.language,
      provider: wanted.provider,
    };
    const friends = wanted.friendOf.map((id) => this.#platform.channel(id));
    this.#platform.users.set(userId, user);
    for (const channel of friends) channel.befriend(userId, 'friend');
    return user;
  }

  follow(channelId: string, userId: string, options: SendOptions = {}): Promise<SentEvent> {
    const channel = this.#channelFor(channelId, userId);
    const isUnblocked = channel.friendship(userId) === 'blocked';
    this.#befriend(channel, userId, 'friend');
    return this.emit(channelId, { type: 'follow', userId, fields: { follow: { isUnblocked } } }, options);
  }

  unfollow(channelId: string, userId: string, options: SendOptions = {}): Promise<SentEvent> {
    this.#befriend(this.#channelFor(channelId, userId), userId, 'blocked');
    return this.emit(channelId, { type: 'unfollow', userId }, options);
  }

  async sendMessage(
    channelId: string,
    userId: string,
    input: CallerMessageInput,
    options: SendOptions = {},
  ): Promise<SentEvent> {
    const message = checked(callerMessageSchema, input);
    const channel = this.#channelFor(channelId, userId);
    if (channel.friendship(userId) === 'blocked') {
      throw new ControlError(
        409,
        'The caller has blocked this account and has to unblock it before writing.',
      );
    }
    const { ids, clock, talks, events } = this.#platform;
    const messageId = ids.messageId(clock.now());
    const timestamp = talks.timestamp(channelId, userId, clock.now());
    const fileSize = this.#keepContent(channelId, messageId, message);
    const wire = events.message({ channel: channelId, userId, messageId }, message, fileSize);
    channel.wrote(userId, timestamp);
    talks.append(channelId, userId, { id: messageId, at: timestamp, from: 'caller', message: wire });
    if (channel.markAsReadMode === 'auto') talks.markRead(channelId, userId, messageId, timestamp);
    const draft = { type: 'message', userId, timestamp, fields: { message: wire } };
    return { ...(await this.emit(channelId, draft, options)), messageId };
  }

  unsend(
    channelId: string,
    userId: string,
    messageId: string,
    options: SendOptions = {},
  ): Promise<SentEvent> {
    this.#channelFor(channelId, userId);
    if (!this.#platform.talks.unsend(channelId, userId, messageId)) {
      throw new ControlError(404, `The caller has no message ${messageId} that could be unsent.`);
    }
    this.#platform.contents.unsend(messageId);
    return this.emit(channelId, { type: 'unsend', userId, fields: { unsend: { messageId } } }, options);
  }

  /** `displayText` is seen in the talk, but the platform sends no message event for it. */
  postback(
    channelId: string,
    userId: string,
    postback: { data: string; params?: Record<string, string>; displayText?: string },
    options: SendOptions = {},
  ): Promise<SentEvent> {
    this.#channelFor(channelId, userId);
    const { talks, ids, clock } = this.#platform;
    const { displayText, data, params } = postback;
    if (displayText !== undefined) {
      talks.append(channelId, userId, {
        id: ids.messageId(clock.now()),
        at: talks.timestamp(channelId, userId, clock.now()),
        from: 'caller',
        message: { type: 'text', text: displayText },
        local: true,
      });
    }
    const fields = { postback: { data, ...(params && { params }) } };
    return this.emit(channelId, { type: 'postback', userId, fields }, options);
  }

  /** Any event, also of types that don't exist yet. */
  async emit(channelId: string, input: EventDraftInput, options: SendOptions = {}): Promise<SentEvent> {
    const draft = checked(eventDraftSchema, { ...input, mode: options.mode ?? input.mode });
    const { clock, talks } = this.#platform;
    const channel = this.#platform.channel(channelId);
    const timestamp =
      draft.timestamp ??
      (draft.userId === undefined ? clock.now() : talks.timestamp(channelId, draft.userId, clock.now()));
    const event = this.#platform.events.build(channelId, { ...draft, timestamp });
    const sent: SentEvent = {
      webhookEventId: event.webhookEventId,
      timestamp: event.timestamp,
      ...(event.replyToken === undefined ? {} : { replyToken: event.replyToken }),
    };
    if (!channel.webhookActive) return sent;
    const attempt = this.#platform.sender(channelId).send(event);
    return options.wait === true ? { ...sent, attempt: await attempt } : sent;
  }

  #keepContent(channelId: string, messageId: string, message: CallerMessage): number {
    const isMedia = 'contentType' in message || 'preparing' in message;
    const isExternal = 'external' in message && message.external !== undefined;
    if (!isMedia || isExternal) return 0;
    return this.#platform.contents.add(messageId, channelId, message).bytes.length;
  }

  #channelFor(channelId: string, userId: string): Channel {
    const channel = this.#platform.channel(channelId);
    const user = this.#platform.user(userId);
    if (user.provider !== channel.provider) {
      throw new ControlError(409, `User ${userId} belongs to another provider than ${channelId}.`);
    }
    return channel;
  }

  #befriend(channel: Channel, userId: string, friendship: 'friend' | 'blocked'): void {
    channel.befriend(userId, friendship);
    this.#platform.talks.publish(userId, { type: 'friendship', account: channel.id, friendship });
  }
}
