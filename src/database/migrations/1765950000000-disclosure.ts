import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who asked for what a caller said, and what became of it. */
export class Disclosure1765950000000 implements MigrationInterface {
  name = 'Disclosure1765950000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE disclosure (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      ticket_id uuid,
      asker_kind varchar NOT NULL,
      basis varchar NOT NULL,
      received_at timestamptz NOT NULL,
      asked_sealed bytea NOT NULL,
      state varchar NOT NULL,
      recorded_by uuid NOT NULL,
      recorded_at timestamptz NOT NULL,
      ended_by uuid,
      ended_at timestamptz,
      outcome_sealed bytea,
      CONSTRAINT disclosure_pkey PRIMARY KEY (id),
      CONSTRAINT disclosure_asker_kind_check CHECK (
        asker_kind IN ('police', 'prosecutor', 'court', 'local-government', 'lawyer', 'other')),
      CONSTRAINT disclosure_basis_check CHECK (
        basis IN ('warrant', 'court-order', 'inquiry', 'bar-inquiry', 'life', 'consent', 'none')),
      CONSTRAINT disclosure_state_check CHECK (
        state IN ('recorded', 'first-approval', 'approved', 'given', 'refused')),
      CONSTRAINT disclosure_ended_check CHECK ((state IN ('given', 'refused')) = (ended_at IS NOT NULL))
    )`);
    await runner.query('CREATE INDEX disclosure_received_at_index ON disclosure (received_at)');
    await runner.query(`CREATE TABLE disclosure_approval (
      disclosure_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      approved_at timestamptz NOT NULL,
      CONSTRAINT disclosure_approval_pkey PRIMARY KEY (disclosure_id, staff_id),
      CONSTRAINT disclosure_approval_disclosure_id_fkey FOREIGN KEY (disclosure_id) REFERENCES disclosure (id)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE disclosure_approval');
    await runner.query('DROP TABLE disclosure');
  }
}
