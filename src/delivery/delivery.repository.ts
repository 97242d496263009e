import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { RETRY_KEY_USE_MS } from './backoff.js';
import { NotSentService } from './not-sent.service.js';
import { type LeasedDelivery, type Outcome } from './outcome.js';

/** How many deliveries may be leased now. */
export interface Room {
  /** That were never tried. */
  readonly firsts: number;
  /** That were tried before, or whose process died with them. */
  readonly retries: number;
  /** Accounts that wait for their rate: nothing of theirs is leased. */
  readonly except: readonly string[];
}

/** Leases and settles deliveries. Leases and waits are real time, by the database's clock. */
@Injectable()
export class DeliveryRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
    private readonly notSent: NotSentService,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Leases deliveries: of each caller only the first that waits, and none while another of theirs is leased, also where
   * two transactions committed in the other order than their numbers. A lease that ran out is taken over with the same
   * retry key, so that nothing is sent twice; what its process did last, nobody knows.
   */
  async lease({ firsts, retries, except }: Room): Promise<LeasedDelivery[]> {
    return this.database.query<LeasedDelivery>(
      `WITH firsts AS (${pick('attempts = 0', '$1')}), retries AS (${pick('attempts > 0', '$2')}),
       chosen AS (SELECT id FROM firsts UNION ALL SELECT id FROM retries)
       UPDATE delivery SET leased_until = now() + $3 * interval '1 millisecond', attempts = attempts + 1,
         first_attempt_at = coalesce(first_attempt_at, now()), uncertain = uncertain OR leased_until IS NOT NULL
       FROM chosen, caller_address, caller
       WHERE delivery.id = chosen.id AND caller_address.caller_id = delivery.caller_id
         AND caller_address.transport = delivery.transport AND caller.id = delivery.caller_id
       RETURNING delivery.id, delivery.account_id AS "accountId", delivery.caller_id AS "callerId",
         caller.key_id AS "callerKeyId", delivery.transport, request_sealed AS "requestSealed",
         address_sealed AS "addressSealed", retry_key AS "retryKey", attempts, first_attempt_at AS "firstAttemptAt",
         reachable, mode, reply_until AS "replyUntil", uncertain, reason, ${HELD} AS held`,
      [firsts, retries, this.environment.DELIVERY_LEASE_MS, except, RETRY_KEY_USE_MS, HELD_AUTOMATIC_MS],
    );
  }

  /** Writes what became of an attempt, unless somebody else has taken the lease over since. */
  async settle(delivery: LeasedDelivery, outcome: Outcome): Promise<void> {
    const callerKey = (await this.keys.get(this.database, [delivery.callerKeyId])).get(delivery.callerKeyId);
    await this.database.transaction(async (tx) => {
      if (outcome.state === 'deferred') return putBack(tx, delivery, outcome.waitMs);
      const givenUp = outcome.state === 'failed' || outcome.state === 'unreachable';
      const ticket = givenUp ? await this.notSent.lockTicket(tx, delivery.id) : undefined;
      const settled = await tx.query(
        `UPDATE delivery SET state = $3, leased_until = NULL, reason = $4, request_id = coalesce($5, request_id),
           sent_message_ids = $6, accepted_at = $7, next_attempt_at = now() + $8 * interval '1 millisecond',
           mode = coalesce($9, mode), uncertain = uncertain OR $10, answer_sealed = $11
         WHERE id = $1 AND state = 'waiting' AND attempts = $2 RETURNING id`,
        [
          delivery.id,
          delivery.attempts,
          outcome.state,
          'reason' in outcome ? outcome.reason : null,
          'requestId' in outcome ? outcome.requestId : null,
          outcome.state === 'accepted' ? outcome.sentMessages.map((sent) => sent.id) : null,
          outcome.state === 'accepted' ? this.clock.now() : null,
          outcome.state === 'waiting' ? outcome.waitMs : 0,
          outcome.state === 'waiting' ? (outcome.mode ?? null) : null,
          'uncertain' in outcome ? outcome.uncertain === true : false,
          this.#sealAnswer(delivery, outcome, callerKey),
        ],
      );
      if (settled.length === 0) return;
      await this.#settleMessages(tx, delivery, outcome, callerKey);
      if (ticket === undefined) return;
      await this.notSent.givenUp(tx, ticket);
      // Whoever looks at the list is told as well that a caller didn't get our words.
      tx.emit({ type: 'ticket.changed', accountId: ticket.accountId, ticketId: ticket.ticketId });
    });
  }

  /** From now on our own bubbles can be quoted, by the caller and by us. */
  async #settleMessages(
    tx: Transaction,
    delivery: LeasedDelivery,
    outcome: Outcome,
    callerKey: DataKey | undefined,
  ): Promise<void> {
    const messages = await messagesOf(tx, delivery.id);
    const sent = outcome.state === 'accepted' ? outcome.sentMessages : [];
    const named = messages.flatMap(({ id, position }) => {
      const { id: externalId, quoteToken } = sent[position] ?? {};
      if (externalId === undefined || externalId === '') return [];
      const tokens =
        quoteToken === undefined || callerKey === undefined
          ? null
          : this.vault.sealJson(callerKey, `message.tokens:${id}`, { quote: quoteToken });
      return [{ id, externalId, tokens }];
    });
    if (named.length > 0) {
      await tx.query(
        `UPDATE message SET external_id = given.external_id, tokens_sealed = given.tokens
         FROM unnest($1::uuid[], $2::varchar[], $3::bytea[]) AS given (id, external_id, tokens)
         WHERE message.id = given.id`,
        [
          named.map((message) => message.id),
          named.map((message) => message.externalId),
          named.map((message) => message.tokens),
        ],
      );
    }
    emitChanged(tx, delivery.accountId, messages);
  }

  #sealAnswer(delivery: LeasedDelivery, outcome: Outcome, callerKey: DataKey | undefined): Buffer | null {
    const answer = 'answer' in outcome ? outcome.answer : undefined;
    if (answer === undefined || answer === null || callerKey === undefined) return null;
    return this.vault.sealJson(callerKey, `delivery.answer:${delivery.id}`, answer);
  }
}

