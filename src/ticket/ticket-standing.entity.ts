import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { type Risk, type TicketAlarmKind } from '../contract/standing.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from './ticket.entity.js';

/** Every risk level that a ticket was given, by whom and why: nothing is ever changed or removed here. */
@Entity('risk_mark')
@Index('risk_mark_ticket_id_index', ['ticketId', 'markedAt'])
@Index('risk_mark_marked_at_index', ['markedAt'])
export class RiskMarkEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'risk_mark_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'risk_mark_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('varchar')
  risk!: Risk;

  /** Sealed under the caller's key: a counselor's words about them. */
  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'marked_by', foreignKeyConstraintName: 'risk_mark_marked_by_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'marked_by' })
  markedBy!: string;

  @Column('timestamptz', { name: 'marked_at' })
  markedAt!: Date;
}

/** Something about a ticket that a supervisor must see; it rings until somebody says that they have seen it. */
@Entity('ticket_alarm')
export class TicketAlarmEntity {
  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'ticket_alarm_ticket_id_fkey' })
  ticket!: TicketEntity;

  @PrimaryColumn('uuid', { name: 'ticket_id', primaryKeyConstraintName: 'ticket_alarm_pkey' })
  ticketId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'ticket_alarm_pkey' })
  kind!: TicketAlarmKind;

  @Column('timestamptz', { name: 'raised_at' })
  raisedAt!: Date;

  /** Whose act it is about, where it is about one: each is seen by somebody else. */
  @Column('uuid', { name: 'caused_by', array: true, default: [] })
  causedBy!: string[];

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'seen_by', foreignKeyConstraintName: 'ticket_alarm_seen_by_fkey' })
  staff!: StaffEntity | null;

  @Column('uuid', { name: 'seen_by', nullable: true })
  seenBy!: string | null;

  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;
}
