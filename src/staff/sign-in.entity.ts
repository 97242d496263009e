import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  Unique,
} from 'typeorm';
import { type Role } from '../contract/permission.js';
import { type SignInPolicy } from '../contract/sign-in.js';
import { StaffEntity } from './staff.entity.js';

/** What a role must show to sign in, as the provision file says; a role without a row follows the default. */
@Entity('sign_in_policy')
@Check(
  'sign_in_policy_role_check',
  `role IN ('counselor', 'senior-counselor', 'supervisor', 'administrator', 'auditor', 'commissioner')`,
)
@Check(
  'sign_in_policy_policy_check',
  `policy IN ('passkey', 'passkey-or-single-sign-on', 'passkey-or-password-totp', 'demo-password')`,
)
export class SignInPolicyEntity {
  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'sign_in_policy_pkey' })
  role!: Role;

  @Column('varchar')
  policy!: SignInPolicy;
}

/** A question that a browser has yet to answer: asked once, answered once, soon. Times are real time. */
@Entity('webauthn_challenge')
@Check('webauthn_challenge_purpose_check', `purpose IN ('sign-in', 'verify', 'add', 'join')`)
@Index('webauthn_challenge_expires_at_index', ['expiresAt'])
export class WebauthnChallengeEntity {
  @PrimaryColumn('bytea', { primaryKeyConstraintName: 'webauthn_challenge_pkey' })
  challenge!: Buffer;

  @Column('varchar')
  purpose!: 'sign-in' | 'verify' | 'add' | 'join';

  /** Whom it was asked: the id of a session or of a link; empty where nobody is known yet. */
  @Column('varchar')
  subject!: string;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}

/** The authenticator app of a person. A secret counts once a code of it was shown. */
@Entity('staff_totp')
export class StaffTotpEntity {
  @OneToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'staff_totp_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'staff_totp_pkey' })
  staffId!: string;

  @Column('bytea', { name: 'secret_sealed', nullable: true })
  secretSealed!: Buffer | null;

  @Column('timestamptz', { nullable: true })
  since!: Date | null;

  /** Time step of the newest code that was taken: it and those before it are worth nothing any more. */
  @Column('bigint', { name: 'last_step', nullable: true })
  lastStep!: number | null;

  @Column('bytea', { name: 'pending_sealed', nullable: true })
  pendingSealed!: Buffer | null;
}

/** A link by which a person makes their first passkey, or the first after a recovery. Times are real time. */
@Entity('sign_in_link')
@Unique('sign_in_link_token_hash_key', ['tokenHash'])
@Index('sign_in_link_staff_id_index', ['staffId'])
export class SignInLinkEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'sign_in_link_pkey' })
  id!: string;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'sign_in_link_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** It takes the place of every way in of before. */
  @Column('boolean')
  recovery!: boolean;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'made_by', foreignKeyConstraintName: 'sign_in_link_made_by_fkey' })
  maker!: StaffEntity | null;

  /** Null when it was made on the command line. */
  @Column('uuid', { name: 'made_by', nullable: true })
  madeBy!: string | null;

  @Column('timestamptz', { name: 'made_at' })
  madeAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** One administrator's word that a person has lost their way in, and another's that it is so. Times are real time. */
@Entity('staff_recovery')
@Check('staff_recovery_outcome_check', `outcome IN ('confirmed', 'cancelled')`)
@Check('staff_recovery_two_check', `outcome IS DISTINCT FROM 'confirmed' OR ended_by <> opened_by`)
@Index('staff_recovery_staff_id_index', ['staffId'])
export class StaffRecoveryEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'staff_recovery_pkey' })
  id!: string;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'staff_recovery_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('bytea', { name: 'reason_sealed' })
  reasonSealed!: Buffer;

  @ManyToOne(() => StaffEntity, { nullable: false })
  @JoinColumn({ name: 'opened_by', foreignKeyConstraintName: 'staff_recovery_opened_by_fkey' })
  opener!: StaffEntity;

  @Column('uuid', { name: 'opened_by' })
  openedBy!: string;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @ManyToOne(() => StaffEntity, { nullable: true })
  @JoinColumn({ name: 'ended_by', foreignKeyConstraintName: 'staff_recovery_ended_by_fkey' })
  ender!: StaffEntity | null;

  @Column('uuid', { name: 'ended_by', nullable: true })
  endedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('varchar', { nullable: true })
  outcome!: 'confirmed' | 'cancelled' | null;
}

/** Whom the organisation's provider meant when a person first came from there. Times are real time. */
@Entity('single_sign_on_identity')
@Unique('single_sign_on_identity_subject_key', ['issuer', 'subject'])
export class SingleSignOnIdentityEntity {
  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'single_sign_on_identity_staff_id_fkey' })
  staff!: StaffEntity;

  @PrimaryColumn('uuid', { name: 'staff_id', primaryKeyConstraintName: 'single_sign_on_identity_pkey' })
  staffId!: string;

  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'single_sign_on_identity_pkey' })
  issuer!: string;

  /** The provider's own number for them, which it gives to nobody else. */
  @Column('varchar')
  subject!: string;

  @Column('timestamptz', { name: 'tied_at' })
  tiedAt!: Date;
}
