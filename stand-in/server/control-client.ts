import type {
  ApiCallRecord,
  CallerMessageInput,
  ChannelPatch,
  ChannelState,
  Delivery,
  EventDraftInput,
  Fault,
  FaultInput,
  LedgerQuery,
  NewUser,
  RawWebhookInput,
  SendOptions,
  SentEvent,
  StandInControl,
  StandInState,
  StandInUser,
  Violation,
  WebhookAttempt,
  WebhookBehaviourPatch,
} from './contract.js';

/** The control desk of a stand-in that runs in another process; the same calls as on `StandIn` itself. */
export class ControlClient implements StandInControl {
  readonly #baseUrl: string;

  constructor(url: string) {
    this.#baseUrl = new URL('/_control', url).href;
  }

  state(): Promise<StandInState> {
    return this.#get('/state');
  }

  reset(options: { users?: boolean } = {}): Promise<void> {
    return this.#send('POST', '/reset', options);
  }

  async advanceClock(milliseconds: number): Promise<number> {
    const { now } = await this.#send<{ now: number }>('POST', '/clock', { advanceMs: milliseconds });
    return now;
  }

  createUser(user: NewUser): Promise<StandInUser> {
    return this.#send('POST', '/users', user);
  }

  follow(channel: string, userId: string, options: SendOptions = {}): Promise<SentEvent> {
    return this.#onChannel(channel, 'follow', { userId, options });
  }

  unfollow(channel: string, userId: string, options: SendOptions = {}): Promise<SentEvent> {
    return this.#onChannel(channel, 'unfollow', { userId, options });
  }

  sendText(channel: string, userId: string, text: string, options: SendOptions = {}): Promise<SentEvent> {
    return this.sendMessage(channel, userId, { type: 'text', text }, options);
  }

  sendMessage(
    channel: string,
    userId: string,
    message: CallerMessageInput,
    options: SendOptions = {},
  ): Promise<SentEvent> {
    return this.#onChannel(channel, 'messages', { userId, message, options });
  }

  unsend(channel: string, userId: string, messageId: string, options: SendOptions = {}): Promise<SentEvent> {
    return this.#onChannel(channel, 'unsend', { userId, messageId, options });
  }

  postback(
    channel: string,
    userId: string,
    data: string,
    params?: Record<string, string>,
    options: SendOptions = {},
  ): Promise<SentEvent> {
    return this.#onChannel(channel, 'postback', { userId, data, params, options });
  }

  emit(channel: string, draft: EventDraftInput, options: SendOptions = {}): Promise<SentEvent> {
    return this.#onChannel(channel, 'emit', { draft, options });
  }

  sendEvents(channel: string, events: readonly unknown[]): Promise<WebhookAttempt> {
    return this.#onChannel(channel, 'events', { events });
  }

  sendRaw(channel: string, raw: RawWebhookInput): Promise<WebhookAttempt> {
    return this.#onChannel(channel, 'raw', raw);
  }

  redeliver(channel: string, webhookEventId: string): Promise<WebhookAttempt> {
    return this.#onChannel(channel, 'redeliver', { webhookEventId });
  }

  setWebhookBehaviour(patch: WebhookBehaviourPatch, channel?: string): Promise<void> {
    return this.#send('PATCH', `/webhook-behaviour${queryString({ channel })}`, patch);
  }

  flushWebhooks(channel?: string): Promise<void> {
    return this.#send('POST', `/flush${queryString({ channel })}`, {});
  }

  waitForIdle(timeoutMs?: number): Promise<void> {
    return this.#send('POST', '/wait-for-idle', { timeoutMs });
  }

  addFault(fault: FaultInput): Promise<Fault> {
    return this.#send('POST', '/faults', fault);
  }

  clearFaults(id?: string): Promise<void> {
    return this.#send('DELETE', id === undefined ? '/faults' : `/faults/${encodeURIComponent(id)}`);
  }

  configureChannel(channel: string, patch: ChannelPatch): Promise<ChannelState> {
    return this.#send('PATCH', `/channels/${encodeURIComponent(channel)}`, patch);
  }

  async issueToken(channel: string): Promise<string> {
    const { token } = await this.#onChannel<{ token: string }>(channel, 'tokens', {});
    return token;
  }

  revokeTokens(channel: string): Promise<void> {
    return this.#send('DELETE', `/channels/${encodeURIComponent(channel)}/tokens`);
  }

  deliveries(query: LedgerQuery = {}): Promise<Delivery[]> {
    return this.#get(`/deliveries${queryString(query)}`);
  }

  apiCalls(query: LedgerQuery & { endpoint?: string } = {}): Promise<ApiCallRecord[]> {
    return this.#get(`/api-calls${queryString(query)}`);
  }

  webhookAttempts(query: LedgerQuery & { eventId?: string } = {}): Promise<WebhookAttempt[]> {
    return this.#get(`/webhook-attempts${queryString(query)}`);
  }

  violations(query: LedgerQuery = {}): Promise<Violation[]> {
    return this.#get(`/violations${queryString(query)}`);
  }

  #get<T>(path: string): Promise<T> {
    return this.#send('GET', path);
  }

  #onChannel<T>(channel: string, action: string, body: object): Promise<T> {
    return this.#send('POST', `/channels/${encodeURIComponent(channel)}/${action}`, body);
  }

  async #send<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.#baseUrl + path, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The stand-in refused ${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function queryString(query: Readonly<Record<string, string | number | undefined>> | LedgerQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
