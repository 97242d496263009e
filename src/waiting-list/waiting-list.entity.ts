import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

/** Somebody took a ticket before its turn: nothing is ever changed or removed here. */
@Entity('out_of_order_pick')
@Index('out_of_order_pick_ticket_id_index', ['ticketId'])
export class OutOfOrderPickEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'out_of_order_pick_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'out_of_order_pick_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'out_of_order_pick_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  /** How many waited before it. */
  @Column('int')
  ahead!: number;

  /** Sealed under the caller's key; null where the account lets everybody pick and asks for none. */
  @Column('bytea', { name: 'reason_sealed', nullable: true })
  reasonSealed!: Buffer | null;

  @Column('timestamptz', { name: 'picked_at' })
  pickedAt!: Date;
}

/** A supervisor muted a caller for a time: what they write is kept, and nobody is asked to answer it. */
@Entity('caller_mute')
@Index('caller_mute_caller_id_index', ['callerId', 'until'])
export class CallerMuteEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'caller_mute_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'caller_mute_ticket_id_fkey' })
  ticket!: TicketEntity;

  /** The ticket in which the supervisor decided so. */
  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'muted_by', foreignKeyConstraintName: 'caller_mute_muted_by_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'muted_by' })
  mutedBy!: string;

  @Column('timestamptz', { name: 'muted_at' })
  mutedAt!: Date;

  @Column('timestamptz')
  until!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'lifted_by', foreignKeyConstraintName: 'caller_mute_lifted_by_fkey' })
  lifter!: StaffEntity | null;

  /** Who ended it before its time. */
  @Column('uuid', { name: 'lifted_by', nullable: true })
  liftedBy!: string | null;

  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt!: Date | null;
}
