import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowEventTypes } from './event-types.js';

/** Emergencies: the accounts' checklists by version, one open incident per ticket, its steps and what was written down. */
export class Emergency1765700000000 implements MigrationInterface {
  name = 'Emergency1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE emergency_checklist (
      account_id varchar NOT NULL,
      version int NOT NULL,
      steps jsonb NOT NULL,
      saved_at timestamptz NOT NULL,
      CONSTRAINT emergency_checklist_pkey PRIMARY KEY (account_id, version),
      CONSTRAINT emergency_checklist_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE incident (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      caller_id uuid NOT NULL,
      account_id varchar NOT NULL,
      checklist_version int NOT NULL,
      state varchar NOT NULL,
      opened_at timestamptz NOT NULL,
      opened_by uuid NOT NULL,
      ended_at timestamptz,
      ended_by uuid,
      outcome varchar,
      summary_sealed bytea,
      CONSTRAINT incident_pkey PRIMARY KEY (id),
      CONSTRAINT incident_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT incident_checklist_fkey FOREIGN KEY (account_id, checklist_version)
        REFERENCES emergency_checklist (account_id, version),
      CONSTRAINT incident_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES staff (id),
      CONSTRAINT incident_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff (id),
      CONSTRAINT incident_state_check CHECK (state IN ('open', 'ended')),
      CONSTRAINT incident_outcome_check CHECK (outcome IN ('safe', 'handed-over', 'unconfirmed', 'no-danger')),
      CONSTRAINT incident_ended_check CHECK ((state = 'ended') = (ended_at IS NOT NULL)
        AND (ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (outcome IS NULL)
        AND (ended_at IS NULL) = (summary_sealed IS NULL))
    )`);
    await runner.query(
      `CREATE UNIQUE INDEX incident_open_key ON incident (ticket_id) WHERE (state = 'open')`,
    );
    await runner.query('CREATE INDEX incident_ticket_id_index ON incident (ticket_id)');
    await runner.query(
      `CREATE INDEX incident_caller_id_index ON incident (caller_id) WHERE (state = 'open')`,
    );
    await runner.query(`CREATE TABLE incident_step (
      incident_id uuid NOT NULL,
      position int NOT NULL,
      due_at timestamptz NOT NULL,
      state varchar NOT NULL,
      settled_by uuid,
      settled_at timestamptz,
      alarmed_at timestamptz,
      CONSTRAINT incident_step_pkey PRIMARY KEY (incident_id, position),
      CONSTRAINT incident_step_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident (id),
      CONSTRAINT incident_step_settled_by_fkey FOREIGN KEY (settled_by) REFERENCES staff (id),
      CONSTRAINT incident_step_state_check CHECK (state IN ('open', 'done', 'skipped')),
      CONSTRAINT incident_step_settled_check CHECK ((state = 'open') = (settled_by IS NULL))
    )`);
    await runner.query(`CREATE TABLE incident_entry (
      id uuid NOT NULL,
      incident_id uuid NOT NULL,
      kind varchar NOT NULL,
      position int,
      step_state varchar,
      fact varchar,
      message_id uuid,
      words_sealed bytea,
      noted_at timestamptz NOT NULL,
      noted_by uuid NOT NULL,
      withdrawn_at timestamptz,
      withdrawn_by uuid,
      CONSTRAINT incident_entry_pkey PRIMARY KEY (id),
      CONSTRAINT incident_entry_incident_id_fkey FOREIGN KEY (incident_id) REFERENCES incident (id),
      CONSTRAINT incident_entry_message_id_fkey FOREIGN KEY (message_id) REFERENCES message (id),
      CONSTRAINT incident_entry_noted_by_fkey FOREIGN KEY (noted_by) REFERENCES staff (id),
      CONSTRAINT incident_entry_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES staff (id),
      CONSTRAINT incident_entry_kind_check CHECK (kind IN ('step', 'fact', 'disclosure')),
      CONSTRAINT incident_entry_fact_check
        CHECK (fact IN ('place', 'means', 'companions', 'time', 'person', 'contact', 'other'))
    )`);
    await runner.query(
      'CREATE INDEX incident_entry_incident_id_index ON incident_entry (incident_id, noted_at)',
    );
    await allowEventTypes(runner, (types) => [...types, 'incident.changed']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM event WHERE type = 'incident.changed'`);
    await allowEventTypes(runner, (types) => types.filter((type) => type !== 'incident.changed'));
    await runner.query(`DELETE FROM ticket_alarm WHERE kind IN ('emergency', 'emergency-overdue')`);
    for (const table of ['incident_entry', 'incident_step', 'incident', 'emergency_checklist'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
