import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The one row of a demo's clock. */
@Entity('demo_clock')
@Check('demo_clock_one_row', 'id = 1')
export class DemoClockEntity {
  @PrimaryColumn('int', { primaryKeyConstraintName: 'demo_clock_pkey' })
  id!: number;

  @Column('bigint', { name: 'offset_ms' })
  offsetMs!: number;
}
