import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from './account.entity.js';

/** A text that counselors may send with a few keys, with variables in braces. */
@Entity('canned_text')
@Unique('canned_text_shortcut_key', ['accountId', 'shortcut'])
@Index('canned_text_common_shortcut_key', ['shortcut'], { unique: true, where: 'account_id IS NULL' })
export class CannedTextEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'canned_text_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'canned_text_account_id_fkey' })
  account!: AccountEntity | null;

  /** Null: for all accounts. One of the account's own with the same shortcut takes its place. */
  @Column('varchar', { name: 'account_id', nullable: true })
  accountId!: string | null;

  @Column('int')
  position!: number;

  @Column('varchar')
  shortcut!: string;

  @Column('varchar')
  title!: string;

  @Column('varchar', { nullable: true })
  category!: string | null;

  @Column('text')
  body!: string;

  @Column('boolean', { default: true })
  active!: boolean;
}

/** Telephone numbers that belong together. Each account names the lists that its callers are told, in their order. */
@Entity('phone_list')
@Unique('phone_list_own_account_id_key', ['ownAccountId'])
export class PhoneListEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'phone_list_pkey' })
  id!: string;

  @Column('varchar')
  name!: string;

  @Column('int')
  position!: number;

  @ManyToOne(() => AccountEntity, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'own_account_id', foreignKeyConstraintName: 'phone_list_own_account_id_fkey' })
  ownAccount!: AccountEntity | null;

  /** The account whose numbers in the file of accounts these are; null: made on the screen. */
  @Column('varchar', { name: 'own_account_id', nullable: true })
  ownAccountId!: string | null;
}

/** That an account's callers are told the numbers of a list. */
@Entity('phone_list_account')
export class PhoneListAccountEntity {
  @ManyToOne(() => PhoneListEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'list_id', foreignKeyConstraintName: 'phone_list_account_list_id_fkey' })
  list!: PhoneListEntity;

  @PrimaryColumn('uuid', { name: 'list_id', primaryKeyConstraintName: 'phone_list_account_pkey' })
  listId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'phone_list_account_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'phone_list_account_pkey' })
  accountId!: string;
}

/** What consultations of an account are about. One that was ever used stays, retired, so that the past stays readable. */
@Entity('category')
@Unique('category_name_key', ['accountId', 'name'])
export class CategoryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'category_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'category_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('int')
  position!: number;

  @Column('varchar')
  name!: string;

  @Column('boolean', { default: false })
  retired!: boolean;
}
