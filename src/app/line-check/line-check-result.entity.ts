import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../../account/account.entity.js';
import { type Finding } from './finding.js';

/** What LINE last told about an account when somebody asked on the screen. */
@Entity('line_check_result')
export class LineCheckResultEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'line_check_result_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'line_check_result_pkey' })
  accountId!: string;

  /** Real time, when it was begun: LINE is asked at most so often. */
  @Column('timestamptz', { name: 'checked_at' })
  checkedAt!: Date;

  /** Null until it is answered for the first time. */
  @Column('jsonb', { nullable: true })
  findings!: Finding[] | null;
}
