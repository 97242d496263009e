import { type MigrationInterface, type QueryRunner } from 'typeorm';

const TASKS = ['loading', 'read', 'leave', 'rich-menu'];
const kinds = (tasks: readonly string[]) => tasks.map((task) => `'${task}'`).join(', ');

/** Wishes to be erased, their certificates, and holds against them. */
export class Erasure1765900000000 implements MigrationInterface {
  name = 'Erasure1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE caller ADD erased_at timestamptz');
    await runner.query(`CREATE TABLE erasure (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      caller_id uuid NOT NULL,
      cause varchar NOT NULL,
      state varchar NOT NULL,
      asked_at timestamptz NOT NULL,
      decided_by uuid,
      decided_at timestamptz,
      farewell_sealed bytea,
      key_ids uuid[] NOT NULL DEFAULT '{}',
      erased_at timestamptz,
      certificate text,
      CONSTRAINT erasure_cause_check CHECK (cause IN ('caller', 'staff', 'retention')),
      CONSTRAINT erasure_state_check CHECK (state IN ('asked', 'declined', 'begun', 'done')),
      CONSTRAINT erasure_done_check CHECK ((state = 'done') = (erased_at IS NOT NULL)),
      CONSTRAINT erasure_pkey PRIMARY KEY (id),
      CONSTRAINT erasure_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
      CONSTRAINT erasure_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller (id),
      CONSTRAINT erasure_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff (id)
    )`);
    await runner.query(
      `CREATE UNIQUE INDEX erasure_one_asked_index ON erasure (caller_id) WHERE (state IN ('asked', 'begun'))`,
    );
    await runner.query('CREATE INDEX erasure_asked_at_index ON erasure (asked_at)');
    await runner.query(`CREATE TABLE legal_hold (
      caller_id uuid NOT NULL,
      reason_sealed bytea NOT NULL,
      set_by uuid NOT NULL,
      set_at timestamptz NOT NULL,
      CONSTRAINT legal_hold_pkey PRIMARY KEY (caller_id),
      CONSTRAINT legal_hold_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller (id),
      CONSTRAINT legal_hold_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff (id)
    )`);
    await runner.query('ALTER TABLE line_task DROP CONSTRAINT line_task_kind_check');
    await runner.query(
      `ALTER TABLE line_task ADD CONSTRAINT line_task_kind_check CHECK (kind IN (${kinds([...TASKS, 'farewell'])}))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM line_task WHERE kind = 'farewell'`);
    await runner.query('ALTER TABLE line_task DROP CONSTRAINT line_task_kind_check');
    await runner.query(
      `ALTER TABLE line_task ADD CONSTRAINT line_task_kind_check CHECK (kind IN (${kinds(TASKS)}))`,
    );
    await runner.query('DROP TABLE legal_hold, erasure');
    await runner.query('ALTER TABLE caller DROP COLUMN erased_at');
  }
}
