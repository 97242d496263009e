import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { CallerEntity } from '../ticket/ticket.entity.js';

/** Ids of webhook events seen so far. A small table of its own: it outlives the events, so that none comes in twice. */
@Entity('webhook_event_id')
@Index('webhook_event_id_received_at_index', ['receivedAt'])
export class WebhookEventIdEntity {
  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'webhook_event_id_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { name: 'webhook_event_id', primaryKeyConstraintName: 'webhook_event_id_pkey' })
  webhookEventId!: string;

  /** By the clock of the rules: whether a channel has fallen silent is one. */
  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
}

/**
 * One webhook event as LINE sent it, sealed under its caller's key before LINE got its 200. Of one from a group, only
 * that there was one: no key of a single person could destroy what was said there.
 */
@Entity('inbound_event')
@Index('inbound_event_caller_id_index', ['callerId'])
@Index('inbound_event_stored_index', ['id'], { where: `(state = 'stored')` })
@Index('inbound_event_retry_index', ['id'], {
  where: `((state)::text = 'stored'::text) AND (retry_at IS NOT NULL)`,
})
@Index('inbound_event_set_aside_index', ['id'], { where: `(state = 'set-aside')` })
@Index('inbound_event_unfamiliar_index', ['id'], { where: `(unfamiliar)` })
@Check('inbound_event_state_check', `state IN ('stored', 'projected', 'set-aside')`)
export class InboundEventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'inbound_event_pkey' })
  id!: number;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'inbound_event_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('varchar', { name: 'webhook_event_id' })
  webhookEventId!: string;

  @ManyToOne(() => CallerEntity, { nullable: true })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'inbound_event_caller_id_fkey' })
  caller!: CallerEntity | null;

  /** Null for an event that no single person caused, for example one from a group. */
  @Column('uuid', { name: 'caller_id', nullable: true })
  callerId!: string | null;

  /** Real time, whatever the clock of the rules shows: how late a message came, and how old the backlog is. */
  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('bytea')
  sealed!: Buffer;

  @Column('varchar', { default: 'stored' })
  state!: 'stored' | 'projected' | 'set-aside';

  @Column('int', { default: 0 })
  attempts!: number;

  /** Real time before which it is not tried again; null: at once. */
  @Column('timestamptz', { name: 'retry_at', nullable: true })
  retryAt!: Date | null;

  /** Class of the error that set it aside; never its message. */
  @Column('varchar', { nullable: true })
  error!: string | null;

  /** Of a type that this version doesn't know: administrators may see its keys. */
  @Column('boolean', { default: false })
  unfamiliar!: boolean;
}

/** Correctly signed input that could not be understood: kept sealed, shown to administrators, alarmed. */
@Entity('set_aside')
@Index('set_aside_digest_key', ['accountId', 'digest'], { unique: true })
@Check(
  'set_aside_reason_check',
  `reason IN ('not-json', 'unknown-shape', 'other-destination', 'event-without-id', 'event-without-caller', 'not-storable')`,
)
export class SetAsideEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'set_aside_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'set_aside_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('varchar')
  reason!: string;

  /** Keyed hash of the bytes: the same input, delivered again, is kept once. */
  @Column('bytea')
  digest!: Buffer;

  /** Real time. */
  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('int')
  bytes!: number;

  @Column('bytea')
  sealed!: Buffer;

  /** An administrator asked to have it read again. */
  @Column('timestamptz', { name: 'replay_requested_at', nullable: true })
  replayRequestedAt!: Date | null;
}
