import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

/**
 * A stretch of time in which a ticket stood still: waiting, with one counselor, or on the follow-up list. A trigger on
 * `ticket` writes it, so that no way in which a ticket moves can forget to. A closed ticket has none that runs.
 */
@Entity('ticket_phase')
@Index('ticket_phase_one_running', ['ticketId'], { unique: true, where: `(ended_at = 'infinity')` })
@Index('ticket_phase_account_id_index', ['accountId', 'endedAt'])
@Index('ticket_phase_staff_id_index', ['staffId', 'endedAt'])
@Index('ticket_phase_ticket_id_index', ['ticketId', 'beganAt'])
@Check('ticket_phase_order_check', 'ended_at >= began_at')
export class TicketPhaseEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'ticket_phase_pkey' })
  id!: number;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'ticket_phase_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => TicketEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'ticket_phase_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('varchar')
  state!: string;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'ticket_phase_staff_id_fkey' })
  staff!: StaffEntity | null;

  /** Who looked after it. */
  @Column('uuid', { name: 'staff_id', nullable: true })
  staffId!: string | null;

  /** The ticket came with it. */
  @Column('boolean')
  opens!: boolean;

  @Column('timestamptz', { name: 'began_at' })
  beganAt!: Date;

  /** `infinity` while it runs, so that one comparison finds what reaches into a day. */
  @Column('timestamptz', { name: 'ended_at', default: () => `'infinity'` })
  endedAt!: Date;

  /** The state after it; null while it runs. */
  @Column('varchar', { name: 'ended_into', nullable: true })
  endedInto!: string | null;

  /** Why it went on the follow-up list, where it did. */
  @Column('varchar', { name: 'ended_reason', nullable: true })
  endedReason!: string | null;
}

/** A caller with a counselor waited for an answer and got it. Written by the same trigger. */
@Entity('caller_answer')
@Index('caller_answer_account_id_index', ['accountId', 'answeredAt'])
export class CallerAnswerEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'caller_answer_pkey' })
  id!: number;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'caller_answer_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => TicketEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'caller_answer_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  /** Since when they waited for their counselor: since they wrote, or since the ticket was taken. */
  @Column('timestamptz')
  since!: Date;

  @Column('timestamptz', { name: 'answered_at' })
  answeredAt!: Date;
}
