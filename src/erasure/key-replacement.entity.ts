import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { CallerEntity } from '../ticket/ticket.entity.js';

/**
 * A caller took something back: they get a new key, and the one with which backups of before hold it goes. `asked`, until
 * what they say is being sealed anew; what they take back from then on asks again. `replaced`: nothing is under the old
 * keys, which stay for as long as backups of the data from before are to open. `done`: they are destroyed.
 */
@Entity('key_replacement')
@Check('key_replacement_state_check', `state IN ('asked', 'begun', 'replaced', 'done')`)
@Check('key_replacement_done_check', `(state = 'done') = (done_at IS NOT NULL)`)
@Check('key_replacement_made_check', `(new_key_id IS NULL) = (made_at IS NULL)`)
@Index('key_replacement_one_asked_index', ['callerId'], { unique: true, where: `(state = 'asked')` })
@Index('key_replacement_due_at_index', ['dueAt'], { where: `(state <> 'done')` })
export class KeyReplacementEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'key_replacement_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'key_replacement_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'key_replacement_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('varchar', { default: 'asked' })
  state!: 'asked' | 'begun' | 'replaced' | 'done';

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  /** When its next step is tried. */
  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  /** Made beforehand, so that a backup of the keys has it before anything is sealed with it. */
  @Column('uuid', { name: 'new_key_id', nullable: true })
  newKeyId!: string | null;

  @Column('timestamptz', { name: 'made_at', nullable: true })
  madeAt!: Date | null;

  /** Which keys go; once it is done, which went, so that none comes back with a backup of the keys. */
  @Column('uuid', { name: 'key_ids', array: true, default: () => `'{}'` })
  keyIds!: string[];

  /** Its last try failed: an alarm stands at the account. */
  @Column('boolean', { default: false })
  failed!: boolean;

  @Column('timestamptz', { name: 'done_at', nullable: true })
  doneAt!: Date | null;
}
