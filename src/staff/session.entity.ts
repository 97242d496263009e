import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { type signInMethods } from '../contract/sign-in.js';
import { StaffEntity } from './staff.entity.js';

/** A public key by which a person signs in. Its private half never leaves their device or password manager. */
@Entity('passkey')
@Unique('passkey_credential_id_key', ['credentialId'])
@Index('passkey_staff_id_index', ['staffId'])
export class PasskeyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'passkey_pkey' })
  id!: string;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'passkey_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('bytea', { name: 'credential_id' })
  credentialId!: Buffer;

  @Column('bytea', { name: 'public_key' })
  publicKey!: Buffer;

  /** How often the authenticator says it was used; 0 for those that don't count. */
  @Column('bigint')
  counter!: number;

  @Column('varchar', { array: true })
  transports!: string[];

  @Column('boolean')
  synced!: boolean;

  @Column('bytea', { name: 'name_sealed' })
  nameSealed!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;

  /** When its counter went back: somebody may have made a second one of it. It is refused from then on. */
  @Column('timestamptz', { name: 'suspect_at', nullable: true })
  suspectAt!: Date | null;

  /** The passkey of the session in which it was added, which may be gone since. Null: it came by a link or a password. */
  @Column('uuid', { name: 'added_with', nullable: true })
  addedWith!: string | null;
}

/** A signed-in browser. The cookie holds a random token; only its hash is stored. Times are real time. */
@Entity('session')
@Index('session_staff_id_index', ['staffId'])
@Unique('session_id_key', ['id'])
@Check('session_method_check', `method IN ('passkey', 'single-sign-on', 'password', 'password-totp')`)
export class SessionEntity {
  @PrimaryColumn('bytea', { name: 'token_hash', primaryKeyConstraintName: 'session_pkey' })
  tokenHash!: Buffer;

  /** By which it is listed and ended; it opens nothing. */
  @Column('uuid')
  id!: string;

  @ManyToOne(() => StaffEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'staff_id', foreignKeyConstraintName: 'session_staff_id_fkey' })
  staff!: StaffEntity;

  @Column('uuid', { name: 'staff_id' })
  staffId!: string;

  @Column('varchar')
  method!: (typeof signInMethods)[number];

  /** Browser and system, as `chrome/windows`. */
  @Column('varchar')
  device!: string;

  /** A session ends with the passkey that it began with. */
  @ManyToOne(() => PasskeyEntity, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'passkey_id', foreignKeyConstraintName: 'session_passkey_id_fkey' })
  passkey!: PasskeyEntity | null;

  @Column('uuid', { name: 'passkey_id', nullable: true })
  passkeyId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;

  /** When the person last showed who they are. Null: their provider let them in and didn't say when they had. */
  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt!: Date | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
