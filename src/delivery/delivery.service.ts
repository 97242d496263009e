import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Counter } from 'prom-client';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { EventFeed } from '../database/event/event-feed.js';
import { UnderWay } from '../database/under-way.js';
import { describeError, Worker } from '../database/worker.js';
import { Attempt } from './attempt.js';
import { ChannelPace } from './channel-pace.js';
import { DeliveryRepository, type Room } from './delivery.repository.js';
import { type LeasedDelivery } from './outcome.js';

const POLL_MS = 250;
/** One in so many places is for deliveries that were tried before. */
const RETRY_SHARE = 4;

const attemptsMade = new Counter({
  name: 'tomoshibi_delivery_attempts_total',
  help: 'Attempts to deliver, by outcome',
  labelNames: ['account', 'outcome'] as const,
});

/**
 * Sends what waits: strictly one after another per caller, different callers side by side. What it says of a delivery
 * is what LINE said, never more.
 *
 * A call that gets no answer keeps its place until LINE_TIMEOUT_MS. So that such calls never keep others out, a quarter
 * of the DELIVERY_CONCURRENCY places is for deliveries that were tried before, and they get no more than that: whoever
 * LINE doesn't answer holds a place among the first attempts once, for one time limit. Other callers wait only when
 * more than three quarters of the places were taken, within one time limit, by first attempts that LINE doesn't answer:
 * with the defaults, 192 within 10 seconds.
 */
@Injectable()
export class DeliveryService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(DeliveryService.name);
  readonly #worker = new Worker('delivery', POLL_MS, () => this.#fill());
  readonly #underWay = { firsts: new UnderWay(), retries: new UnderWay() };
  readonly #places: { readonly firsts: number; readonly retries: number };

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly attempt: Attempt,
    private readonly pace: ChannelPace,
    private readonly feed: EventFeed,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    const retries = Math.floor(environment.DELIVERY_CONCURRENCY / RETRY_SHARE);
    this.#places = { firsts: environment.DELIVERY_CONCURRENCY - retries, retries };
  }

  onApplicationBootstrap(): void {
    if (!this.environment.ROLES.includes('delivery')) return;
    this.#worker.start((poke) => this.feed.onHint('deliveries', poke));
  }

  /** Waits for the calls under way: their outcome is known, and should be written. */
  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
    await Promise.all([this.#underWay.firsts.ended(), this.#underWay.retries.ended()]);
  }

  /** Starts as many deliveries as there is room for, without waiting for the slow ones. */
  async #fill(): Promise<boolean> {
    if (this.pace.exhausted) return false;
    const room: Room = {
      firsts: this.#places.firsts - this.#underWay.firsts.size,
      retries: this.#places.retries - this.#underWay.retries.size,
      except: this.pace.paused(),
    };
    if (room.firsts <= 0 && room.retries <= 0) return false;
    for (const delivery of await this.repository.lease(room)) this.#start(delivery);
    return false;
  }

  #start(delivery: LeasedDelivery): void {
    const places = delivery.attempts === 1 ? this.#underWay.firsts : this.#underWay.retries;
    places.add(
      this.#deliver(delivery),
      (error) => this.#logger.error(`delivery not settled: ${describeError(error)}`),
      () => this.#worker.poke(),
    );
  }

  async #deliver(delivery: LeasedDelivery): Promise<void> {
    const outcome = await this.attempt.make(delivery);
    if (outcome.state !== 'deferred')
      attemptsMade.inc({ account: delivery.accountId, outcome: outcome.state });
    await this.repository.settle(delivery, outcome);
  }
}
