import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

export type HeldReplyState = 'pending' | 'approved' | 'returned' | 'withdrawn' | 'dropped';

/** A reply that waited for a supervisor's eyes. Rows stay; only approving one makes messages and a delivery. */
@Entity('held_reply')
@Unique('held_reply_client_id_key', ['ticketId', 'clientId'])
@Index('held_reply_pending_index', ['ticketId'], { where: `((state)::text = 'pending'::text)` })
@Check('held_reply_state_check', `state IN ('pending', 'approved', 'returned', 'withdrawn', 'dropped')`)
@Check('held_reply_drop_check', `(state = 'dropped') = (drop_reason IS NOT NULL)`)
export class HeldReplyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'held_reply_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'held_reply_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'held_reply_staff_id_fkey' })
  author!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  /** The console's own id of the reply: its messages will carry it. */
  @Column('uuid', { name: 'client_id' })
  clientId!: string;

  /** As its author wrote it, sealed under the caller's key. */
  @Column('bytea', { name: 'content_sealed' })
  contentSealed!: Buffer;

  @Column('varchar', { default: 'pending' })
  state!: HeldReplyState;

  @Column('varchar', { name: 'drop_reason', nullable: true })
  dropReason!: 'closed' | 'moved' | null;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'overdue_at' })
  overdueAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'decided_by', foreignKeyConstraintName: 'held_reply_decided_by_fkey' })
  decider!: StaffEntity | null;

  @Column('uuid', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** It went out in other words than its author's. */
  @Column('boolean', { default: false })
  edited!: boolean;

  /** Why it came back, sealed under the caller's key. */
  @Column('bytea', { name: 'remark_sealed', nullable: true })
  remarkSealed!: Buffer | null;

  /** When its author put away what came back. */
  @Column('timestamptz', { name: 'dismissed_at', nullable: true })
  dismissedAt!: Date | null;
}

/** Whose replies are looked at before they leave: all of one counselor in one account, or all of one ticket. Rows stay. */
@Entity('approval_rule')
@Index('approval_rule_counselor_key', ['accountId', 'staffId'], { unique: true, where: `(ended_at IS NULL)` })
@Index('approval_rule_ticket_key', ['ticketId'], { unique: true, where: `(ended_at IS NULL)` })
@Check('approval_rule_whose_check', `num_nonnulls(staff_id, ticket_id) = 1`)
@Check('approval_rule_ended_check', `(ended_at IS NULL) = (ended_by IS NULL)`)
export class ApprovalRuleEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'approval_rule_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'approval_rule_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'approval_rule_staff_id_fkey' })
  staff!: StaffEntity | null;

  @Column('uuid', { name: 'staff_id', nullable: true })
  staffId!: string | null;

  @ManyToOne(() => TicketEntity, { nullable: true })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'approval_rule_ticket_id_fkey' })
  ticket!: TicketEntity | null;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  /** Sealed under the caller's key, or the account's where it is about a counselor. */
  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'set_by', foreignKeyConstraintName: 'approval_rule_set_by_fkey' })
  setter!: StaffEntity;

  @Column('uuid', { name: 'set_by' })
  setBy!: string;

  @Column('timestamptz', { name: 'set_at' })
  setAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'ended_by', foreignKeyConstraintName: 'approval_rule_ended_by_fkey' })
  ender!: StaffEntity | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A counselor asked for a supervisor's look. Rows stay. */
@Entity('consult_request')
@Index('consult_request_one_standing', ['ticketId'], { unique: true, where: `(ended_at IS NULL)` })
@Check('consult_request_taken_check', `(taken_at IS NULL) = (taken_by IS NULL)`)
export class ConsultRequestEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'consult_request_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'consult_request_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'consult_request_staff_id_fkey' })
  asker!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  /** Sealed under the caller's key. */
  @Column('bytea', { name: 'why_sealed' })
  whySealed!: Buffer;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  @Column('timestamptz', { name: 'overdue_at' })
  overdueAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'taken_by', foreignKeyConstraintName: 'consult_request_taken_by_fkey' })
  taker!: StaffEntity | null;

  @Column('uuid', { name: 'taken_by', nullable: true })
  takenBy!: string | null;

  @Column('timestamptz', { name: 'taken_at', nullable: true })
  takenAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'ended_by', foreignKeyConstraintName: 'consult_request_ended_by_fkey' })
  ender!: StaffEntity | null;

  /** Null where it ended with the ticket, or went with it. */
  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
