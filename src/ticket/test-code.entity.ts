import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

/** What an administrator writes from their own LINE, so that nobody else is ever sent a test. */
@Entity('test_code')
export class TestCodeEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'test_code_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'test_code_pkey' })
  accountId!: string;

  @Column('varchar')
  code!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
