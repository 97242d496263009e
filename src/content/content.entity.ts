import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { PhoneListEntity } from '../account/content.entity.js';
import { contentSections } from '../account/content-version.js';
import { StaffEntity } from '../staff/staff.entity.js';

/** Every state in which hours, canned texts, phone lists and categories were ever saved, the present one too. */
@Entity('content_version')
@Check(
  'content_version_section_check',
  `section IN (${contentSections.map((name) => `'${name}'`).join(', ')})`,
)
export class ContentVersionEntity {
  /** An account, a phone list, or `*` for what is for all accounts. */
  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'content_version_pkey' })
  scope!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'content_version_pkey' })
  section!: string;

  /** Counted from 1. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'content_version_pkey' })
  version!: number;

  @Column('jsonb')
  body!: unknown;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'saved_by', foreignKeyConstraintName: 'content_version_saved_by_fkey' })
  saver!: StaffEntity | null;

  /** Null: it came with the file of accounts. */
  @Column('uuid', { name: 'saved_by', nullable: true })
  savedBy!: string | null;
}

/** A telephone number callers are told: content with the day on which a person checked it, never a constant in code. */
@Entity('phone_number')
export class PhoneNumberEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'phone_number_id_pkey' })
  id!: string;

  @ManyToOne(() => PhoneListEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'list_id', foreignKeyConstraintName: 'phone_number_list_id_fkey' })
  list!: PhoneListEntity;

  @Column('uuid', { name: 'list_id' })
  listId!: string;

  @Column('int')
  position!: number;

  @Column('varchar')
  label!: string;

  @Column('varchar')
  number!: string;

  /** When somebody answers there, as callers are told. */
  @Column('varchar', { nullable: true })
  hours!: string | null;

  @Column('varchar', { nullable: true })
  note!: string | null;

  @Column('date', { name: 'verified_on' })
  verifiedOn!: string;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'verified_by', foreignKeyConstraintName: 'phone_number_verified_by_fkey' })
  verifier!: StaffEntity | null;

  /** Null: it came with the file of accounts. */
  @Column('uuid', { name: 'verified_by', nullable: true })
  verifiedBy!: string | null;
}
