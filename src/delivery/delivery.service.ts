import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { AccountDirectory } from '../account/account.directory.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { EventFeed } from '../database/event/event-feed.js';
import { describeError, Worker } from '../database/worker.js';
import { LineClient, type PushResult } from '../line/line.client.js';
import { type DeliveryRequest } from '../ticket/delivery-request.js';
import { Vault } from '../vault/vault.service.js';
import { backoffMs, retryKeyExpired } from './backoff.js';
import { lineMessages } from './line-messages.js';
import { DeliveryRepository, type LeasedDelivery, type Outcome } from './delivery.repository.js';

const POLL_MS = 250;

const attemptsMade = new Counter({
  name: 'tomoshibi_delivery_attempts_total',
  help: 'Attempts to deliver, by outcome',
  labelNames: ['account', 'outcome'] as const,
});

/**
 * Sends what waits: strictly one after another per caller, different callers side by side. What it says of a delivery
 * is what LINE said, never more.
 */
@Injectable()
export class DeliveryService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(DeliveryService.name);
  readonly #worker = new Worker('delivery', POLL_MS, () => this.#fill());
  readonly #underWay = new Set<Promise<void>>();
  #unsubscribe: (() => void) | undefined;

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly database: Database,
    private readonly feed: EventFeed,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly line: LineClient,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('delivery')) return;
    this.#unsubscribe = this.feed.onHint('deliveries', () => this.#worker.poke());
    this.#worker.start();
  }

  /** Waits for the calls under way: their outcome is known, and should be written. */
  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    await this.#worker.stop();
    await Promise.all(this.#underWay);
  }

  /** Starts as many deliveries as there is room for, without waiting for the slow ones. */
  async #fill(): Promise<boolean> {
    const room = this.environment.DELIVERY_CONCURRENCY - this.#underWay.size;
    if (room <= 0) return false;
    const leased = await this.repository.lease(room);
    for (const delivery of leased) {
      const run = this.#deliver(delivery)
        .catch((error: unknown) => this.#logger.error(`delivery not settled: ${describeError(error)}`))
        .finally(() => {
          this.#underWay.delete(run);
          this.#worker.poke();
        });
      this.#underWay.add(run);
    }
    return false;
  }

  async #deliver(delivery: LeasedDelivery): Promise<void> {
    const outcome = await this.#attempt(delivery);
    attemptsMade.inc({ account: delivery.accountId, outcome: outcome.state });
    await this.repository.settle(delivery, outcome);
  }

  async #attempt(delivery: LeasedDelivery): Promise<Outcome> {
    // LINE answers 200 for somebody who has blocked us, and sends nothing: so we don't ask.
    if (!delivery.reachable) return { state: 'unreachable' };
    if (retryKeyExpired(delivery.firstAttemptAt, new Date()))
      return { state: 'failed', reason: 'expired', requestId: null };
    const [request, address] = await this.vault.openJson(this.database, [
      { binding: `delivery.request:${delivery.id}`, bytes: delivery.requestSealed },
      { binding: `caller_address.address:${delivery.callerId}`, bytes: delivery.addressSealed },
    ]);
    // The caller's key was destroyed: there is nothing left to send.
    if (request === undefined || address === undefined)
      return { state: 'failed', reason: 'refused', requestId: null };
    const { credentials } = await this.accounts.get(delivery.accountId);
    const messages = lineMessages(request as DeliveryRequest);
    return outcomeOf(
      await this.line.push(credentials, address as string, messages, delivery.retryKey),
      delivery.attempts,
    );
  }
}

function outcomeOf(result: PushResult, attempts: number): Outcome {
  switch (result.outcome) {
    case 'accepted':
      return { state: 'accepted', requestId: result.requestId, sentMessageIds: result.sentMessageIds };
    case 'refused':
      return { state: 'failed', reason: result.cause, requestId: result.requestId };
    case 'again':
      return { state: 'waiting', reason: result.cause, waitMs: backoffMs(attempts, Math.random()) };
  }
}
