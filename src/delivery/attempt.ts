import { Injectable, Logger } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { Database } from '../database/database.service.js';
import { describeError } from '../database/worker.js';
import { LineClient } from '../line/line.client.js';
import { type SendResult } from '../line/line-result.js';
import { type DeliveryRequest } from '../ticket/delivery-request.js';
import { Vault } from '../vault/vault.service.js';
import { AccountWatch } from './account-watch.js';
import { retryKeyExpired } from './backoff.js';
import { ChannelPace } from './channel-pace.js';
import { lineMessages } from './line-messages.js';
import { goOnByPush, type LeasedDelivery, type Outcome, outcomeOfPush, outcomeOfReply } from './outcome.js';

/** How long a channel waits after LINE said that it sends too much, in milliseconds; twice that at most. */
const RATE_PAUSE_MS = 1000;

/** One attempt at one leased delivery. */
@Injectable()
export class Attempt {
  readonly #logger = new Logger(Attempt.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly line: LineClient,
    private readonly pace: ChannelPace,
    private readonly watch: AccountWatch,
  ) {}

  async make(delivery: LeasedDelivery): Promise<Outcome> {
    // LINE answers 200 for somebody who has blocked us, and sends nothing: so we don't ask.
    if (!delivery.reachable) return { state: 'unreachable' };
    if (delivery.mode === 'push' && delivery.held) return { state: 'failed', reason: 'month-limit' };
    if (delivery.mode === 'push' && retryKeyExpired(delivery.firstAttemptAt, new Date()))
      return { state: 'failed', reason: delivery.reason === 'month-limit' ? 'month-limit' : 'expired' };
    if (delivery.mode === 'reply' && !isFresh(delivery)) return goOnByPush();
    const waitMs = await this.pace.take(delivery.accountId);
    if (waitMs > 0) return { state: 'deferred', waitMs };
    const opened = await this.vault.openEachJson(this.database, [
      { binding: `delivery.request:${delivery.id}`, bytes: delivery.requestSealed },
      { binding: `caller_address.address:${delivery.callerId}`, bytes: delivery.addressSealed },
    ]);
    const [request, address] = opened.map((value) => (value.kind === 'opened' ? value.value : undefined));
    // The caller's key was destroyed, or what is stored is damaged: trying again would only hold up what comes after.
    if (request === undefined || address === undefined) return { state: 'failed', reason: 'nothing-to-send' };
    const outcome = await this.#send(delivery, request as DeliveryRequest, address as string);
    await this.watch.learn(delivery.accountId, outcome);
    return outcome;
  }

  async #send(delivery: LeasedDelivery, request: DeliveryRequest, address: string): Promise<Outcome> {
    const { credentials } = await this.accounts.get(delivery.accountId);
    const messages = lineMessages(request);
    if (delivery.mode === 'reply' && request.replyToken !== undefined) {
      return outcomeOfReply(delivery, await this.line.reply(credentials, request.replyToken, messages));
    }
    const result = await this.line.push(credentials, address, messages, delivery.retryKey);
    return this.#slowed(delivery, result, outcomeOfPush(result, delivery.attempts));
  }

  /**
   * A 429 means too fast, or that the month is used up, and only the quota tells which.
   * https://developers.line.biz/en/reference/messaging-api/#rate-limits
   */
  async #slowed(delivery: LeasedDelivery, result: SendResult, outcome: Outcome): Promise<Outcome> {
    if (result.outcome !== 'again' || result.cause !== 'rate-limited' || outcome.state !== 'waiting')
      return outcome;
    if (await this.#monthIsUsedUp(delivery.accountId))
      return { ...outcome, reason: 'month-limit', waitMs: 0 };
    // LINE also refuses too much to one person: that concerns nobody else, so one caller alone stops no channel.
    if (this.pace.tooFast(delivery.accountId, delivery.callerId))
      this.pace.pause(delivery.accountId, RATE_PAUSE_MS * (1 + Math.random()));
    return outcome;
  }

  /** What LINE said of the attempt has to be written, whatever becomes of this question. */
  async #monthIsUsedUp(accountId: string): Promise<boolean> {
    try {
      return await this.watch.monthIsUsedUp(accountId);
    } catch (error) {
      this.#logger.error(`quota not learned: ${describeError(error)}`);
      return false;
    }
  }
}

function isFresh({ replyUntil }: LeasedDelivery): boolean {
  return replyUntil !== null && replyUntil.getTime() > Date.now();
}
