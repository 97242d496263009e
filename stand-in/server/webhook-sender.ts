import { ControlError } from './errors.js';
import type { Channel } from './channel.js';
import type { Clock } from './clock.js';
import type { RawWebhook, WebhookAttempt, WebhookBehaviourPatch } from './contract.js';
import type { WebhookEvent } from './event-factory.js';
import type { Ledger } from './ledger.js';
import { webhookBehaviourSchema, type WebhookBehaviour } from './options.js';
import { seededRandom, shuffled } from './random.js';
import { serialise } from './raw-body.js';
import { Ring } from './ring.js';
import { sign } from './signature.js';
import { isSuccess, type WebhookHttp } from './webhook-http.js';
import { WorkQueues } from './work-queues.js';

interface Job {
  readonly events: readonly WebhookEvent[];
  readonly done: (attempt: WebhookAttempt) => void;
}

interface Parts {
  readonly channel: Channel;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly http: WebhookHttp;
  readonly timeoutMs: number;
  /** Called for each event each time it leaves. */
  readonly onLeaving: (event: WebhookEvent) => void;
}

/** How many past events can be redelivered on request. */
const rememberedEvents = 10_000;

/**
 * Sends one channel's webhooks: in order for each caller, several callers at once, and misbehaving as told.
 * @see https://developers.line.biz/en/docs/messaging-api/receiving-messages/
 */
export class WebhookSender {
  readonly #parts: Parts;
  readonly #initial: WebhookBehaviour;
  #behaviour: WebhookBehaviour;
  #queues: WorkQueues;
  #held: Job[] = [];
  #flushTimer: NodeJS.Timeout | undefined;
  #past = new Ring<WebhookEvent>(rememberedEvents);
  #random: () => number = seededRandom(1);

  constructor(parts: Parts, behaviour: WebhookBehaviour) {
    this.#parts = parts;
    this.#initial = behaviour;
    this.#behaviour = behaviour;
    this.#queues = new WorkQueues(behaviour.concurrency);
  }

  get behaviour(): WebhookBehaviour {
    return this.#behaviour;
  }

  get queuedEvents(): number {
    return this.#queues.waiting + this.#held.length;
  }

  configure(patch: WebhookBehaviourPatch): void {
    const before = this.#behaviour;
    const merged = webhookBehaviourSchema.safeParse(mergeBehaviour(before, patch));
    if (!merged.success) throw new ControlError(400, `Not a webhook behaviour: ${merged.error.message}`);
    this.#behaviour = merged.data;
    if (patch.reorder !== undefined && merged.data.reorder !== null) {
      this.#random = seededRandom(merged.data.reorder.seed);
    }
    this.#queues.concurrency = merged.data.concurrency;
    this.#queues.pause(merged.data.paused);
    if (merged.data.batch === null && merged.data.reorder === null) this.flush();
  }

  /** Resolves with the first attempt that carried the event. */
  send(event: WebhookEvent): Promise<WebhookAttempt> {
    this.#past.push(event);
    return new Promise((done) => {
      const job = { events: [event], done };
      const { batch, reorder } = this.#behaviour;
      if (batch === null && reorder === null) this.#enqueue(job);
      else this.#hold(job, batch?.maxEvents ?? reorder?.window ?? 1, batch?.flushMs ?? 0);
    });
  }

  /** Sends these events in one body, at once, past all queues. */
  sendNow(events: readonly unknown[]): Promise<WebhookAttempt> {
    return this.#queues.track(() => this.#attempt(events as readonly WebhookEvent[], 1));
  }

