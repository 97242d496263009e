import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

/** A stretch of time in which somebody was there and said one thing of themselves. A trigger on `presence` writes it. */
@Entity('presence_phase')
@Index('presence_phase_one_running', ['staffId'], { unique: true, where: `(ended_at = 'infinity')` })
@Index('presence_phase_staff_id_index', ['staffId', 'endedAt'])
@Check('presence_phase_order_check', 'ended_at >= began_at')
export class PresencePhaseEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'presence_phase_pkey' })
  id!: number;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'presence_phase_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('varchar')
  presence!: string;

  @Column('timestamptz', { name: 'began_at' })
  beganAt!: Date;

  /** `infinity` while it runs. */
  @Column('timestamptz', { name: 'ended_at', default: () => `'infinity'` })
  endedAt!: Date;
}

/** Somebody would like to talk with a supervisor after a hard case. One that stands per person and account; rows stay. */
@Entity('debrief')
@Index('debrief_one_standing', ['accountId', 'staffId'], { unique: true, where: '(ended_at IS NULL)' })
export class DebriefEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'debrief_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'debrief_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'debrief_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @ManyToOne(() => TicketEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'debrief_ticket_id_fkey' })
  ticket!: TicketEntity | null;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  /** Sealed under the person's own key. */
  @Column('bytea', { name: 'word_sealed', nullable: true })
  wordSealed!: Buffer | null;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'taken_by', foreignKeyConstraintName: 'debrief_taken_by_fkey' })
  taker!: StaffEntity | null;

  @Column('uuid', { name: 'taken_by', nullable: true })
  takenBy!: string | null;

  @Column('timestamptz', { name: 'taken_at', nullable: true })
  takenAt!: Date | null;

  /** They talked, or it was taken back. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
