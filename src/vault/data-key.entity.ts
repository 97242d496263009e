import {
  Check,
  Column,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';

/**
 * `wrapping`: the key of an account that wraps its own data key, its index key and those of its callers. `reason`: of one
 * reason in the trace about a caller. `farewell`: of where one erased caller hears that it is done.
 */
export const keyPurposes = ['wrapping', 'caller', 'account', 'index', 'staff', 'reason', 'farewell'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/**
 * A key, wrapped by its parent or, without one, by the master key. These tables live apart from the data and its
 * backups (`KEY_DATABASE_URL`): destroying a key is how words are erased for good.
 */
@Entity('data_key', { schema: 'keystore' })
@Check('data_key_purpose_check', `purpose IN (${keyPurposes.map((purpose) => `'${purpose}'`).join(', ')})`)
@Index('data_key_parent_id_index', ['parentId'])
@Index('data_key_wrapping_index', ['owner'], {
  unique: true,
  where: `(purpose = 'wrapping' AND retired_at IS NULL)`,
})
@Index('data_key_successor_id_index', ['successorId'], { where: '(successor_id IS NOT NULL)' })
export class DataKeyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'data_key_pkey' })
  id!: string;

  @Column('varchar')
  purpose!: KeyPurpose;

  @Column('bytea')
  wrapped!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** The account, for a wrapping key. */
  @Column('varchar', { nullable: true })
  owner!: string | null;

  @ManyToOne(() => DataKeyEntity, { nullable: true })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'data_key_parent_id_fkey' })
  parent!: DataKeyEntity | null;

  @Column('uuid', { name: 'parent_id', nullable: true })
  parentId!: string | null;

  /** Since then nothing new is sealed with it; it goes once nothing needs it any more. */
  @Column('timestamptz', { name: 'retired_at', nullable: true })
  retiredAt!: Date | null;

  /** Which key took its place, or goes before it: who erases that one erases this one as well. */
  @Column('uuid', { name: 'successor_id', nullable: true })
  successorId!: string | null;
}

/** Keys that were destroyed, so that every process forgets them and none comes back with a backup of this store. */
@Entity('destroyed_key', { schema: 'keystore' })
@Unique('destroyed_key_key_id_key', ['keyId'])
export class DestroyedKeyEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'BY DEFAULT',
    primaryKeyConstraintName: 'destroyed_key_pkey',
  })
  number!: number;

  @Column('uuid', { name: 'key_id' })
  keyId!: string;

  @Column('timestamptz', { name: 'destroyed_at' })
  destroyedAt!: Date;
}
