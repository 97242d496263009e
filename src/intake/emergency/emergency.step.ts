import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { type Transaction } from '../../database/transaction.js';
import { type LineEvent } from '../../line/webhook-body.js';
import { TicketAppender } from '../../ticket/append.js';
import { type DataKey } from '../../vault/seal.js';
import { type EmergencyRecord, emergencyRecordSchema } from './emergency-record.js';

interface SaidEvent {
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  readonly event: LineEvent;
}

/** Shows in the talk room what a caller was told while our database was away, with what LINE said of it. */
@Injectable()
export class EmergencyStep {
  constructor(
    private readonly appender: TicketAppender,
    private readonly clock: Clock,
  ) {}

  async apply(tx: Transaction, events: readonly SaidEvent[]): Promise<void> {
    for (const { event, ...caller } of events) {
      const record = emergencyRecordSchema.parse(event['said']);
      await tx.query(
        `INSERT INTO notice (caller_id, situation, period, sent_at) VALUES ($1, 'emergency', $2, $3)
         ON CONFLICT DO NOTHING`,
        [caller.callerId, record.outage, this.clock.fromRealTime(record.at)],
      );
      const [ticket] = await tx.query<{ id: string }>(
        `SELECT id FROM ticket WHERE caller_id = $1 AND state <> 'closed' FOR UPDATE`,
        [caller.callerId],
      );
      // Who only followed has no consultation to show it in.
      if (ticket !== undefined) await this.#show(tx, { ...caller, ticketId: ticket.id }, record);
    }
  }

  async #show(
    tx: Transaction,
    target: Omit<SaidEvent, 'event'> & { readonly ticketId: string },
    record: EmergencyRecord,
  ): Promise<void> {
    const [messageId] = await this.appender.say(tx, {
      ...target,
      direction: 'automatic',
      bubbles: [{ content: { kind: 'text', text: record.text }, sent: { kind: 'text', text: record.text } }],
      occurredAt: this.clock.fromRealTime(record.at),
    });
    // It was sent long ago: the delivery says what became of it, and nothing is sent for it.
    await tx.query(
      `WITH said AS (UPDATE message SET external_id = $7::varchar WHERE id = $1 RETURNING delivery_id)
       UPDATE delivery SET state = $2::varchar, reason = $3, uncertain = $4, request_id = $5, attempts = 1,
         first_attempt_at = to_timestamp($6::double precision / 1000),
         accepted_at = CASE WHEN $2::varchar = 'accepted' THEN $8::timestamptz END,
         sent_message_ids = CASE WHEN $7::varchar IS NOT NULL THEN ARRAY[$7::varchar] END
       FROM said WHERE delivery.id = said.delivery_id`,
      [
        messageId,
        record.accepted ? 'accepted' : 'failed',
        record.reason,
        record.uncertain,
        record.requestId,
        record.at,
        record.sentMessageId,
        this.clock.fromRealTime(record.at),
      ],
    );
  }
}
