import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type DeliveryReason } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';

/** A delivery leased to this process. */
export interface LeasedDelivery {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly transport: string;
  readonly requestSealed: Buffer;
  readonly addressSealed: Buffer;
  readonly retryKey: string;
  /** Counted up by the lease, so it names this attempt: an outcome is written only while it is still the newest. */
  readonly attempts: number;
  readonly firstAttemptAt: Date;
  readonly reachable: boolean;
}

export type Outcome =
  | {
      readonly state: 'accepted';
      readonly requestId: string | null;
      readonly sentMessageIds: readonly string[];
    }
  | { readonly state: 'failed'; readonly reason: DeliveryReason; readonly requestId: string | null }
  | { readonly state: 'unreachable' }
  | { readonly state: 'waiting'; readonly reason: DeliveryReason; readonly waitMs: number };

/** Leases and settles deliveries. Leases and waits are real time, by the database's clock. */
@Injectable()
export class DeliveryRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /**
   * Leases up to `limit` deliveries: of each caller only the first that waits, and none while another of theirs is
   * leased, also where two transactions committed in the other order than their numbers. A lease that ran out is taken
   * over with the same retry key, so that nothing is sent twice.
   */
  async lease(limit: number): Promise<LeasedDelivery[]> {
    return this.database.query<LeasedDelivery>(
      `WITH chosen AS (
         SELECT id FROM delivery
         WHERE state = 'waiting' AND next_attempt_at <= now() AND (leased_until < now() OR leased_until IS NULL
           AND NOT EXISTS (SELECT FROM delivery AS other WHERE other.caller_id = delivery.caller_id
             AND other.state = 'waiting'
             AND (other.sequence < delivery.sequence OR other.leased_until IS NOT NULL)))
         ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
       )
       UPDATE delivery SET leased_until = now() + $2 * interval '1 millisecond', attempts = attempts + 1,
         first_attempt_at = coalesce(first_attempt_at, now())
       FROM chosen, caller_address
       WHERE delivery.id = chosen.id AND caller_address.caller_id = delivery.caller_id
         AND caller_address.transport = delivery.transport
       RETURNING delivery.id, delivery.account_id AS "accountId", delivery.caller_id AS "callerId",
         delivery.transport, request_sealed AS "requestSealed", address_sealed AS "addressSealed",
         retry_key AS "retryKey", attempts, first_attempt_at AS "firstAttemptAt", reachable`,
      [limit, this.environment.DELIVERY_LEASE_MS],
    );
  }

  /** Writes what became of an attempt, unless somebody else has taken the lease over since. */
  async settle(delivery: LeasedDelivery, outcome: Outcome): Promise<void> {
    await this.database.transaction(async (tx) => {
      const settled = await tx.query(
        `UPDATE delivery SET state = $3, leased_until = NULL, reason = $4, request_id = coalesce($5, request_id),
           sent_message_ids = $6, accepted_at = $7, next_attempt_at = now() + $8 * interval '1 millisecond'
         WHERE id = $1 AND state = 'waiting' AND attempts = $2 RETURNING id`,
        [
          delivery.id,
          delivery.attempts,
          outcome.state,
          'reason' in outcome ? outcome.reason : null,
          'requestId' in outcome ? outcome.requestId : null,
          outcome.state === 'accepted' ? outcome.sentMessageIds : null,
          outcome.state === 'accepted' ? this.clock.now() : null,
          outcome.state === 'waiting' ? outcome.waitMs : 0,
        ],
      );
      if (settled.length === 0) return;
      const messages = await tx.query<{ id: string; ticketId: string }>(
        'SELECT id, ticket_id AS "ticketId" FROM message WHERE delivery_id = $1 ORDER BY id',
        [delivery.id],
      );
      for (const message of messages) {
        tx.emit({
          type: 'delivery.changed',
          accountId: delivery.accountId,
          ticketId: message.ticketId,
          messageId: message.id,
        });
      }
    });
  }
}
