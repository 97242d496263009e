import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What of the provision file was last applied: its fingerprint, since a section may hold secrets. */
@Entity('provision_section')
export class ProvisionSectionEntity {
  /** Such as `hours:human-rights`. */
  @PrimaryColumn('varchar', { primaryKeyConstraintName: 'provision_section_pkey' })
  section!: string;

  /** Key of the fingerprint, in the key store: nobody who has this table alone can try passwords against it. */
  @Column('uuid', { name: 'key_id' })
  keyId!: string;

  @Column('bytea')
  fingerprint!: Buffer;

  @Column('timestamptz', { name: 'applied_at' })
  appliedAt!: Date;
}
