import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { type ErasureCause, erasureCauses, erasureStates } from '../contract/erasure.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { CallerEntity } from '../ticket/ticket.entity.js';

/** A wish to be erased and, once it is done, its certificate: nothing of it is removed. */
@Entity('erasure')
@Check('erasure_cause_check', `cause IN (${erasureCauses.map((cause) => `'${cause}'`).join(', ')})`)
@Check('erasure_state_check', `state IN (${erasureStates.map((state) => `'${state}'`).join(', ')})`)
@Check('erasure_done_check', `(state = 'done') = (erased_at IS NOT NULL)`)
@Index('erasure_one_asked_index', ['callerId'], { unique: true, where: `(state IN ('asked', 'begun'))` })
@Index('erasure_asked_at_index', ['askedAt'])
@Index('erasure_farewell_index', ['id'], {
  where: `((farewell_key_id IS NOT NULL) AND (farewell_over_at IS NULL))`,
})
export class ErasureEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'erasure_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'erasure_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'erasure_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('varchar')
  cause!: ErasureCause;

  @Column('varchar')
  state!: 'asked' | 'declined' | 'begun' | 'done';

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'decided_by', foreignKeyConstraintName: 'erasure_decided_by_fkey' })
  staff!: StaffEntity | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** Where to say that it is done, sealed under a key for that alone (`farewell-keys.ts`). */
  @Column('bytea', { name: 'farewell_sealed', nullable: true })
  farewellSealed!: Buffer | null;

  @Column('uuid', { name: 'farewell_key_id', nullable: true })
  farewellKeyId!: string | null;

  /** It was said, or given up: that key is destroyed. */
  @Column('timestamptz', { name: 'farewell_over_at', nullable: true })
  farewellOverAt!: Date | null;

  /** Keys that are destroyed with it. */
  @Column('uuid', { name: 'key_ids', array: true, default: () => `'{}'` })
  keyIds!: string[];

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;

  /** The certificate as JSON, so that its hash stays what it is. */
  @Column('text', { nullable: true })
  certificate!: string | null;
}

/** Somebody's words must not be erased for now, whoever asks. */
@Entity('legal_hold')
export class LegalHoldEntity {
  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'legal_hold_caller_id_fkey' })
  caller!: CallerEntity;

  @PrimaryColumn('uuid', { name: 'caller_id', primaryKeyConstraintName: 'legal_hold_pkey' })
  callerId!: string;

  /** Sealed under the caller's key. */
  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'set_by', foreignKeyConstraintName: 'legal_hold_set_by_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'set_by' })
  setBy!: string;

  @Column('timestamptz', { name: 'set_at' })
  setAt!: Date;
}
