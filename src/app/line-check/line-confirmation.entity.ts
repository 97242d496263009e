import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../../account/account.entity.js';

/** That a person looked at a setting which LINE's API can't tell, and when. */
@Entity('line_confirmation')
export class LineConfirmationEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'line_confirmation_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'line_confirmation_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'line_confirmation_pkey' })
  item!: string;

  @Column('varchar', { name: 'confirmed_by' })
  confirmedBy!: string;

  @Column('timestamptz', { name: 'confirmed_at' })
  confirmedAt!: Date;
}
