import type { PhoneEvent, TalkItem } from './phone-contract.js';
import { Ring } from './ring.js';

type Listener = (event: PhoneEvent) => void;

interface Place {
  readonly talk: string;
  readonly id: string;
}

/** What is seen on the callers' phones, one talk per caller and account, and who is looking at it live. */
export class Talks {
  readonly #talks = new Map<string, TalkItem[]>();
  readonly #places: Ring<Place>;
  readonly #loading = new Map<string, number>();
  readonly #lastTimestamp = new Map<string, number>();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(capacity: number) {
    this.#places = new Ring(capacity);
  }

  items(channel: string, userId: string): readonly TalkItem[] {
    return this.#talks.get(talkKey(channel, userId)) ?? [];
  }

  find(channel: string, userId: string, messageId: string): TalkItem | undefined {
    return this.items(channel, userId).find((item) => item.id === messageId);
  }

  append(channel: string, userId: string, item: TalkItem): void {
    const key = talkKey(channel, userId);
    const items = this.#talks.get(key);
    if (items === undefined) this.#talks.set(key, [item]);
    else items.push(item);
    const forgotten = this.#places.push({ talk: key, id: item.id });
    if (forgotten !== undefined) this.#forget(forgotten);
    // The indicator disappears when the account says something.
    if (item.from === 'account') this.setLoading(channel, userId, 0, 0);
    this.publish(userId, { type: 'item', account: channel, item });
  }

  /** Two words of one caller never share a millisecond, so that their order can be told from the timestamps. */
  timestamp(channel: string, userId: string, now: number): number {
    const key = talkKey(channel, userId);
    const timestamp = Math.max(now, (this.#lastTimestamp.get(key) ?? 0) + 1);
    this.#lastTimestamp.set(key, timestamp);
    return timestamp;
  }

  unsend(channel: string, userId: string, messageId: string): boolean {
    const item = this.find(channel, userId, messageId);
    if (item === undefined || item.from !== 'caller' || item.unsent === true) return false;
    this.#replace(channel, userId, { ...item, message: { type: 'unsent' }, unsent: true });
    return true;
  }

  /** Marks the message and all the caller's earlier ones as read. */
  markRead(channel: string, userId: string, messageId: string, now: number): void {
    const items = this.items(channel, userId);
    const last = items.findIndex((item) => item.id === messageId);
    for (const item of items.slice(0, last + 1)) {
      if (item.from === 'caller' && item.readAt === undefined) {
        this.#replace(channel, userId, { ...item, readAt: now });
      }
    }
  }

  setLoading(channel: string, userId: string, forMs: number, now: number): void {
    const key = talkKey(channel, userId);
    if (forMs === 0 && !this.#loading.has(key)) return;
    if (forMs === 0) this.#loading.delete(key);
    else this.#loading.set(key, now + forMs);
    this.publish(userId, { type: 'loading', account: channel, forMs });
  }

  loadingMs(channel: string, userId: string, now: number): number {
    return Math.max(0, (this.#loading.get(talkKey(channel, userId)) ?? 0) - now);
  }

  listen(userId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(userId) ?? new Set();
    listeners.add(listener);
    this.#listeners.set(userId, listeners);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(userId);
    };
  }

  publish(userId: string, event: PhoneEvent): void {
    for (const listener of this.#listeners.get(userId) ?? []) listener(event);
  }

  clear(): void {
    this.#talks.clear();
    this.#places.clear();
    this.#loading.clear();
    for (const userId of this.#listeners.keys()) this.publish(userId, { type: 'reset' });
  }

  #replace(channel: string, userId: string, item: TalkItem): void {
    const items = this.#talks.get(talkKey(channel, userId)) ?? [];
    const index = items.findIndex((candidate) => candidate.id === item.id);
    if (index < 0) return;
    items[index] = item;
    this.publish(userId, { type: 'item', account: channel, item });
  }

  #forget(place: Place): void {
    const items = this.#talks.get(place.talk);
    if (items === undefined) return;
    // The oldest item of all talks is also the first of its own talk.
    if (items[0]?.id === place.id) items.shift();
    if (items.length === 0) {
      this.#talks.delete(place.talk);
      this.#lastTimestamp.delete(place.talk);
    }
  }
}

function talkKey(channel: string, userId: string): string {
  return `${channel} ${userId}`;
}
