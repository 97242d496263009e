import { Check, Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** What happened, as a fact about committed rows. */
export const eventTypes = [
  'ticket.changed',
  'message.appended',
  'message.withdrawn',
  'delivery.changed',
  'counselor.changed',
  'account.changed',
  'clock.changed',
  'draft.changed',
  'debrief.changed',
  'incident.changed',
  'held-reply.changed',
  'moves.changed',
  'announcement.changed',
  'shift-note.changed',
  'glass.changed',
] as const;
export type EventType = (typeof eventTypes)[number];

/**
 * A committed event. It holds ids and scope, never words: who may see it is checked, and words are opened, when it is
 * sent to a screen. Ids grow in commit order, without exception: a reader that has seen id n never misses one below n.
 */
@Entity('event')
@Check('event_type_check', `type IN (${eventTypes.map((type) => `'${type}'`).join(', ')})`)
@Index('event_occurred_at_index', ['occurredAt'])
export class EventEntity {
  @PrimaryGeneratedColumn({ type: 'bigint', primaryKeyConstraintName: 'event_pkey' })
  id!: number;

  @Column('varchar')
  type!: EventType;

  @Column('varchar', { name: 'account_id', nullable: true })
  accountId!: string | null;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  @Column('uuid', { name: 'staff_id', nullable: true })
  staffId!: string | null;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;
}

export interface NewEvent {
  readonly type: EventType;
  readonly accountId?: string;
  readonly ticketId?: string;
  readonly messageId?: string;
  readonly staffId?: string;
}
