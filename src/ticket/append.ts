import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../config/clock.js';
import { type LabelledKind, type MessageContent, type MessageDirection } from '../contract/ticket.js';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';

/** The ticket a message goes to. The caller of `append` holds its row lock. */
export interface AppendTarget {
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
}

export interface NewMessage extends AppendTarget {
  readonly direction: MessageDirection;
  readonly content: MessageContent;
  readonly occurredAt: Date;
  readonly authorId?: string;
  readonly clientId?: string;
  /** What it is made from; made from it before: nothing happens. */
  readonly source?: string;
  /** The transport's own id, by which the caller can withdraw it. */
  readonly externalId?: string;
}

export interface NewDelivery {
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  /** Bubbles in order; the text of each. */
  readonly texts: readonly string[];
}

/** What a delivery sends, frozen: bubbles by the transport's neutral name. */
export interface DeliveryRequest {
  readonly bubbles: readonly { readonly kind: 'text'; readonly text: string }[];
}

/** The way every LINE reply goes for now; a web chat will be another transport. */
const TRANSPORT = 'line';

/**
 * The one door into a ticket: a caller's message, a reply, an automatic text and a note all pass here, in one
 * transaction with one event row each. Words are sealed before they reach SQL.
 */
@Injectable()
export class TicketAppender {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends messages; outbound and automatic text gets its delivery with its own retry key.
   * @returns the ids, in order; null where the source had been appended before
   */
  async append(tx: Transaction, messages: readonly NewMessage[]): Promise<(string | null)[]> {
    if (messages.length === 0) return [];
    const rows = messages.map((message) => ({
      message,
      id: uuidv7(),
      deliveryId: leaves(message) ? uuidv7() : null,
    }));
    await this.#insertDeliveries(
      tx,
      rows.flatMap(({ message, deliveryId }) =>
        deliveryId === null ? [] : [{ id: deliveryId, ...message, texts: [textOf(message)] }],
      ),
    );
    const inserted = await this.#insertMessages(tx, rows);
    const appended = rows.filter((row) => inserted.has(row.id));
    for (const { message, id } of appended) {
      tx.emit({
        type: 'message.appended',
        accountId: message.accountId,
        ticketId: message.ticketId,
        messageId: id,
      });
    }
    return rows.map((row) => (inserted.has(row.id) ? row.id : null));
  }

  /** Sends texts to a caller who has no ticket, for example a greeting. */
  async send(tx: Transaction, delivery: NewDelivery): Promise<void> {
    await this.#insertDeliveries(tx, [{ id: uuidv7(), ...delivery }]);
  }

  async #insertDeliveries(
    tx: Transaction,
    deliveries: readonly (NewDelivery & { id: string })[],
  ): Promise<void> {
    if (deliveries.length === 0) return;
    await tx.query(
      `WITH made AS (
         INSERT INTO delivery (id, account_id, caller_id, transport, request_sealed, retry_key, created_at, next_attempt_at)
         SELECT given.id, given.account_id, given.caller_id, '${TRANSPORT}', given.sealed, gen_random_uuid(), $5, now()
         FROM unnest($1::uuid[], $2::varchar[], $3::uuid[], $4::bytea[])
           WITH ORDINALITY AS given (id, account_id, caller_id, sealed, position)
         ORDER BY given.position
         RETURNING id
       )
       SELECT pg_notify('${channels.deliveries}', '') FROM made LIMIT 1`,
      [
        deliveries.map((delivery) => delivery.id),
        deliveries.map((delivery) => delivery.accountId),
        deliveries.map((delivery) => delivery.callerId),
        deliveries.map((delivery) => {
          const request: DeliveryRequest = {
            bubbles: delivery.texts.map((text) => ({ kind: 'text', text })),
          };
          return this.vault.sealJson(delivery.callerKey, `delivery.request:${delivery.id}`, request);
        }),
        this.clock.now(),
      ],
    );
  }

  /** Inserts messages and brings their tickets up to date, in one statement: each takes a round trip. */
  async #insertMessages(
    tx: Transaction,
    rows: readonly { message: NewMessage; id: string; deliveryId: string | null }[],
  ): Promise<ReadonlySet<string>> {
    const inserted = await tx.query<{ id: string }>(
      `WITH given AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::varchar[], $4::bytea[], $5::timestamptz[], $6::uuid[],
           $7::uuid[], $8::varchar[], $9::uuid[], $10::boolean[], $11::varchar[])
           AS given (id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source, delivery_id, talk, external_id)
       ), inserted AS (
         INSERT INTO message (id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source, delivery_id, external_id)
         SELECT id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source, delivery_id, external_id
         FROM given
         ON CONFLICT (source) WHERE (source IS NOT NULL) DO NOTHING RETURNING id
       ), said AS (
         SELECT ticket_id, count(*) FILTER (WHERE direction = 'inbound')::int AS inbound,
           min(occurred_at) FILTER (WHERE direction = 'inbound') AS first_inbound,
           max(occurred_at) FILTER (WHERE direction = 'inbound') AS last_inbound,
           bool_or(direction = 'outbound') AS answered
         FROM given JOIN inserted USING (id) WHERE talk GROUP BY ticket_id
       ), updated AS (
         UPDATE ticket SET
           inbound_count = inbound_count + said.inbound,
           last_inbound_at = greatest(last_inbound_at, said.last_inbound),
           unanswered_since = CASE WHEN said.answered THEN NULL ELSE coalesce(unanswered_since, said.first_inbound) END
         FROM said WHERE ticket.id = said.ticket_id
       )
       SELECT id FROM inserted`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.message.ticketId),
        rows.map((row) => row.message.direction),
        rows.map((row) =>
          this.vault.sealJson(row.message.callerKey, `message.content:${row.id}`, row.message.content),
        ),
        rows.map((row) => row.message.occurredAt),
        rows.map((row) => row.message.authorId ?? null),
        rows.map((row) => row.message.clientId ?? null),
        rows.map((row) => row.message.source ?? null),
        rows.map((row) => row.deliveryId),
        rows.map((row) => isTalk(row.message)),
        rows.map((row) => row.message.externalId ?? null),
      ],
    );
    return new Set(inserted.map((row) => row.id));
  }
}

/** Things LINE tells us about a caller, shown in the talk room but not said by anybody: nobody waits for an answer. */
const silentLabels: ReadonlySet<LabelledKind> = new Set([
  'follow',
  'unfollow',
  'unsend',
  'account-link',
  'video-play-complete',
  'beacon',
  'membership',
]);

function isTalk(message: NewMessage): boolean {
  if (message.direction === 'outbound') return true;
  if (message.direction !== 'inbound') return false;
  return message.content.kind !== 'labelled' || !silentLabels.has(message.content.label);
}

function leaves(message: NewMessage): boolean {
  return message.direction === 'outbound' || message.direction === 'automatic';
}

function textOf(message: NewMessage): string {
  if (message.content.kind !== 'text') throw new Error(`only text is sent, not ${message.content.kind}`);
  return message.content.text;
}
