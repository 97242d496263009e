import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { type Situation, situations } from '../contract/opening.js';

/** One LINE official account with its purpose and secrets. */
@Entity('account')
@Unique('account_bot_user_id_key', ['botUserId'])
export class AccountEntity {
  /** Name in the webhook address. */
  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'account_pkey' })
  id!: string;

  @Column('varchar', { name: 'name_ja' })
  nameJa!: string;

  @Column('varchar', { name: 'name_en' })
  nameEn!: string;

  /** What it is there for, as staff read it. */
  @Column('varchar', { default: '' })
  purpose!: string;

  /** Of one that is not, everything that is written is kept, and nobody new gets a counselor. */
  @Column('boolean', { default: true })
  active!: boolean;

  /** Counts its changes: whoever changes it says which one they saw. */
  @Column('int', { default: 1 })
  version!: number;

  /** The bot's own LINE user id, LINE's `destination`; null until it is known. */
  @Column('varchar', { name: 'bot_user_id', nullable: true })
  botUserId!: string | null;

  /** Channel secrets and access tokens, sealed under the account's key. */
  @Column('bytea', { name: 'credentials_sealed' })
  credentialsSealed!: Buffer;

  /** In the key store; no foreign key, since that store is to live apart. */
  @Column('uuid', { name: 'key_id' })
  keyId!: string;

  /** Key of the hash by which callers' addresses are found. */
  @Column('uuid', { name: 'index_key_id' })
  indexKeyId!: string;

  /** Highest ticket number given out so far. */
  @Column('int', { name: 'last_ticket_number', default: 0 })
  lastTicketNumber!: number;

  /** See `account-settings.ts`. */
  @Column('jsonb', { default: {} })
  settings!: object;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Real time before which nobody asks LINE how much of the month is used. */
  @Column('timestamptz', { name: 'quota_check_at', nullable: true })
  quotaCheckAt!: Date | null;

  /** LINE's id of the default rich menu that it took last; null before there was one. */
  @Column('varchar', { name: 'rich_menu_id', nullable: true })
  richMenuId!: string | null;

  /** When enough people were last seen to be there, for accounts whose opening waits for them. */
  @Column('timestamptz', { name: 'staffed_at', nullable: true })
  staffedAt!: Date | null;

  /** Whoever ends a consultation must say what it was about. */
  @Column('boolean', { name: 'category_required', default: false })
  categoryRequired!: boolean;
}

/** The account's own text for a situation, with variables in braces. */
@Entity('text_template')
@Check('text_template_situation_check', `situation IN (${situations.map((name) => `'${name}'`).join(', ')})`)
export class TextTemplateEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'text_template_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'text_template_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'text_template_pkey' })
  situation!: Situation;

  @Column('text')
  body!: string;
}

/** Something about an account that its supervisors must know now; the row is gone when it is over. */
@Entity('account_alarm')
export class AccountAlarmEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'account_alarm_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'account_alarm_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'account_alarm_pkey' })
  kind!: string;

  @Column('timestamptz', { name: 'raised_at' })
  raisedAt!: Date;
}

/** How much of the month's messages is used, as LINE said when it was last asked. */
@Entity('account_quota')
export class AccountQuotaEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'account_quota_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'account_quota_pkey' })
  accountId!: string;

  /** Null: no limit. */
  @Column('int', { name: 'message_limit', nullable: true })
  messageLimit!: number | null;

  @Column('int')
  used!: number;

  /** Real time. */
  @Column('timestamptz', { name: 'checked_at' })
  checkedAt!: Date;

  /** Real time before which nothing is pushed for this account, because LINE's limit stands in the way. */
  @Column('timestamptz', { name: 'hold_until', nullable: true })
  holdUntil!: Date | null;
}
