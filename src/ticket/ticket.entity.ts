import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { CategoryEntity } from '../account/content.entity.js';
import { type FollowUpReason, type Profession, type Risk, riskLevels } from '../contract/standing.js';
import { type TicketState } from '../contract/ticket.js';
import { StaffEntity } from '../staff/staff.entity.js';

/** One person as one account sees them, shown by an alias. Everything they say is sealed under their own key. */
@Entity('caller')
@Index('caller_test_index', ['accountId'], { where: `(test_since IS NOT NULL)` })
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

  /** Since when an administrator knows them for one of their own, who wrote the code: tests go to nobody else. */
  @Column('timestamptz', { name: 'test_since', nullable: true })
  testSince!: Date | null;

  /** Since then their key is destroyed, or about to be: nobody is this caller any more. */
  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt!: Date | null;
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
@Index(
  'ticket_match_index',
  ['accountId', 'language', 'profession', 'lineRank', 'lineSince', 'waitingSince', 'id'],
  { where: `(state = 'waiting' AND offered_to IS NULL)` },
)
@Index('ticket_offered_to_index', ['offeredTo'], { where: `(state = 'waiting' AND offered_to IS NOT NULL)` })
@Index('ticket_offered_account_index', ['accountId'], {
  where: `(state = 'waiting' AND offered_to IS NOT NULL)`,
})
@Index('ticket_category_id_index', ['categoryId'], { where: `(category_id IS NOT NULL)` })
@Index('ticket_active_index', ['accountId'], { where: `(state = 'active')` })
@Index('ticket_helping_index', ['helpingAccountId'], {
  where: `(state = 'active' AND helping_account_id IS NOT NULL)`,
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

  @ManyToOne(() => AccountEntity, { nullable: true })
  @JoinColumn({ name: 'helping_account_id', foreignKeyConstraintName: 'ticket_helping_account_id_fkey' })
  helpingAccount!: AccountEntity | null;

  /** Another account whose people look after it; the caller goes on writing to their own. */
  @Column('varchar', { name: 'helping_account_id', nullable: true })
  helpingAccountId!: string | null;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'offered_to', foreignKeyConstraintName: 'ticket_offered_to_fkey' })
  offeree!: StaffEntity | null;

  /** The person it is offered to; means something while it waits. */
  @Column('uuid', { name: 'offered_to', nullable: true })
  offeredTo!: string | null;

  @Column('timestamptz', { name: 'offered_at', nullable: true })
  offeredAt!: Date | null;

  @Column('timestamptz', { name: 'offer_until', nullable: true })
  offerUntil!: Date | null;

  /** When a person answered last, where the account asks callers who fell silent. */
  @Column('timestamptz', { name: 'replied_at', nullable: true })
  repliedAt!: Date | null;

  /** When the caller was asked whether they are still there, and when it closes if they aren't. */
  @Column('timestamptz', { name: 'idle_asked_at', nullable: true })
  idleAskedAt!: Date | null;

  @Column('timestamptz', { name: 'idle_closes_at', nullable: true })
  idleClosesAt!: Date | null;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @ManyToOne(() => CategoryEntity, { nullable: true })
  @JoinColumn({ name: 'category_id', foreignKeyConstraintName: 'ticket_category_id_fkey' })
  category!: CategoryEntity | null;

  /** What it was about, as whoever ended it said; null: nobody said. */
  @Column('uuid', { name: 'category_id', nullable: true })
  categoryId!: string | null;

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