/** An automatic text says how things stand now, as a place in line: held longer than this, it is not sent any more. */
const HELD_AUTOMATIC_MS = 10 * 60_000;
/** Whether the month of the delivery's account is used up. */
const HELD = `EXISTS (SELECT FROM account_quota
  WHERE account_quota.account_id = delivery.account_id AND hold_until > now())`;

/** Deliveries that may be leased: not those of an account whose month is used up, unless they must be given up now. */
function pick(condition: string, limit: string): string {
  return `SELECT id FROM delivery
    WHERE state = 'waiting' AND ${condition} AND next_attempt_at <= now() AND account_id <> ALL($4::varchar[])
      AND (mode = 'reply' OR NOT ${HELD}
        OR least(first_attempt_at, made_at) < now() - $5 * interval '1 millisecond'
        OR automatic AND made_at < now() - $6 * interval '1 millisecond')
      AND (leased_until < now() OR leased_until IS NULL
        AND NOT EXISTS (SELECT FROM delivery AS other WHERE other.caller_id = delivery.caller_id
          AND other.state = 'waiting' AND (other.sequence < delivery.sequence OR other.leased_until IS NOT NULL)))
    ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

/** It was never tried: that it was leased leaves no trace. */
async function putBack(tx: Transaction, delivery: LeasedDelivery, waitMs: number): Promise<void> {
  await tx.query(
    `UPDATE delivery SET leased_until = NULL, attempts = attempts - 1,
       first_attempt_at = CASE WHEN attempts = 1 THEN NULL ELSE first_attempt_at END,
       next_attempt_at = now() + $3 * interval '1 millisecond'
     WHERE id = $1 AND state = 'waiting' AND attempts = $2`,
    [delivery.id, delivery.attempts, waitMs],
  );
}

interface DeliveredMessage {
  readonly id: string;
  readonly ticketId: string;
  readonly position: number;
}

async function messagesOf(tx: Transaction, deliveryId: string): Promise<DeliveredMessage[]> {
  return tx.query<DeliveredMessage>(
    'SELECT id, ticket_id AS "ticketId", position FROM message WHERE delivery_id = $1 ORDER BY position',
    [deliveryId],
  );
}

/** Tells screens that what they show of these messages' delivery has changed. */
export function emitChanged(
  tx: Transaction,
  accountId: string,
  messages: readonly { readonly id: string; readonly ticketId: string }[],
): void {
  for (const { id, ticketId } of messages)
    tx.emit({ type: 'delivery.changed', accountId, ticketId, messageId: id });
}
