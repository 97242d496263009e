import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from './ticket.entity.js';

/** Somebody opened a ticket that isn't theirs, to read it for a while, with a reason. Rows stay. */
@Entity('broken_glass')
@Index('broken_glass_open_key', ['ticketId', 'sessionId'], { unique: true, where: `(ended_at IS NULL)` })
@Index('broken_glass_unseen_index', ['accountId'], { where: `(seen_at IS NULL)` })
@Check('broken_glass_seen_check', `(seen_at IS NULL) = (seen_by IS NULL)`)
export class BrokenGlassEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'broken_glass_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'broken_glass_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'broken_glass_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'broken_glass_staff_id_fkey' })
  reader!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  /** Only in this session: it ends with it. No foreign key, since sessions leave no row. */
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  /** Whose ticket it was at that moment. */
  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'counselor_id', foreignKeyConstraintName: 'broken_glass_counselor_id_fkey' })
  counselor!: StaffEntity | null;

  @Column('uuid', { name: 'counselor_id', nullable: true })
  counselorId!: string | null;

  /** Sealed under the caller's key. */
  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  /** When a supervisor of the account had looked into it. */
  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'seen_by', foreignKeyConstraintName: 'broken_glass_seen_by_fkey' })
  seer!: StaffEntity | null;

  @Column('uuid', { name: 'seen_by', nullable: true })
  seenBy!: string | null;
}
