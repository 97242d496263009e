import type { Endpoint, Fault } from './inputs.js';
import type { Quota, WebhookBehaviour } from './options.js';
import type { Friendship } from './phone-contract.js';

export interface SentEvent {
  readonly webhookEventId: string;
  readonly timestamp: number;
  readonly messageId?: string;
  readonly replyToken?: string;
  readonly attempt?: WebhookAttempt;
}

/** @see https://developers.line.biz/en/docs/messaging-api/check-webhook-error-statistics/ */
export type WebhookFailure = 'could_not_connect' | 'request_timeout' | 'error_status_code' | 'unclassified';

export interface WebhookAttempt {
  readonly order: number;
  readonly at: number;
  readonly channel: string;
  readonly url: string;
  readonly eventIds: readonly string[];
  readonly attempt: number;
  readonly isRedelivery: boolean;
  /** 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
  readonly error?: WebhookFailure;
  readonly detail?: string;
}

export interface Delivery {
  readonly order: number;
  readonly at: number;
  readonly channel: string;
  readonly userId: string;
  readonly kind: 'push' | 'reply';
  readonly requestId: string;
  readonly retryKey?: string;
  readonly messageIds: readonly string[];
  /** False when the platform answered 200 although the caller can't see it (blocked, or never a friend). */
  readonly reached: boolean;
  readonly body: {
    readonly messages: readonly { readonly type: string; readonly [key: string]: unknown }[];
  } & Record<string, unknown>;
}

export interface ApiCallRecord {
  readonly order: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly endpoint: Endpoint | 'unknown';
  readonly channel?: string;
  readonly userId?: string;
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly durationMs: number;
  readonly requestId: string;
  readonly retryKey?: string;
  readonly fault?: Fault['kind'];
}

export interface Violation {
  readonly order: number;
  readonly at: number;
  readonly channel: string;
  readonly kind:
    'retry-key-with-other-body' | 'retry-key-on-reply' | 'unknown-receiver' | 'reply-token-reused';
  readonly detail: string;
}

export interface LedgerQuery {
  readonly channel?: string;
  readonly userId?: string;
  /** Only entries whose order number is greater. */
  readonly after?: number;
  /** The newest N of what matches. */
  readonly limit?: number;
}

export interface StandInUser {
  readonly userId: string;
  readonly displayName: string;
  readonly language: string;
  readonly provider: string;
}

export interface ChannelState {
  readonly id: string;
  readonly channelId: string;
  readonly channelSecret: string;
  readonly botUserId: string;
  readonly displayName: string;
  readonly webhookUrl: string;
  readonly webhookActive: boolean;
  readonly chatMode: 'chat' | 'bot';
  readonly markAsReadMode: 'auto' | 'manual';
  readonly quota: Quota;
  readonly totalUsage: number;
  /** The default rich menu; null before there was one. */
  readonly richMenuId: string | null;
  readonly friendships: Readonly<Record<string, Friendship>>;
  readonly behaviour: WebhookBehaviour;
  readonly queuedEvents: number;
}

export interface StandInState {
  readonly now: number;
  readonly channels: readonly ChannelState[];
  readonly users: readonly StandInUser[];
  readonly faults: readonly Fault[];
  readonly counts: {
    readonly deliveries: number;
    readonly apiCalls: number;
    readonly webhooks: number;
    readonly violations: number;
    readonly forgotten: number;
  };
}
