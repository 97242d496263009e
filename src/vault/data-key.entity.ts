import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A data key, wrapped by the master key. It lives in a schema of its own, so that the store of keys can be moved away
 * from the data and its backups: destroying a key is how words are erased for good.
 */
@Entity('data_key', { schema: 'keystore' })
@Check('data_key_purpose_check', `purpose IN ('caller', 'account', 'index', 'staff')`)
export class DataKeyEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'data_key_pkey' })
  id!: string;

  @Column('varchar')
  purpose!: 'caller' | 'account' | 'index' | 'staff';

  @Column('bytea')
  wrapped!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
