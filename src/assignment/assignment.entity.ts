import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { type Handover } from '../contract/assignment.js';
import { type Profession } from '../contract/standing.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

/** How an offer ended. `returned`: they had taken the ticket and gave it back to the line. */
export type OfferOutcome = 'accepted' | 'declined' | 'expired' | 'withdrawn' | 'returned';

/** A ticket was offered to somebody. Rows stay: whoever has had it waits until everybody who fits has. */
@Entity('ticket_offer')
@Index('ticket_offer_one_standing', ['ticketId'], { unique: true, where: '(outcome IS NULL)' })
@Index('ticket_offer_ticket_id_index', ['ticketId', 'waitNumber'])
@Index('ticket_offer_ended_at_index', ['accountId', 'endedAt'])
@Check(
  'ticket_offer_outcome_check',
  `outcome IN ('accepted', 'declined', 'expired', 'withdrawn', 'returned')`,
)
@Check('ticket_offer_ended_check', '(ended_at IS NULL) = (outcome IS NULL)')
export class TicketOfferEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ticket_offer_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'ticket_offer_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'ticket_offer_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'ticket_offer_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  /** In which wait of the ticket. */
  @Column('int', { name: 'wait_number' })
  waitNumber!: number;

  @Column('timestamptz', { name: 'offered_at' })
  offeredAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('varchar', { nullable: true })
  outcome!: OfferOutcome | null;
}

/** A ticket handed over to somebody, or back to the line, with what whoever is next must know. Rows stay. */
@Entity('handover')
@Index('handover_ticket_id_index', ['ticketId', 'madeAt'])
@Index('handover_one_standing', ['ticketId'], { unique: true, where: `(state = 'standing')` })
@Index('handover_to_account_id_index', ['toAccountId'], { where: `(state = 'standing')` })
@Index('handover_moved_from_index', ['fromStaffId'], {
  where: `(moved_by IS NOT NULL) AND (dismissed_at IS NULL)`,
})
@Index('handover_moved_to_index', ['toStaffId'], { where: `(moved_by IS NOT NULL) AND (read_at IS NULL)` })
@Check(
  'handover_state_check',
  `state IN ('standing', 'accepted', 'declined', 'withdrawn', 'returned', 'closed')`,
)
@Check('handover_kind_check', `kind IN ('transfer', 'take-over', 'give-back', 'reassign', 'return', 'close')`)
@Check(
  'handover_target_check',
  `num_nonnulls(to_staff_id, to_profession, to_account_id) = CASE WHEN state IN ('returned', 'closed') THEN 0 ELSE 1 END`,
)
export class HandoverEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'handover_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'handover_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'from_staff_id', foreignKeyConstraintName: 'handover_from_staff_id_fkey' })
  from!: StaffEntity;

  @Column('uuid', { name: 'from_staff_id' })
  fromStaffId!: string;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'to_staff_id', foreignKeyConstraintName: 'handover_to_staff_id_fkey' })
  toStaff!: StaffEntity | null;

  @Column('uuid', { name: 'to_staff_id', nullable: true })
  toStaffId!: string | null;

  @Column('varchar', { name: 'to_profession', nullable: true })
  toProfession!: Profession | null;

  @ManyToOne(() => AccountEntity, { nullable: true })
  @JoinColumn({ name: 'to_account_id', foreignKeyConstraintName: 'handover_to_account_id_fkey' })
  toAccount!: AccountEntity | null;

  @Column('varchar', { name: 'to_account_id', nullable: true })
  toAccountId!: string | null;

  @Column('varchar')
  state!: Handover['state'];

  @Column('varchar', { default: 'transfer' })
  kind!: Handover['kind'];

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'moved_by', foreignKeyConstraintName: 'handover_moved_by_fkey' })
  mover!: StaffEntity | null;

  /** The supervisor who moved it, where it was not whoever had it. */
  @Column('uuid', { name: 'moved_by', nullable: true })
  movedBy!: string | null;

  /** When whoever has it now has seen what a supervisor wrote for them. */
  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;

  /** Sealed under the caller's key: a counselor's words about them. */
  @Column('bytea', { name: 'note_sealed' })
  noteSealed!: Buffer;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'answered_by', foreignKeyConstraintName: 'handover_answered_by_fkey' })
  answerer!: StaffEntity | null;

  @Column('uuid', { name: 'answered_by', nullable: true })
  answeredBy!: string | null;

  @Column('timestamptz', { name: 'answered_at', nullable: true })
  answeredAt!: Date | null;

  @Column('bytea', { name: 'decline_reason_sealed', nullable: true })
  declineReasonSealed!: Buffer | null;

  /** When whoever had it has seen that it was declined, or moved. */
  @Column('timestamptz', { name: 'dismissed_at', nullable: true })
  dismissedAt!: Date | null;
}
