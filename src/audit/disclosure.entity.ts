import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { askerKinds, disclosureStates, exportStates, legalBases } from '../contract/disclosure.js';

const oneOf = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/**
 * Somebody asked for what a caller said. Its words are sealed under the account's key, not the caller's: what was given
 * away has to be answered for also after the caller was erased.
 */
@Entity('disclosure')
@Check('disclosure_asker_kind_check', `asker_kind IN (${oneOf(askerKinds)})`)
@Check('disclosure_basis_check', `basis IN (${oneOf(legalBases)})`)
@Check('disclosure_state_check', `state IN (${oneOf(disclosureStates)})`)
@Check('disclosure_ended_check', `(state IN ('given', 'refused')) = (ended_at IS NOT NULL)`)
@Index('disclosure_received_at_index', ['receivedAt'])
export class DisclosureEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'disclosure_pkey' })
  id!: string;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  @Column('varchar', { name: 'asker_kind' })
  askerKind!: string;

  @Column('varchar')
  basis!: string;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('bytea', { name: 'asked_sealed' })
  askedSealed!: Buffer;

  @Column('varchar')
  state!: string;

  @Column('uuid', { name: 'recorded_by' })
  recordedBy!: string;

  @Column('timestamptz', { name: 'recorded_at' })
  recordedAt!: Date;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('bytea', { name: 'outcome_sealed', nullable: true })
  outcomeSealed!: Buffer | null;
}

/** One person's yes. The key of the table is what makes it two different people. */
@Entity('disclosure_approval')
export class DisclosureApprovalEntity {
  @ManyToOne(() => DisclosureEntity, { nullable: false })
  @JoinColumn({ name: 'disclosure_id', foreignKeyConstraintName: 'disclosure_approval_disclosure_id_fkey' })
  disclosure!: DisclosureEntity;

  @PrimaryColumn('uuid', { name: 'disclosure_id', primaryKeyConstraintName: 'disclosure_approval_pkey' })
  disclosureId!: string;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'disclosure_approval_pkey' })
  staffId!: string;

  @Column('timestamptz', { name: 'approved_at' })
  approvedAt!: Date;
}

/** One file of the consultation that was made for a request: never the file itself, only what it was. */
@Entity('disclosure_export')
@Check('disclosure_export_state_check', `state IN (${oneOf(exportStates)})`)
@Check('disclosure_export_given_check', `(state = 'given') = (sha256 IS NOT NULL)`)
@Index('disclosure_export_disclosure_id_index', ['disclosureId'])
export class DisclosureExportEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'disclosure_export_pkey' })
  id!: string;

  @ManyToOne(() => DisclosureEntity, { nullable: false })
  @JoinColumn({ name: 'disclosure_id', foreignKeyConstraintName: 'disclosure_export_disclosure_id_fkey' })
  disclosure!: DisclosureEntity;

  @Column('uuid', { name: 'disclosure_id' })
  disclosureId!: string;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;

  @Column('varchar')
  state!: string;

  @Column('boolean', { name: 'with_notes' })
  withNotes!: boolean;

  @Column('bytea', { nullable: true })
  sha256!: Buffer | null;

  /** How many bytes left, as far as it came. */
  @Column('bigint', { nullable: true })
  bytes!: number | null;
}