  sendRaw(raw: RawWebhook): Promise<WebhookAttempt> {
    const body =
      raw.bodyBase64 === undefined ? Buffer.from(raw.body ?? '') : Buffer.from(raw.bodyBase64, 'base64');
    const signature = signatureFor(raw, body, this.#parts.channel.channelSecret);
    return this.#queues.track(() => this.#post(body, signature, raw.headers, [], 1));
  }

  redeliver(webhookEventId: string): Promise<WebhookAttempt> {
    const event = [...this.#past].find((candidate) => candidate.webhookEventId === webhookEventId);
    if (event === undefined)
      throw new ControlError(404, `No event ${webhookEventId} was sent by this channel.`);
    return this.#queues.track(() => this.#attempt([asRedelivery(event)], 2));
  }

  /** An empty list of events, to see whether the relay answers. */
  test(url: string): Promise<WebhookAttempt> {
    return this.#queues.track(() => this.#attempt([], 1, url));
  }

  flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const held = this.#held;
    this.#held = [];
    if (held.length === 0) return;
    const ordered = this.#behaviour.reorder === null ? held : shuffled(held, this.#random);
    if (this.#behaviour.batch === null) {
      for (const job of ordered) this.#queues.add('held', () => this.#deliver(job));
      return;
    }
    const whole: Job = {
      events: ordered.flatMap((job) => job.events),
      done: (attempt) => ordered.forEach((job) => job.done(attempt)),
    };
    this.#queues.add('held', () => this.#deliver(whole));
  }

  idle(): Promise<void> {
    return this.#queues.idle();
  }

  /** Forgets everything that hasn't been sent yet and behaves again as configured. */
  reset(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#held = [];
    this.#queues.close();
    this.#behaviour = this.#initial;
    this.#queues = new WorkQueues(this.#initial.concurrency);
    this.#queues.pause(this.#initial.paused);
    this.#past.clear();
  }

  close(): void {
    clearTimeout(this.#flushTimer);
    this.#queues.close();
  }

  #hold(job: Job, maximum: number, flushMs: number): void {
    this.#held.push(job);
    if (this.#held.length >= maximum) this.flush();
    else if (flushMs > 0) this.#flushTimer ??= setTimeout(() => this.flush(), flushMs);
  }

  #enqueue(job: Job): void {
    const caller = job.events[0]?.source?.userId ?? '';
    this.#queues.add(caller, () => this.#deliver(job));
  }

  async #deliver(job: Job): Promise<void> {
    const { duplicate, redelivery } = this.#behaviour;
    const copies = Array.from({ length: duplicate.copies + 1 }, () => () => this.#attempt(job.events, 1));
    let first: WebhookAttempt | undefined;
    if (duplicate.together) {
      const attempts = await Promise.all(copies.map((send) => send()));
      first = attempts.find((attempt) => isSuccess(attempt.status)) ?? attempts[0];
    } else {
      for (const send of copies) {
        const attempt = await send();
        first ??= attempt;
      }
    }
    if (first === undefined) return;
    job.done(first);
    if (!isSuccess(first.status) && redelivery.enabled) this.#redeliverLater(job.events, 1);
  }

  /** Later events don't wait for a redelivery: with it switched on, order can differ significantly. */
  #redeliverLater(events: readonly WebhookEvent[], count: number): void {
    const { intervalMs, count: maximum } = this.#behaviour.redelivery;
    this.#queues.later(intervalMs, async () => {
      const attempt = await this.#attempt(events.map(asRedelivery), count + 1);
      const again = !isSuccess(attempt.status) && count < maximum && this.#behaviour.redelivery.enabled;
      if (again) this.#redeliverLater(events, count + 1);
    });
  }

  #attempt(events: readonly WebhookEvent[], attempt: number, url?: string): Promise<WebhookAttempt> {
    const { channel, onLeaving } = this.#parts;
    for (const event of events) onLeaving(event);
    const body = serialise({ destination: channel.botUserId, events }, this.#behaviour.rawEscapes);
    return this.#post(body, sign(body, channel.channelSecret), {}, events, attempt, url);
  }

  async #post(
    body: Buffer,
    signature: string | undefined,
    extraHeaders: Record<string, string>,
    events: readonly WebhookEvent[],
    attempt: number,
    url = this.#parts.channel.webhookUrl,
  ): Promise<WebhookAttempt> {
    const { channel, clock, http, ledger, timeoutMs } = this.#parts;
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'LineBotWebhook/2.0',
      ...(signature === undefined ? {} : { 'x-line-signature': signature }),
      ...extraHeaders,
    };
    const at = clock.now();
    const result = await http.post(url, body, headers, timeoutMs);
    return ledger.recordWebhook({
      at,
      channel: channel.id,
      url,
      eventIds: events.map((event) => event?.webhookEventId).filter((id) => id !== undefined),
      attempt,
      isRedelivery: events.some((event) => event?.deliveryContext?.isRedelivery === true),
      ...result,
    });
  }
}

function asRedelivery(event: WebhookEvent): WebhookEvent {
  return { ...event, deliveryContext: { isRedelivery: true } };
}

function signatureFor(raw: RawWebhook, body: Buffer, channelSecret: string): string | undefined {
  if (typeof raw.signature === 'object') return raw.signature.value;
  if (raw.signature === 'missing') return undefined;
  const secret = raw.secret ?? channelSecret;
  return sign(body, raw.signature === 'wrong' ? `not ${secret}` : secret);
}

/** Nested settings are merged one level deep; null switches a part off. */
function mergeBehaviour(before: WebhookBehaviour, patch: WebhookBehaviourPatch): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    const current = merged[key];
    const nested = typeof value === 'object' && value !== null && typeof current === 'object';
    merged[key] = nested ? { ...current, ...value } : value;
  }
  return merged;
}
