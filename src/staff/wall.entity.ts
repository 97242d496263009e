import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from './staff.entity.js';

/**
 * A screen on the wall. Its token may read numbers of its accounts and nothing else; only a hash of it is stored: of its
 * link until that is opened, of its cookie from then on. When it ends, the row goes. Times are real time.
 */
@Entity('wall')
@Unique('wall_token_hash_key', ['tokenHash'])
@Index('wall_made_by_index', ['madeBy'])
@Check('wall_length_check', `ends_at <= made_at + interval '90 days'`)
export class WallEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'wall_pkey' })
  id!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  @Column('bytea', { name: 'name_sealed' })
  nameSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'made_by', foreignKeyConstraintName: 'wall_made_by_fkey' })
  maker!: StaffEntity;

  @Column('uuid', { name: 'made_by' })
  madeBy!: string;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'link_expires_at' })
  linkExpiresAt!: Date;

  @Column('timestamptz', { name: 'opened_at', nullable: true })
  openedAt!: Date | null;

  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;
}

/** What a screen on the wall shows. */
@Entity('wall_account')
@Index('wall_account_account_id_index', ['accountId'])
export class WallAccountEntity {
  @ManyToOne(() => WallEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'wall_id', foreignKeyConstraintName: 'wall_account_wall_id_fkey' })
  wall!: WallEntity;

  @PrimaryColumn('uuid', { name: 'wall_id', primaryKeyConstraintName: 'wall_account_pkey' })
  wallId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'wall_account_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'wall_account_pkey' })
  accountId!: string;
}
