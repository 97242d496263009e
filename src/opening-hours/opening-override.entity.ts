import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';

/**
 * That somebody closed or opened an account by hand. Rows stay as its history; of those that cover an instant, the
 * newest decides. Instants are those of the clock that all rules use.
 */
@Entity('opening_override')
@Index('opening_override_account_id_index', ['accountId', 'startsAt'])
@Check('opening_override_state_check', `state IN ('open', 'closed')`)
@Check('opening_override_until_check', `until IS NULL OR until > starts_at`)
@Check('opening_override_undone_check', `(undone_at IS NULL) = (undone_by IS NULL)`)
export class OpeningOverrideEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'opening_override_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'opening_override_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('varchar')
  state!: 'open' | 'closed';

  /** What staff say about the line; nothing about callers belongs here. */
  @Column('varchar')
  reason!: string;

  @Column('timestamptz', { name: 'starts_at' })
  startsAt!: Date;

  /** Null: until it is undone. */
  @Column('timestamptz', { nullable: true })
  until!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'set_by', foreignKeyConstraintName: 'opening_override_set_by_fkey' })
  setter!: StaffEntity;

  @Column('uuid', { name: 'set_by' })
  setBy!: string;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'undone_by', foreignKeyConstraintName: 'opening_override_undone_by_fkey' })
  undoer!: StaffEntity | null;

  @Column('uuid', { name: 'undone_by', nullable: true })
  undoneBy!: string | null;
}
