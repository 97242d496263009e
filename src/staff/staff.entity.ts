import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../account/account.entity.js';
import { type MembershipRole, type OversightRole } from '../contract/permission.js';
import { type settablePresences } from '../contract/staff.js';
import { type Profession } from '../contract/standing.js';

/** A person who signs in: counselor, supervisor or administrator. */
@Entity('staff')
@Unique('staff_login_key', ['login'])
@Check('staff_capacity_check', 'capacity > 0')
export class StaffEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'staff_pkey' })
  id!: string;

  @Column('varchar')
  login!: string;

  @Column('varchar', { name: 'display_name' })
  displayName!: string;

  /** Argon2id, with its parameters and salt. Null for who signs in with passkeys alone. */
  @Column('varchar', { name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  /** Key under which what is theirs alone is sealed; made when it is first needed. */
  @Column('uuid', { name: 'key_id', nullable: true })
  keyId!: string | null;

  /** Accounts, staff, hours and keys; reads no consultation. */
  @Column('boolean', { default: false })
  administrator!: boolean;

  /** Tickets this person may look after at a time. */
  @Column('int', { default: 3 })
  capacity!: number;

  @Column('varchar', { array: true, default: [] })
  professions!: Profession[];

  /** Languages other than Japanese in which they answer. */
  @Column('varchar', { array: true, default: [] })
  languages!: string[];

  @Column('boolean', { default: true })
  active!: boolean;

  /**
   * Since when somebody who had no hand in letting them in has vouched for them, or they are there by whoever runs the
   * server (real time). Null: they can't be one of the two people whom an act takes.
   */
  @Column('timestamptz', { name: 'vouched_at', nullable: true })
  vouchedAt!: Date | null;

  /** Who made them an administrator, or let them in by a link, since then. */
  @Column('uuid', { name: 'let_in_by', array: true, default: [] })
  letInBy!: string[];

  /** Counts its changes, memberships included: whoever changes it says which one they saw. */
  @Column('int', { default: 1 })
  version!: number;
}

/** What a person is for one account whose line they work. */
@Entity('membership')
@Check('membership_role_check', `role IN ('counselor', 'senior-counselor', 'supervisor')`)
@Index('membership_account_id_index', ['accountId'])
export class MembershipEntity {
  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'membership_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'membership_pkey' })
  staffId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'membership_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'membership_pkey' })
  accountId!: string;

  @Column('varchar')
  role!: MembershipRole;
}

/** As what a person looks at one account from outside. */
@Entity('oversight')
@Check('oversight_role_check', `role IN ('auditor', 'commissioner')`)
@Index('oversight_account_id_index', ['accountId'])
export class OversightEntity {
  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'oversight_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'oversight_pkey' })
  staffId!: string;

  @ManyToOne(() => AccountEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id', foreignKeyConstraintName: 'oversight_account_id_fkey' })
  account!: AccountEntity;

  @PrimaryColumn('varchar', { name: 'account_id', primaryKeyConstraintName: 'oversight_pkey' })
  accountId!: string;

  @Column('varchar')
  role!: OversightRole;
}

/** Failed sign-ins, counted by rate-limiter-flexible, which fixes the column names. */
@Entity('sign_in_limit')
export class SignInLimitEntity {
  @PrimaryColumn('varchar', { length: 255, primaryKeyConstraintName: 'sign_in_limit_pkey' })
  key!: string;

  @Column('int', { default: 0 })
  points!: number;

  @Column('bigint', { nullable: true })
  expire!: number | null;
}

/** A console's live connection. It counts while its process keeps it fresh (real time). */
@Entity('console_connection')
@Index('console_connection_staff_id_index', ['staffId'])
export class ConsoleConnectionEntity {
  /** The talk on its screen, where the person lets it be seen. */
  @Column('uuid', { name: 'talk_ticket_id', nullable: true })
  talkTicketId!: string | null;

  /** Until when they count as writing there. */
  @Column('timestamptz', { name: 'writing_until', nullable: true })
  writingUntil!: Date | null;

  @PrimaryColumn('varchar', { name: 'socket_id', primaryKeyConstraintName: 'console_connection_pkey' })
  socketId!: string;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'console_connection_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}

/** What a person says of themselves, and since when. Whether they are there at all, their consoles' connections tell. */
@Entity('presence')
@Check('presence_chosen_check', `chosen IN ('available', 'busy', 'break')`)
export class PresenceEntity {
  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'presence_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'presence_pkey' })
  staffId!: string;

  @Column('varchar', { default: 'available' })
  chosen!: (typeof settablePresences)[number];

  /** When it changed last: what they said, or that they came or went. */
  @Column('timestamptz', { nullable: true })
  since!: Date | null;

  /** When their last console went away; null while one is connected. */
  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;

  /** When they last got a ticket, or an offer, or were rid of one. */
  @Column('timestamptz', { name: 'idle_since', nullable: true })
  idleSince!: Date | null;
}
