import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import {
  type FollowUpReason,
  type Profession,
  type Risk,
  riskLevels,
  type TicketAlarmKind,
} from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { StaffEntity } from '../staff/staff.entity.js';

/** One person as one account sees them, shown by an alias. Everything they say is sealed under their own key. */
@Entity('caller')
@Index('caller_account_id_index', ['accountId'])
export class CallerEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'caller_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'caller_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('varchar')
  alias!: string;

  /** In the key store; no foreign key, since that store is to live apart. */
  @Column('uuid', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/**
 * Where a caller can be reached: a transport and an id there. LINE is one transport; the ticket knows none of them.
 * The id is found by keyed hash and readable only with the caller's key.
 */
@Entity('caller_address')
@Index('caller_address_caller_id_index', ['callerId'])
export class CallerAddressEntity {
  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'caller_address_pkey' })
  accountId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'caller_address_pkey' })
  transport!: string;

  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'caller_address_pkey' })
  fingerprint!: Buffer;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'caller_address_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('bytea', { name: 'address_sealed' })
  addressSealed!: Buffer;

  /** False from `unfollow` until they come back. */
  @Column('boolean', { default: true })
  reachable!: boolean;

  /** When it became so, by the transport's own time: an older word that arrives later changes nothing. */
  @Column('timestamptz', { name: 'reachable_at', nullable: true })
  reachableAt!: Date | null;

  /** Somebody else answers this caller for now, by what the transport said with their newest event. */
  @Column('boolean', { default: false })
  standby!: boolean;

  /** When the transport said so, by its own time. */
  @Column('timestamptz', { name: 'standby_at', nullable: true })
  standbyAt!: Date | null;
}

/** One consultation of one caller with one account, from first message to close. */
@Entity('ticket')
@Unique('ticket_account_id_number_key', ['accountId', 'number'])
@Index('ticket_one_open_per_caller', ['callerId'], { unique: true, where: `(state <> 'closed')` })
@Index('ticket_line_index', ['accountId', 'lineRank', 'lineSince', 'waitingSince', 'id'], {
  where: `(state = 'waiting')`,
})
@Index('ticket_assigned_to_index', ['assignedTo'], { where: `(state = 'active')` })
@Index('ticket_caller_id_index', ['callerId', 'openedAt'])
@Check('ticket_state_check', `state IN ('waiting', 'active', 'follow-up', 'closed')`)
@Check('ticket_risk_check', `risk IN (${riskLevels.map((level) => `'${level}'`).join(', ')})`)
@Check('ticket_follow_up_has_reason', `(state = 'follow-up') <= (follow_up_reason IS NOT NULL)`)
@Check('ticket_active_has_counselor', `(state = 'active') <= (assigned_to IS NOT NULL)`)
@Check('ticket_waiting_has_no_counselor', `(state IN ('waiting', 'follow-up')) <= (assigned_to IS NULL)`)
@Check('ticket_closed_has_time', `(state = 'closed') = (closed_at IS NOT NULL)`)
export class TicketEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'ticket_pkey' })
  id!: string;

  @ManyToOne(() => AccountEntity, { nullable: false })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'ticket_account_id_fkey' })
  account!: AccountEntity;

  @Column('varchar', { name: 'account_id' })
  accountId!: string;

  @Column('int')
  number!: number;

  @ManyToOne(() => CallerEntity, { nullable: false })
  @JoinColumn({ name: 'caller_id', foreignKeyConstraintName: 'ticket_caller_id_fkey' })
  caller!: CallerEntity;

  @Column('uuid', { name: 'caller_id' })
  callerId!: string;

  @Column('varchar')
  state!: TicketState;

  @Column('varchar', { default: 'none' })
  risk!: Risk;

  /** Place in the line, see `line-order.ts`: lower first. */
  @Column('smallint', { name: 'line_rank', default: 3 })
  lineRank!: number;

  /** Within one rank: earlier first. */
  @Column('timestamptz', { name: 'line_since' })
  lineSince!: Date;

  @Column('varchar', { name: 'follow_up_reason', nullable: true })
  followUpReason!: FollowUpReason | null;

  @Column('timestamptz', { name: 'follow_up_since', nullable: true })
  followUpSince!: Date | null;

  /** What it asks for; null: anybody of the account will do. */
  @Column('varchar', { nullable: true })
  language!: string | null;

  @Column('varchar', { nullable: true })
  profession!: Profession | null;

  /** Until when one consultation should last. */
  @Column('timestamptz', { name: 'time_limit_at', nullable: true })
  timeLimitAt!: Date | null;

  /** Closed by a timer: whoever writes before this instant goes on in the same ticket. */
  @Column('timestamptz', { name: 'reopen_until', nullable: true })
  reopenUntil!: Date | null;

  /** It arrived outside the opening. */
  @Column('boolean', { name: 'carried_over' })
  carriedOver!: boolean;

  /** When the opening begins, or began, for which it waits; null: it came within one, or none is known yet. */
  @Column('timestamptz', { name: 'carried_over_to', nullable: true })
  carriedOverTo!: Date | null;

  /** Since when it stands in front of those without risk, because its counselor vanished. */
  @Column('timestamptz', { name: 'front_since', nullable: true })
  frontSince!: Date | null;

  /** How often it has stood in the line, counted from 1: each time, the caller hears anew where they stand. */
  @Column('int', { name: 'wait_number', default: 1 })
  waitNumber!: number;

  /** The place in the line that the caller heard last in this wait. */
  @Column('int', { name: 'place_told', nullable: true })
  placeTold!: number | null;

  /** How often they have heard it again in this wait. */
  @Column('int', { name: 'place_texts', default: 0 })
  placeTexts!: number;

  /** When the one message was sent that somebody on the follow-up list may get. */
  @Column('timestamptz', { name: 'followed_up_at', nullable: true })
  followedUpAt!: Date | null;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'waiting_since' })
  waitingSince!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'assigned_to', foreignKeyConstraintName: 'ticket_assigned_to_fkey' })
  counselor!: StaffEntity | null;

  /** Who takes care of it; kept after closing. */
  @Column('uuid', { name: 'assigned_to', nullable: true })
  assignedTo!: string | null;

  @Column('timestamptz', { name: 'taken_at', nullable: true })
  takenAt!: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('int', { name: 'inbound_count', default: 0 })
  inboundCount!: number;

  @Column('timestamptz', { name: 'last_inbound_at', nullable: true })
  lastInboundAt!: Date | null;

  /** Since when the caller waits for a human reply; null when the last word was ours. */
  @Column('timestamptz', { name: 'unanswered_since', nullable: true })
  unansweredSince!: Date | null;

  /** Real time until which the caller's talk room shows that somebody is writing, as far as we asked for it. */
  @Column('timestamptz', { name: 'loading_until', nullable: true })
  loadingUntil!: Date | null;

  /** When the newest message was said of which the caller was told that somebody has read it. */
  @Column('timestamptz', { name: 'read_through', nullable: true })
  readThrough!: Date | null;
}

/** Every risk level that a ticket was given, by whom and why: nothing is ever changed or removed here. */
@Entity('risk_mark')
@Index('risk_mark_ticket_id_index', ['ticketId', 'markedAt'])
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

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'seen_by', foreignKeyConstraintName: 'ticket_alarm_seen_by_fkey' })
  staff!: StaffEntity | null;

  @Column('uuid', { name: 'seen_by', nullable: true })
  seenBy!: string | null;

  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;
}
