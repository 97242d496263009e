import { Check, Column, Entity, Generated, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { StaffEntity } from '../staff/staff.entity.js';
import { CallerEntity, TicketEntity } from './ticket.entity.js';

/**
 * One request to a transport, 1–5 bubbles, frozen when it was made together with its retry key: every attempt sends the
 * same. At most one per caller is leased at a time, so that replies arrive in order. Lease and backoff use real time.
 */
@Entity('delivery')
@Index('delivery_one_in_flight_per_caller', ['callerId'], {
  unique: true,
  where: `(leased_until IS NOT NULL)`,
})
@Index('delivery_waiting_index', ['callerId', 'sequence'], { where: `(state = 'waiting')` })
@Index('delivery_given_up_index', ['callerId'], { where: `(state IN ('failed', 'unreachable'))` })
@Index('delivery_next_attempt_index', ['nextAttemptAt'], { where: `(state = 'waiting')` })
@Check('delivery_mode_check', `mode IN ('push', 'reply')`)
@Check('delivery_mode_check_token', `(mode = 'reply') <= (reply_until IS NOT NULL)`)
@Check('delivery_state_check', `state IN ('waiting', 'accepted', 'failed', 'unreachable')`)
@Check('delivery_lease_check', `(leased_until IS NOT NULL) <= (state = 'waiting')`)
export class DeliveryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'delivery_pkey' })
  id!: string;

  /** Order of sending: given under the lock on the caller's ticket. */
  @Column('bigint')
  @Generated('increment')
  sequence!: number;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'delivery_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('varchar')
  transport!: string;

  @Column('bytea', { name: 'request_sealed' })
  requestSealed!: Buffer;

  @Column('uuid', { name: 'retry_key' })
  retryKey!: string;

  @Column('varchar', { default: 'waiting' })
  state!: 'waiting' | 'accepted' | 'failed' | 'unreachable';

  @Column('varchar', { nullable: true })
  reason!: string | null;

  @Column('int', { default: 0 })
  attempts!: number;

  /** How the next attempt goes: by push, or by the reply token in the request while it is fresh. */
  @Column('varchar', { default: 'push' })
  mode!: 'push' | 'reply';

  /** Real time until which the reply token counts as fresh. */
  @Column('timestamptz', { name: 'reply_until', nullable: true })
  replyUntil!: Date | null;

  /** An attempt ended without an answer: LINE may have acted on it. */
  @Column('boolean', { default: false })
  uncertain!: boolean;

  /** LINE's own words and status for a refusal, as JSON, sealed under the caller's key: they may quote what was sent. */
  @Column('bytea', { name: 'answer_sealed', nullable: true })
  answerSealed!: Buffer | null;

  /** The failed delivery that a person had sent again by this one. */
  @Column('uuid', { name: 'resend_of', nullable: true })
  resendOf!: string | null;

  /** Nobody wrote it, and it says how things stand now: it is of no use much later. */
  @Column('boolean', { default: false })
  automatic!: boolean;

  /** By the clock of the rules. */
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Real time: what is held for long is given up. */
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' })
  madeAt!: Date;

  /** Real time of the first attempt: LINE keeps a retry key for 24 hours from then. */
  @Column('timestamptz', { name: 'first_attempt_at', nullable: true })
  firstAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;

  @Column('timestamptz', { name: 'accepted_at', nullable: true })
  acceptedAt!: Date | null;

  /** The transport's own name for the request, for inquiries. */
  @Column('varchar', { name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column('varchar', { name: 'sent_message_ids', array: true, nullable: true })
  sentMessageIds!: string[] | null;
}

/** One thing said in a ticket. */
@Entity('message')
@Index('message_ticket_index', ['ticketId', 'occurredAt', 'id'])
@Index('message_note_index', ['ticketId', 'occurredAt', 'id'], { where: `(direction = 'note')` })
@Index('message_client_id_key', ['ticketId', 'clientId', 'position'], {
  unique: true,
  where: `(client_id IS NOT NULL)`,
})
@Index('message_source_key', ['source'], { unique: true, where: `(source IS NOT NULL)` })
@Index('message_external_id_index', ['externalId'], { where: `(external_id IS NOT NULL)` })
@Index('message_quoted_external_id_index', ['quotedExternalId'], {
  where: `(quoted_external_id IS NOT NULL)`,
})
@Index('message_media_id_index', ['mediaId'], { where: `(media_id IS NOT NULL)` })
@Index('message_delivery_id_index', ['deliveryId'], { where: `(delivery_id IS NOT NULL)` })
@Index('message_unseen_index', ['ticketId'], {
  where: `((direction)::text = 'inbound'::text) AND (first_shown_at IS NULL)`,
})
@Index('message_whisper_index', ['ticketId'], {
  where: `((direction)::text = 'whisper'::text) AND (first_shown_at IS NULL)`,
})
@Check('message_direction_check', `direction IN ('inbound', 'outbound', 'automatic', 'note', 'whisper')`)
export class MessageEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'message_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'message_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('varchar')
  direction!: 'inbound' | 'outbound' | 'automatic' | 'note' | 'whisper';

  /** What was said, as JSON, sealed under the caller's key. */
  @Column('bytea', { name: 'content_sealed' })
  contentSealed!: Buffer;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'author_id', foreignKeyConstraintName: 'message_author_id_fkey' })
  author!: StaffEntity | null;

  @Column('uuid', { name: 'author_id', nullable: true })
  authorId!: string | null;

  /** The console's own id of a reply: a repeated request finds the first one. */
  @Column('uuid', { name: 'client_id', nullable: true })
  clientId!: string | null;

  /** What it was made from, for example one webhook event: made from it once. */
  @Column('varchar', { nullable: true })
  source!: string | null;

  /** The transport's own id: of a caller's message, by which they can withdraw it; of ours, once it was accepted. */
  @Column('varchar', { name: 'external_id', nullable: true })
  externalId!: string | null;

  /** The transport's id of the message that this one quotes. */
  @Column('varchar', { name: 'quoted_external_id', nullable: true })
  quotedExternalId!: string | null;

  /** The transport's tokens for quoting, reading and answering it, as JSON, sealed under the caller's key. */
  @Column('bytea', { name: 'tokens_sealed', nullable: true })
  tokensSealed!: Buffer | null;

  /** Place among the bubbles of one reply, counted from 0. */
  @Column('int', { default: 0 })
  position!: number;

  /** In the table of media; no foreign key, because media stand to the right of tickets. */
  @Column('uuid', { name: 'media_id', nullable: true })
  mediaId!: string | null;

  /** When it reached us, by the clock of the rules; null for what we say ourselves. */
  @Column('timestamptz', { name: 'received_at', nullable: true })
  receivedAt!: Date | null;

  /** When the caller took it back. */
  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @ManyToOne(() => DeliveryEntity, { nullable: true })
  @JoinColumn({ name: 'delivery_id', foreignKeyConstraintName: 'message_delivery_id_fkey' })
  delivery!: DeliveryEntity | null;

  @Column('uuid', { name: 'delivery_id', nullable: true })
  deliveryId!: string | null;

  /** When a console that may read it first had it on screen; of a whisper, one of the other side. */
  @Column('timestamptz', { name: 'first_shown_at', nullable: true })
  firstShownAt!: Date | null;
}

/** That a caller got an automatic text for one situation in one period: once per situation, not once per bubble. */
@Entity('notice')
export class NoticeEntity {
  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'notice_caller_id_fkey' })
  caller!: CallerEntity;

  @PrimaryColumn('uuid', { name: 'caller_id', primaryKeyConstraintName: 'notice_pkey' })
  callerId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'notice_pkey' })
  situation!: string;

  /** What makes it one situation: a ticket, a closed period, a follow event. */
  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'notice_pkey' })
  period!: string;

  @Column('timestamptz', { name: 'sent_at' })
  sentAt!: Date;
}

/** That a caller withdrew a message (LINE `unsend`): also one that arrives only later must not be seen. */
@Entity('withdrawn_message')
export class WithdrawnMessageEntity {
  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'withdrawn_message_caller_id_fkey' })
  caller!: CallerEntity;

  @PrimaryColumn('uuid', { name: 'caller_id', primaryKeyConstraintName: 'withdrawn_message_pkey' })
  callerId!: string;

  @PrimaryColumn('varchar', { name: 'external_id', primaryKeyConstraintName: 'withdrawn_message_pkey' })
  externalId!: string;

  @Column('timestamptz', { name: 'withdrawn_at' })
  withdrawnAt!: Date;
}
