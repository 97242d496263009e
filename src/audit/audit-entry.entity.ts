import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { type AuditAct, type AuditActorKind, auditActors } from '../contract/audit.js';

/**
 * One act, for good. It refers to other rows by id without a foreign key: what is erased there must not change what is
 * written here. A trigger gives `seq`, `previous` and `hash`; see `chain.ts`.
 */
@Entity('audit_entry')
@Unique('audit_entry_id_key', ['id'])
@Check(
  'audit_entry_actor_check',
  `actor_kind IN (${auditActors.map((kind) => `'${kind}'`).join(', ')}) AND (actor_kind <> 'staff' OR actor_id IS NOT NULL)`,
)
@Index('audit_entry_at_index', ['at', 'seq'])
@Index('audit_entry_actor_index', ['actorId', 'seq'], { where: `(actor_id IS NOT NULL)` })
@Index('audit_entry_ticket_index', ['ticketId', 'seq'], { where: `(ticket_id IS NOT NULL)` })
@Index('audit_entry_act_index', ['act', 'seq'])
export class AuditEntryEntity {
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'audit_entry_pkey' })
  seq!: number;

  @Column('uuid')
  id!: string;

  @Column('timestamptz')
  at!: Date;

  @Column('varchar', { name: 'actor_kind' })
  actorKind!: AuditActorKind;

  /** The person; of a refused sign-in, whose name it was, where there is such a person. */
  @Column('uuid', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  @Column('varchar')
  act!: AuditAct;

  @Column('varchar', { name: 'account_id', nullable: true })
  accountId!: string | null;

  @Column('uuid', { name: 'ticket_id', nullable: true })
  ticketId!: string | null;

  @Column('uuid', { name: 'caller_id', nullable: true })
  callerId!: string | null;

  @Column('varchar', { name: 'subject_kind', nullable: true })
  subjectKind!: string | null;

  @Column('varchar', { name: 'subject_id', nullable: true })
  subjectId!: string | null;

  /** The network that it came from: an address without its end. */
  @Column('varchar', { name: 'from_network', nullable: true })
  fromNetwork!: string | null;

  /** Start of a hash of the session's id: tells sessions apart, opens none. */
  @Column('varchar', { name: 'from_session', nullable: true })
  fromSession!: string | null;

  /** Words: why it was done. */
  @Column('bytea', { name: 'why_sealed', nullable: true })
  whySealed!: Buffer | null;

  /** JSON without anybody's words: ids, kinds, counts. Text, so that its bytes are what was hashed. */
  @Column('text', { nullable: true })
  details!: string | null;

  @Column('text', { name: 'value_before', nullable: true })
  valueBefore!: string | null;

  @Column('text', { name: 'value_after', nullable: true })
  valueAfter!: string | null;

  @Column('bytea')
  previous!: Buffer;

  @Column('bytea')
  hash!: Buffer;
}

/** Where the chain ends. Its row lock is what makes it one chain. */
@Entity('audit_head')
@Check('audit_head_only_check', 'id = 1')
export class AuditHeadEntity {
  @PrimaryColumn('smallint', { primaryKeyConstraintName: 'audit_head_pkey' })
  id!: number;

  @Column('bigint')
  seq!: number;

  @Column('bytea')
  hash!: Buffer;
}
