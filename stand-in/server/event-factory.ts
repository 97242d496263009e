import type { ChatTokens, ChatTokenSubject } from './chat-token.js';
import type { Clock } from './clock.js';
import type { CallerMessage, EventDraft } from './contract.js';
import type { IdFactory } from './ids.js';
import type { WireMessage } from './phone-contract.js';
import type { ReplyTokens } from './reply-tokens.js';

/** @see https://developers.line.biz/en/reference/messaging-api/#common-properties */
export interface WebhookEvent {
  readonly type: string;
  readonly mode: 'active' | 'standby';
  readonly timestamp: number;
  readonly source?: { readonly type: string; readonly userId?: string } & Record<string, unknown>;
  readonly webhookEventId: string;
  readonly deliveryContext: { readonly isRedelivery: boolean };
  readonly replyToken?: string;
  readonly [property: string]: unknown;
}

/** Events that can't be answered by a reply. `accountLink` depends on its result. */
const withoutReplyToken = new Set([
  'unsend',
  'unfollow',
  'leave',
  'memberLeft',
  'delivery',
  'module',
  'activated',
  'deactivated',
  'botSuspended',
  'botResumed',
]);

/** The types of message that can be quoted by the account. */
const quotable = new Set(['text', 'sticker', 'image', 'video']);

/** Builds events as the platform does: properties without a value are left out. */
export class EventFactory {
  readonly #clock: Clock;
  readonly #ids: IdFactory;
  readonly #replyTokens: ReplyTokens;
  readonly #quoteTokens: ChatTokens;
  readonly #readTokens: ChatTokens;

  constructor(parts: {
    clock: Clock;
    ids: IdFactory;
    replyTokens: ReplyTokens;
    quoteTokens: ChatTokens;
    readTokens: ChatTokens;
  }) {
    this.#clock = parts.clock;
    this.#ids = parts.ids;
    this.#replyTokens = parts.replyTokens;
    this.#quoteTokens = parts.quoteTokens;
    this.#readTokens = parts.readTokens;
  }

  build(channel: string, draft: EventDraft): WebhookEvent {
    const now = this.#clock.now();
    const source =
      draft.source ?? (draft.userId === undefined ? null : { type: 'user', userId: draft.userId });
    const event: WebhookEvent = {
      type: draft.type,
      ...draft.fields,
      webhookEventId: this.#ids.ulid(now),
      deliveryContext: { isRedelivery: false },
      timestamp: draft.timestamp ?? now,
      ...(source === null || failedLink(draft) ? {} : { source }),
      ...(this.#wantsReplyToken(draft)
        ? { replyToken: this.#replyTokens.issue(channel, draft.userId ?? '') }
        : {}),
      mode: draft.mode,
    };
    return event;
  }

  /** The message object of a message event. */
  message(subject: ChatTokenSubject, message: CallerMessage, fileSize: number): WireMessage {
    const content = contentOf(message, fileSize);
    return {
      ...content,
      id: subject.messageId,
      ...(quotable.has(content.type) ? { quoteToken: this.#quoteTokens.issue(subject) } : {}),
      markAsReadToken: this.#readTokens.issue(subject),
    };
  }

  /** In standby another module channel has the talk, and this one can't reply. */
  #wantsReplyToken(draft: EventDraft): boolean {
    if (draft.replyToken !== undefined) return draft.replyToken;
    return draft.mode === 'active' && !withoutReplyToken.has(draft.type) && !failedLink(draft);
  }
}

function failedLink(draft: EventDraft): boolean {
  const link = draft.fields['link'];
  return draft.type === 'accountLink' && typeof link === 'object' && link !== null
    ? (link as { result?: unknown }).result === 'failed'
    : false;
}

function contentOf(message: CallerMessage, fileSize: number): WireMessage {
  switch (message.type) {
    case 'raw':
      return message.message;
    case 'text':
    case 'sticker':
    case 'location':
      return withoutUndefined(message);
    case 'file':
      return { type: 'file', fileName: message.fileName, fileSize };
    case 'image':
      return withoutUndefined({
        type: 'image',
        contentProvider: provider(message.external),
        imageSet: message.imageSet,
      });
    case 'video':
    case 'audio':
      return withoutUndefined({
        type: message.type,
        duration: message.duration ?? 3_000,
        contentProvider: provider(message.external),
      });
  }
}

function provider(external: Record<string, unknown> | undefined): Record<string, unknown> {
  return external === undefined ? { type: 'line' } : { type: 'external', ...withoutUndefined(external) };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
