import { Column, Entity, Generated, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { StaffEntity } from '../staff/staff.entity.js';
import { TicketEntity } from './ticket.entity.js';

/** What one person has begun to write in one ticket: nobody else gets it, and it ends with the ticket. */
@Entity('draft')
export class DraftEntity {
  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'draft_ticket_id_fkey' })
  ticket!: TicketEntity;

  @PrimaryColumn('uuid', { name: 'ticket_id', primaryKeyConstraintName: 'draft_pkey' })
  ticketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'draft_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'draft_pkey' })
  staffId!: string;

  /** As JSON, sealed under the caller's key: it answers their words, and goes with them. */
  @Column('bytea', { name: 'content_sealed' })
  contentSealed!: Buffer;

  /** Drawn anew at each save, and never used twice: a deleted draft can't be taken for the one after it. */
  @Column('bigint')
  @Generated('increment')
  revision!: number;

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date;
}
