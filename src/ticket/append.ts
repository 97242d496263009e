import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { type LabelledKind, type MessageContent, type MessageDirection } from '../contract/message.js';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import {
  type DeliveryRequest,
  type MessageTokens,
  type ReplyToken,
  type SentBubble,
  type SentQuickReply,
} from './delivery-request.js';

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
  readonly quotedExternalId?: string | undefined;
  readonly tokens?: MessageTokens;
  readonly mediaId?: string | undefined;
  /** When it reached us, by the clock of the rules. */
  readonly receivedAt?: Date;
  readonly withdrawnAt?: Date;
}

/** A bubble that leaves: what the talk room shows, and what is sent for it. */
export interface OutgoingBubble {
  readonly content: MessageContent;
  readonly sent: SentBubble;
  readonly quotedExternalId?: string | undefined;
  readonly mediaId?: string | undefined;
}

/** What leaves together, in one request: one message for each bubble. */
export interface Outgoing extends AppendTarget {
  readonly direction: 'outbound' | 'automatic';
  readonly bubbles: readonly OutgoingBubble[];
  readonly quickReplies?: readonly SentQuickReply[];
  readonly occurredAt: Date;
  readonly authorId?: string;
  readonly clientId?: string;
  readonly replyToken?: ReplyToken;
}

export interface NewDelivery {
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  readonly bubbles: readonly SentBubble[];
  readonly quickReplies?: readonly SentQuickReply[];
  readonly replyToken?: ReplyToken;
  /** A direction of `outbound` is what a person wrote; everything else is automatic. */
  readonly direction?: Outgoing['direction'];
}

/** The way every LINE reply goes for now; a web chat will be another transport. */
const TRANSPORT = 'line';

interface MessageRow {
  readonly message: NewMessage;
  readonly id: string;
  readonly deliveryId: string | null;
  readonly position: number;
}

/**
 * The one door into a ticket: a caller's message, a reply, an automatic text and a note all pass here, in one
 * transaction with one event row each. Words are sealed before they reach SQL.
 */
@Injectable()
export class TicketAppender {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends messages that don't leave: what callers said, and notes.
   * @returns the ids, in order; null where the source had been appended before
   */
  async append(tx: Transaction, messages: readonly NewMessage[]): Promise<(string | null)[]> {
    const rows = messages.map((message) => ({ message, id: uuidv7(), deliveryId: null, position: 0 }));
    return this.#insert(tx, rows);
  }

  /**
   * Appends what is sent to the caller, with one delivery and its own retry key.
   * @returns the ids of its messages, one for each bubble
   */
  async say(tx: Transaction, outgoing: Outgoing): Promise<string[]> {
    const deliveryId = uuidv7();
    await this.#insertDelivery(tx, deliveryId, {
      ...outgoing,
      bubbles: outgoing.bubbles.map((bubble) => bubble.sent),
    });
    const rows = outgoing.bubbles.map((bubble, position) => ({
      message: {
        ...outgoing,
        content: bubble.content,
        quotedExternalId: bubble.quotedExternalId,
        mediaId: bubble.mediaId,
      },
      id: uuidv7(),
      deliveryId,
      position,
    }));
    await this.#insert(tx, rows);
    return rows.map((row) => row.id);
  }

  /** Sends to a caller who has no ticket, for example a greeting. */
  async send(tx: Transaction, delivery: NewDelivery): Promise<void> {
    await this.#insertDelivery(tx, uuidv7(), delivery);
  }

  async #insert(tx: Transaction, rows: readonly MessageRow[]): Promise<(string | null)[]> {
    if (rows.length === 0) return [];
    const inserted = await this.#insertMessages(tx, rows);
    for (const { message, id } of rows.filter((row) => inserted.has(row.id))) {
      tx.emit({
        type: 'message.appended',
        accountId: message.accountId,
        ticketId: message.ticketId,
        messageId: id,
      });
    }
    return rows.map((row) => (inserted.has(row.id) ? row.id : null));
  }

  async #insertDelivery(tx: Transaction, id: string, delivery: NewDelivery): Promise<void> {
    const { settings } = await this.accounts.get(delivery.accountId);
    const request: DeliveryRequest = {
      bubbles: delivery.bubbles,
      ...(delivery.quickReplies === undefined ? {} : { quickReplies: delivery.quickReplies }),
      ...(settings.senderName === undefined ? {} : { senderName: settings.senderName }),
      ...(delivery.replyToken === undefined ? {} : { replyToken: delivery.replyToken.token }),
    };
    await tx.query(
      `WITH made AS (
         INSERT INTO delivery (id, account_id, caller_id, transport, request_sealed, retry_key, created_at,
           next_attempt_at, mode, reply_until, automatic)
         VALUES ($1, $2, $3, '${TRANSPORT}', $4, gen_random_uuid(), $5, now(),
           CASE WHEN $6::timestamptz IS NULL THEN 'push' ELSE 'reply' END, $6, $7)
         RETURNING id
       )
       SELECT pg_notify('${channels.deliveries}', '') FROM made`,
      [
        id,
        delivery.accountId,
        delivery.callerId,
        this.vault.sealJson(delivery.callerKey, `delivery.request:${id}`, request),
        this.clock.now(),
        delivery.replyToken?.until ?? null,
        delivery.direction !== 'outbound',
      ],
    );
  }

  /** Inserts messages and brings their tickets up to date, in one statement: each takes a round trip. */
  async #insertMessages(tx: Transaction, rows: readonly MessageRow[]): Promise<ReadonlySet<string>> {
    const inserted = await tx.query<{ id: string }>(
      `WITH given AS (
         SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::varchar[], $4::bytea[], $5::timestamptz[], $6::uuid[],
           $7::uuid[], $8::varchar[], $9::uuid[], $10::boolean[], $11::varchar[], $12::varchar[], $13::bytea[],
           $14::int[], $15::uuid[], $16::timestamptz[], $17::timestamptz[])
           AS given (id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source, delivery_id,
             talk, external_id, quoted_external_id, tokens_sealed, position, media_id, received_at, withdrawn_at)
       ), inserted AS (
         INSERT INTO message (id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source,
           delivery_id, external_id, quoted_external_id, tokens_sealed, position, media_id, received_at, withdrawn_at)
         SELECT id, ticket_id, direction, content_sealed, occurred_at, author_id, client_id, source, delivery_id,
           external_id, quoted_external_id, tokens_sealed, position, media_id, received_at, withdrawn_at
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
        rows.map((row) => row.message.quotedExternalId ?? null),
        rows.map((row) => this.#sealTokens(row)),
        rows.map((row) => row.position),
        rows.map((row) => row.message.mediaId ?? null),
        rows.map((row) => row.message.receivedAt ?? null),
        rows.map((row) => row.message.withdrawnAt ?? null),
      ],
    );
    return new Set(inserted.map((row) => row.id));
  }

  #sealTokens({ id, message }: MessageRow): Buffer | null {
    if (message.tokens === undefined) return null;
    return this.vault.sealJson(message.callerKey, `message.tokens:${id}`, message.tokens);
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
  'left-line',
]);

function isTalk(message: NewMessage): boolean {
  if (message.direction === 'outbound') return true;
  if (message.direction !== 'inbound') return false;
  return message.content.kind !== 'labelled' || !silentLabels.has(message.content.label);
}
