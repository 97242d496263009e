import type { ApiCallRecord, Delivery, LedgerQuery, Violation, WebhookAttempt } from './contract.js';
import { Ring } from './ring.js';

type Unnumbered<T> = Omit<T, 'order'>;

interface Common {
  readonly order: number;
  readonly channel?: string;
  readonly userId?: string;
}

/** What happened, in order. One counter numbers every entry, so that entries of different lists can be compared. */
export class Ledger {
  readonly deliveries: Ring<Delivery>;
  readonly apiCalls: Ring<ApiCallRecord>;
  readonly webhooks: Ring<WebhookAttempt>;
  readonly violations: Ring<Violation>;
  #order = 0;

  constructor(capacity: number) {
    this.deliveries = new Ring(capacity);
    this.apiCalls = new Ring(capacity);
    this.webhooks = new Ring(capacity);
    this.violations = new Ring(capacity);
  }

  recordDelivery(entry: Unnumbered<Delivery>): Delivery {
    return this.#record(this.deliveries, entry);
  }

  recordApiCall(entry: Unnumbered<ApiCallRecord>): ApiCallRecord {
    return this.#record(this.apiCalls, entry);
  }

  recordWebhook(entry: Unnumbered<WebhookAttempt>): WebhookAttempt {
    return this.#record(this.webhooks, entry);
  }

  recordViolation(entry: Unnumbered<Violation>): Violation {
    return this.#record(this.violations, entry);
  }

  /** The number of entries that had to be forgotten; a test that counts should see 0 here. */
  get forgotten(): number {
    return this.deliveries.dropped + this.apiCalls.dropped + this.webhooks.dropped + this.violations.dropped;
  }

  clear(): void {
    for (const ring of [this.deliveries, this.apiCalls, this.webhooks, this.violations]) ring.clear();
    this.#order = 0;
  }

  #record<T extends Common>(ring: Ring<T>, entry: Unnumbered<T>): T {
    this.#order += 1;
    const numbered = { order: this.#order, ...entry } as T;
    ring.push(numbered);
    return numbered;
  }
}

/** Entries that match the query, oldest first. */
export function select<T extends Common>(
  entries: Iterable<T>,
  query: LedgerQuery,
  also: (entry: T) => boolean = () => true,
): T[] {
  const found: T[] = [];
  for (const entry of entries) {
    if (query.channel !== undefined && entry.channel !== query.channel) continue;
    if (query.userId !== undefined && entry.userId !== query.userId) continue;
    if (query.after !== undefined && entry.order <= query.after) continue;
    if (also(entry)) found.push(entry);
  }
  return query.limit === undefined ? found : found.slice(-query.limit);
}
