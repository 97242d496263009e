import type {
  CallerMessageInput,
  ChannelPatch,
  EventDraftInput,
  Fault,
  FaultInput,
  NewUser,
  RawWebhookInput,
} from './inputs.js';
import type { WebhookBehaviour } from './options.js';
import type {
  ApiCallRecord,
  ChannelState,
  Delivery,
  LedgerQuery,
  SentEvent,
  StandInState,
  StandInUser,
  Violation,
  WebhookAttempt,
} from './records.js';

export * from './inputs.js';
export * from './records.js';

export interface SendOptions {
  /** Resolve only after the first attempt has been answered; its result is then in `attempt`. */
  readonly wait?: boolean;
  readonly mode?: 'active' | 'standby';
}

export type WebhookBehaviourPatch = {
  readonly [Key in keyof WebhookBehaviour]?: WebhookBehaviour[Key] extends object | null
    ? Partial<WebhookBehaviour[Key]> | null
    : WebhookBehaviour[Key];
};

/** Everything a test can do to the platform. The server in the same process and the HTTP client both offer it. */
export interface StandInControl {
  state(): Promise<StandInState>;
  reset(options?: { users?: boolean }): Promise<void>;
  advanceClock(milliseconds: number): Promise<number>;

  createUser(user: NewUser): Promise<StandInUser>;
  follow(channel: string, userId: string, options?: SendOptions): Promise<SentEvent>;
  /** The caller blocks the account. */
  unfollow(channel: string, userId: string, options?: SendOptions): Promise<SentEvent>;

  sendText(channel: string, userId: string, text: string, options?: SendOptions): Promise<SentEvent>;
  sendMessage(
    channel: string,
    userId: string,
    message: CallerMessageInput,
    options?: SendOptions,
  ): Promise<SentEvent>;
  unsend(channel: string, userId: string, messageId: string, options?: SendOptions): Promise<SentEvent>;
  postback(
    channel: string,
    userId: string,
    data: string,
    params?: Record<string, string>,
    options?: SendOptions,
  ): Promise<SentEvent>;
  emit(channel: string, draft: EventDraftInput, options?: SendOptions): Promise<SentEvent>;
  /** Sends these events as they are in one correctly signed body. */
  sendEvents(channel: string, events: readonly unknown[]): Promise<WebhookAttempt>;
  sendRaw(channel: string, raw: RawWebhookInput): Promise<WebhookAttempt>;
  /** Sends an event again as redelivered, also when it was answered 200 before. */
  redeliver(channel: string, webhookEventId: string): Promise<WebhookAttempt>;

  setWebhookBehaviour(patch: WebhookBehaviourPatch, channel?: string): Promise<void>;
  /** Sends what batching and reordering hold back. */
  flushWebhooks(channel?: string): Promise<void>;
  /** Resolves when nothing is being sent or due to be sent again; rejects after `timeoutMs`. */
  waitForIdle(timeoutMs?: number): Promise<void>;

  addFault(fault: FaultInput): Promise<Fault>;
  clearFaults(id?: string): Promise<void>;
  configureChannel(channel: string, patch: ChannelPatch): Promise<ChannelState>;
  issueToken(channel: string): Promise<string>;
  /** Every token issued so far is refused from now on. */
  revokeTokens(channel: string): Promise<void>;

  deliveries(query?: LedgerQuery): Promise<Delivery[]>;
  apiCalls(query?: LedgerQuery & { endpoint?: string }): Promise<ApiCallRecord[]>;
  webhookAttempts(query?: LedgerQuery & { eventId?: string }): Promise<WebhookAttempt[]>;
  violations(query?: LedgerQuery): Promise<Violation[]>;
}
