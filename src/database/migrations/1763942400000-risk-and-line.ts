import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Risk that people set, a line ordered by it, and tickets that left the line without being lost. */
export class RiskAndLine1763942400000 implements MigrationInterface {
  name = 'RiskAndLine1763942400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ticket
      ADD COLUMN risk varchar NOT NULL DEFAULT 'none',
      ADD COLUMN line_rank smallint NOT NULL DEFAULT '3',
      ADD COLUMN line_since timestamptz,
      ADD COLUMN follow_up_reason varchar,
      ADD COLUMN follow_up_since timestamptz,
      ADD COLUMN language varchar,
      ADD COLUMN profession varchar,
      ADD COLUMN time_limit_at timestamptz,
      ADD COLUMN reopen_until timestamptz`);
    await runner.query('UPDATE ticket SET line_since = waiting_since');
    await runner.query('ALTER TABLE ticket ALTER COLUMN line_since SET NOT NULL');
    await runner.query('ALTER TABLE ticket DROP CONSTRAINT ticket_state_check');
    await runner.query('ALTER TABLE ticket DROP CONSTRAINT ticket_waiting_has_no_counselor');
    await runner.query(`ALTER TABLE ticket
      ADD CONSTRAINT ticket_state_check CHECK (state IN ('waiting', 'active', 'follow-up', 'closed')),
      ADD CONSTRAINT ticket_risk_check CHECK (risk IN ('none', 'watch', 'high', 'imminent')),
      ADD CONSTRAINT ticket_follow_up_has_reason
        CHECK ((state = 'follow-up') <= (follow_up_reason IS NOT NULL)),
      ADD CONSTRAINT ticket_waiting_has_no_counselor
        CHECK ((state IN ('waiting', 'follow-up')) <= (assigned_to IS NULL))`);
    await runner.query('DROP INDEX ticket_waiting_index');
    await runner.query(`CREATE INDEX ticket_line_index
      ON ticket (account_id, line_rank, line_since, waiting_since, id) WHERE (state = 'waiting')`);
    await runner.query('CREATE INDEX ticket_caller_id_index ON ticket (caller_id, opened_at)');
    await runner.query(`CREATE TABLE risk_mark (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      risk varchar NOT NULL,
      reason_sealed bytea NOT NULL,
      marked_by uuid NOT NULL,
      marked_at timestamptz NOT NULL,
      CONSTRAINT risk_mark_pkey PRIMARY KEY (id),
      CONSTRAINT risk_mark_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT risk_mark_marked_by_fkey FOREIGN KEY (marked_by) REFERENCES staff (id)
    )`);
    await runner.query('CREATE INDEX risk_mark_ticket_id_index ON risk_mark (ticket_id, marked_at)');
    await runner.query(`CREATE TABLE ticket_alarm (
      ticket_id uuid NOT NULL,
      kind varchar NOT NULL,
      raised_at timestamptz NOT NULL,
      seen_by uuid,
      seen_at timestamptz,
      CONSTRAINT ticket_alarm_pkey PRIMARY KEY (ticket_id, kind),
      CONSTRAINT ticket_alarm_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT ticket_alarm_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES staff (id)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ticket_alarm');
    await runner.query('DROP TABLE risk_mark');
    await runner.query('DROP INDEX ticket_caller_id_index');
    await runner.query('DROP INDEX ticket_line_index');
    await runner.query(
      `CREATE INDEX ticket_waiting_index ON ticket (account_id, waiting_since, id) WHERE (state = 'waiting')`,
    );
    // Before, whoever was not looked after and not closed waited.
    await runner.query(`UPDATE ticket SET state = 'waiting' WHERE state = 'follow-up'`);
    await runner.query(`ALTER TABLE ticket
      DROP CONSTRAINT ticket_waiting_has_no_counselor, DROP CONSTRAINT ticket_follow_up_has_reason,
      DROP CONSTRAINT ticket_risk_check, DROP CONSTRAINT ticket_state_check`);
    await runner.query(`ALTER TABLE ticket
      ADD CONSTRAINT ticket_state_check CHECK (state IN ('waiting', 'active', 'closed')),
      ADD CONSTRAINT ticket_waiting_has_no_counselor CHECK ((state = 'waiting') <= (assigned_to IS NULL))`);
    await runner.query(`ALTER TABLE ticket DROP COLUMN reopen_until, DROP COLUMN time_limit_at,
      DROP COLUMN profession, DROP COLUMN language, DROP COLUMN follow_up_since, DROP COLUMN follow_up_reason,
      DROP COLUMN line_since, DROP COLUMN line_rank, DROP COLUMN risk`);
  }
}
