import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import {
  type ChecklistStep,
  type FactKind,
  factKinds,
  type IncidentOutcome,
  incidentOutcomes,
  type IncidentStepState,
  incidentStepStates,
} from '../contract/incident.js';
import { StaffEntity } from '../staff/staff.entity.js';
import { MessageEntity } from '../ticket/message.entity.js';
import { TicketEntity } from '../ticket/ticket.entity.js';

const oneOf = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** What an account does in an emergency, step by step. A version is never changed: what has begun goes on with its own. */
@Entity('emergency_checklist')
export class EmergencyChecklistEntity {
  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'emergency_checklist_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'emergency_checklist_pkey' })
  accountId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'emergency_checklist_pkey' })
  version!: number;

  /** In order. Of the account, never of a caller. */
  @Column('jsonb')
  steps!: ChecklistStep[];

  @Column('timestamptz', { name: 'saved_at' })
  savedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'saved_by', foreignKeyConstraintName: 'emergency_checklist_saved_by_fkey' })
  saver!: StaffEntity | null;

  /** Null: it came with the file of accounts, or is the built-in one. */
  @Column('uuid', { name: 'saved_by', nullable: true })
  savedBy!: string | null;
}

/** A caller's life is in danger, and people do something about it. While it is open, nothing of the caller's is erased. */
@Entity('incident')
@Index('incident_open_key', ['ticketId'], { unique: true, where: `(state = 'open')` })
@Index('incident_ticket_id_index', ['ticketId'])
@Index('incident_caller_id_index', ['callerId'], { where: `(state = 'open')` })
@Check('incident_state_check', `state IN ('open', 'ended')`)
@Check('incident_outcome_check', `outcome IN (${oneOf(incidentOutcomes)})`)
@Check(
  'incident_ended_check',
  `(state = 'ended') = (ended_at IS NOT NULL) AND (ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (outcome IS NULL) AND (ended_at IS NULL) = (summary_sealed IS NULL)`,
)
export class IncidentEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'incident_pkey' })
  id!: string;

  @ManyToOne(() => TicketEntity, { nullable: false })
  @JoinColumn({ name: 'ticket_id', foreignKeyConstraintName: 'incident_ticket_id_fkey' })
  ticket!: TicketEntity;

  @Column('uuid', { name: 'ticket_id' })
  ticketId!: string;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @ManyToOne(() => EmergencyChecklistEntity, { nullable: false })
  @JoinColumn([
    {
      name: 'account_id',
      referencedColumnName: 'accountId',
      foreignKeyConstraintName: 'incident_checklist_fkey',
    },
    {
      name: 'checklist_version',
      referencedColumnName: 'version',
      foreignKeyConstraintName: 'incident_checklist_fkey',
    },
  ])
  checklist!: EmergencyChecklistEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('int', { name: 'checklist_version' })
  checklistVersion!: number;

  @Column('varchar')
  state!: 'open' | 'ended';

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'opened_by', foreignKeyConstraintName: 'incident_opened_by_fkey' })
  opener!: StaffEntity;

  @Column('uuid', { name: 'opened_by' })
  openedBy!: string;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'ended_by', foreignKeyConstraintName: 'incident_ended_by_fkey' })
  ender!: StaffEntity | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('varchar', { nullable: true })
  outcome!: IncidentOutcome | null;

  /** Sealed under the caller's key, like everything that is written down here. */
  @Column('bytea', { name: 'summary_sealed', nullable: true })
  summarySealed!: Buffer | null;
}

/** How a step of the checklist stands. What it is about stands in the version that the incident began with. */
@Entity('incident_step')
@Check('incident_step_state_check', `state IN (${oneOf(incidentStepStates)})`)
@Check('incident_step_settled_check', `(state = 'open') = (settled_by IS NULL)`)
export class IncidentStepEntity {
  @ManyToOne(() => IncidentEntity, { nullable: false })
  @JoinColumn({ name: 'incident_id', foreignKeyConstraintName: 'incident_step_incident_id_fkey' })
  incident!: IncidentEntity;

  @PrimaryColumn('uuid', { name: 'incident_id', primaryKeyConstraintName: 'incident_step_pkey' })
  incidentId!: string;

  @PrimaryColumn('int', { primaryKeyConstraintName: 'incident_step_pkey' })
  position!: number;

  @Column('timestamptz', { name: 'due_at' })
  dueAt!: Date;

  @Column('varchar')
  state!: IncidentStepState;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'settled_by', foreignKeyConstraintName: 'incident_step_settled_by_fkey' })
  settler!: StaffEntity | null;

  @Column('uuid', { name: 'settled_by', nullable: true })
  settledBy!: string | null;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  /** When supervisors were told that it is late. */
  @Column('timestamptz', { name: 'alarmed_at', nullable: true })
  alarmedAt!: Date | null;
}

/** What somebody wrote down in an incident. Nothing is removed; what was wrong is marked so. */
@Entity('incident_entry')
@Index('incident_entry_incident_id_index', ['incidentId', 'notedAt'])
@Check('incident_entry_kind_check', `kind IN ('step', 'fact', 'disclosure')`)
@Check('incident_entry_fact_check', `fact IN (${oneOf(factKinds)})`)
export class IncidentEntryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'incident_entry_pkey' })
  id!: string;

  @ManyToOne(() => IncidentEntity, { nullable: false })
  @JoinColumn({ name: 'incident_id', foreignKeyConstraintName: 'incident_entry_incident_id_fkey' })
  incident!: IncidentEntity;

  @Column('uuid', { name: 'incident_id' })
  incidentId!: string;

  @Column('varchar')
  kind!: 'step' | 'fact' | 'disclosure';

  /** Of the step, and what it became. */
  @Column('int', { nullable: true })
  position!: number | null;

  @Column('varchar', { name: 'step_state', nullable: true })
  stepState!: IncidentStepState | null;

  @Column('varchar', { nullable: true })
  fact!: FactKind | null;

  @ManyToOne(() => MessageEntity, { nullable: true })
  @JoinColumn({ name: 'message_id', foreignKeyConstraintName: 'incident_entry_message_id_fkey' })
  message!: MessageEntity | null;

  /** The caller's message that a fact was taken from. */
  @Column('uuid', { name: 'message_id', nullable: true })
  messageId!: string | null;

  @Column('bytea', { name: 'words_sealed', nullable: true })
  wordsSealed!: Buffer | null;

  @Column('timestamptz', { name: 'noted_at' })
  notedAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'noted_by', foreignKeyConstraintName: 'incident_entry_noted_by_fkey' })
  author!: StaffEntity;

  @Column('uuid', { name: 'noted_by' })
  notedBy!: string;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'withdrawn_by', foreignKeyConstraintName: 'incident_entry_withdrawn_by_fkey' })
  withdrawer!: StaffEntity | null;

  @Column('uuid', { name: 'withdrawn_by', nullable: true })
  withdrawnBy!: string | null;
}
