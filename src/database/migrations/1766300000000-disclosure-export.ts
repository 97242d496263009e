import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Files of a consultation that were made for a request: what they were, never what stood in them. */
export class DisclosureExport1766300000000 implements MigrationInterface {
  name = 'DisclosureExport1766300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE disclosure_export (
      id uuid NOT NULL,
      disclosure_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      begun_at timestamptz NOT NULL,
      state varchar NOT NULL,
      with_notes boolean NOT NULL,
      sha256 bytea,
      bytes bigint,
      CONSTRAINT disclosure_export_pkey PRIMARY KEY (id),
      CONSTRAINT disclosure_export_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosure (id),
      CONSTRAINT disclosure_export_state_check CHECK (state IN ('begun', 'given', 'broken-off')),
      CONSTRAINT disclosure_export_given_check CHECK ((state = 'given') = (sha256 IS NOT NULL))
    )`);
    await runner.query(
      'CREATE INDEX disclosure_export_disclosure_id_index ON disclosure_export (disclosure_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE disclosure_export');
  }
}
