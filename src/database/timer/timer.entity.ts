import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Something to be done once at an instant of the rules' clock. Any process with the role `timers` may do it; the lease
 * (real time) makes sure that one does, and that another takes over if that one dies.
 */
@Entity('timer')
@Index('timer_due_at_index', ['dueAt'])
export class TimerEntity {
  @PrimaryColumn({ type: 'varchar', primaryKeyConstraintName: 'timer_pkey' })
  kind!: string;

  @PrimaryColumn({ type: 'varchar', primaryKeyConstraintName: 'timer_pkey' })
  subject!: string;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;
}
