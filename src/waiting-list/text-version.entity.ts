import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';

/** What callers were told in a situation, and since when: every text that was ever saved, the present one too. */
@Entity('text_template_version')
export class TextTemplateVersionEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'text_template_version_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'text_template_version_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'text_template_version_pkey' })
  situation!: string;

  /** Counted from 1. */
  @PrimaryColumn('int', { primaryKeyConstraintName: 'text_template_version_pkey' })
  version!: number;

  /** Null: the account's own text was taken away. */
  @Column('text', { nullable: true })
  body!: string | null;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'saved_by', foreignKeyConstraintName: 'text_template_version_saved_by_fkey' })
  saver!: StaffEntity | null;

  /** Null: it came with the file of accounts. */
  @Column('uuid', { name: 'saved_by', nullable: true })
  savedBy!: string | null;
}
