import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/**
 * A small call to the transport that is no message: "somebody is writing", "read up to here", "leave this group",
 * "show this menu". Any
 * process with the role `delivery` may make it; leases and waits are real time.
 */
@Entity('line_task')
@Unique('line_task_subject_key', ['accountId', 'kind', 'subject'])
@Index('line_task_next_attempt_index', ['nextAttemptAt'])
@Check('line_task_kind_check', `kind IN ('loading', 'read', 'leave', 'rich-menu', 'farewell')`)
export class LineTaskEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'line_task_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'line_task_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('varchar')
  kind!: 'loading' | 'read' | 'leave' | 'rich-menu' | 'farewell';

  /** What it is about; a newer task of the same kind about the same replaces an older one. */
  @Column('varchar')
  subject!: string;

  /** What the call needs, as JSON, sealed under the caller's key, the account's where there is no caller, or its own. */
  @Column('bytea')
  sealed!: Buffer;

  /** Real time after which it would only be wrong. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;
}
