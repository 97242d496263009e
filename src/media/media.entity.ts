import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { CallerEntity, TicketEntity } from '../ticket/ticket.entity.js';

/**
 * A picture, recording or file of a consultation. Its bytes are kept apart from the message, in sealed chunks, so that a
 * part of it can be read without opening all of it. Leases and waits are real time.
 */
@Entity('media')
@Index('media_caller_id_index', ['callerId'])
@Index('media_ticket_id_index', ['ticketId'])
@Index('media_next_attempt_index', ['nextAttemptAt'], { where: `(state = 'waiting')` })
@Check('media_kind_check', `kind IN ('image', 'video', 'audio', 'file')`)
@Check('media_direction_check', `direction IN ('inbound', 'outbound')`)
@Check('media_state_check', `state IN ('waiting', 'stored', 'gone', 'refused', 'infected', 'failed')`)
@Check('media_scan_check', `scan IN ('not-scanned', 'clean', 'infected')`)
@Check('media_stored_check', `(state = 'stored') <= (mime_type IS NOT NULL AND bytes IS NOT NULL)`)
export class MediaEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'media_pkey' })
  id!: string;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'media_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'media_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('varchar')
  direction!: 'inbound' | 'outbound';

  @Column('varchar')
  kind!: 'image' | 'video' | 'audio' | 'file';

  /** LINE's id of the message that brought it; null for what a counselor uploaded, and for what LINE doesn't hold. */
  @Column('varchar', { name: 'external_id', nullable: true })
  externalId!: string | null;

  @Column('varchar', { default: 'waiting' })
  state!: 'waiting' | 'stored' | 'gone' | 'refused' | 'infected' | 'failed';

  /** Found from the content itself. */
  @Column('varchar', { name: 'mime_type', nullable: true })
  mimeType!: string | null;

  /** Also known while it is `waiting` with all of its bytes here, for the scanner. */
  @Column('bigint', { nullable: true })
  bytes!: number | null;

  /** Length of every chunk but the last, in bytes, before sealing. */
  @Column('int', { name: 'chunk_bytes', nullable: true })
  chunkBytes!: number | null;

  /** The file's name as JSON, sealed under the caller's key. */
  @Column('bytea', { name: 'name_sealed', nullable: true })
  nameSealed!: Buffer | null;

  @Column('varchar', { default: 'not-scanned' })
  scan!: 'not-scanned' | 'clean' | 'infected';

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  /** From here on the time counts after which fetching is given up. */
  @Column('timestamptz', { name: 'first_attempt_at', nullable: true })
  firstAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;

  /** By the clock of the rules. */
  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** One stretch of a media's bytes, sealed under the caller's key and bound to its place. */
@Entity('media_chunk')
export class MediaChunkEntity {
  @ManyToOne(() => MediaEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'media_id', foreignKeyConstraintName: 'media_chunk_media_id_fkey' })
  media!: MediaEntity;

  @PrimaryColumn('uuid', { name: 'media_id', primaryKeyConstraintName: 'media_chunk_pkey' })
  mediaId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'media_chunk_pkey' })
  position!: number;

  @Column('bytea')
  sealed!: Buffer;
}
