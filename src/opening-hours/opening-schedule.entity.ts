import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';

/** The opening hours of an account: one document, read and replaced as a whole, checked by `scheduleSchema`. */
@Entity('opening_schedule')
export class OpeningScheduleEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'opening_schedule_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'opening_schedule_pkey' })
  accountId!: string;

  @Column('jsonb')
  rules!: unknown;
}
