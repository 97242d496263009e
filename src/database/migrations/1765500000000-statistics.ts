import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowEventTypes } from './event-types.js';

/**
 * What happened when: stretches in which a ticket stood still, answers that callers waited for, stretches in which
 * somebody was there. The database writes them itself, so that no way in which a ticket moves can forget to; the instant
 * is the one that the rules' clock gave the transaction. Also who would like to talk after a hard case.
 */
export class Statistics1765500000000 implements MigrationInterface {
  name = 'Statistics1765500000000';

  async up(runner: QueryRunner): Promise<void> {
    await makeTables(runner);
    await fillFromTickets(runner);
    await keepTickets(runner);
    await keepPresence(runner);
    await runner.query('CREATE INDEX risk_mark_marked_at_index ON risk_mark (marked_at)');
    await runner.query(
      `CREATE INDEX delivery_given_up_index ON delivery (caller_id) WHERE (state IN ('failed', 'unreachable'))`,
    );
    await allowEventTypes(runner, (types) => [...types, 'debrief.changed']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM event WHERE type = 'debrief.changed'`);
    await allowEventTypes(runner, (types) => types.filter((type) => type !== 'debrief.changed'));
    await runner.query(`DELETE FROM ticket_alarm WHERE kind = 'reply-overdue'`);
    await runner.query(`DELETE FROM timer WHERE kind = 'mute-end'`);
    await runner.query('DROP INDEX delivery_given_up_index');
    await runner.query('DROP INDEX risk_mark_marked_at_index');
    await runner.query('DROP TRIGGER presence_phase_kept ON presence');
    await runner.query('DROP TRIGGER ticket_phase_kept ON ticket');
    await runner.query('DROP TRIGGER ticket_phase_begun ON ticket');
    await runner.query('DROP FUNCTION keep_presence_phase()');
    await runner.query('DROP FUNCTION keep_ticket_phase()');
    for (const table of ['debrief', 'presence_phase', 'caller_answer', 'ticket_phase'])
      await runner.query(`DROP TABLE ${table}`);
  }
}

async function makeTables(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE ticket_phase (
    id BIGSERIAL NOT NULL,
    account_id varchar NOT NULL,
    ticket_id uuid NOT NULL,
    state varchar NOT NULL,
    staff_id uuid,
    opens boolean NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT 'infinity',
    ended_into varchar,
    ended_reason varchar,
    CONSTRAINT ticket_phase_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_phase_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT ticket_phase_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE,
    CONSTRAINT ticket_phase_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT ticket_phase_order_check CHECK (ended_at >= began_at)
  )`);
  await runner.query(
    `CREATE UNIQUE INDEX ticket_phase_one_running ON ticket_phase (ticket_id) WHERE (ended_at = 'infinity')`,
  );
  await runner.query('CREATE INDEX ticket_phase_account_id_index ON ticket_phase (account_id, ended_at)');
  await runner.query('CREATE INDEX ticket_phase_staff_id_index ON ticket_phase (staff_id, ended_at)');
  await runner.query('CREATE INDEX ticket_phase_ticket_id_index ON ticket_phase (ticket_id, began_at)');
  await runner.query(`CREATE TABLE caller_answer (
    id BIGSERIAL NOT NULL,
    account_id varchar NOT NULL,
    ticket_id uuid NOT NULL,
    since timestamptz NOT NULL,
    answered_at timestamptz NOT NULL,
    CONSTRAINT caller_answer_pkey PRIMARY KEY (id),
    CONSTRAINT caller_answer_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT caller_answer_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE
  )`);
  await runner.query(
    'CREATE INDEX caller_answer_account_id_index ON caller_answer (account_id, answered_at)',
  );
  await runner.query(`CREATE TABLE presence_phase (
    id BIGSERIAL NOT NULL,
    staff_id uuid NOT NULL,
    presence varchar NOT NULL,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT 'infinity',
    CONSTRAINT presence_phase_pkey PRIMARY KEY (id),
    CONSTRAINT presence_phase_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE,
    CONSTRAINT presence_phase_order_check CHECK (ended_at >= began_at)
  )`);
  await runner.query(
    `CREATE UNIQUE INDEX presence_phase_one_running ON presence_phase (staff_id) WHERE (ended_at = 'infinity')`,
  );
  await runner.query('CREATE INDEX presence_phase_staff_id_index ON presence_phase (staff_id, ended_at)');
  await runner.query(`CREATE TABLE debrief (
    id uuid NOT NULL,
    account_id varchar NOT NULL,
    staff_id uuid NOT NULL,
    ticket_id uuid,
    word_sealed bytea,
    asked_at timestamptz NOT NULL,
    taken_by uuid,
    taken_at timestamptz,
    ended_at timestamptz,
    CONSTRAINT debrief_pkey PRIMARY KEY (id),
    CONSTRAINT debrief_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT debrief_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT debrief_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE SET NULL,
    CONSTRAINT debrief_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES staff (id)
  )`);
  await runner.query(
    'CREATE UNIQUE INDEX debrief_one_standing ON debrief (account_id, staff_id) WHERE (ended_at IS NULL)',
  );
}

/** What the tickets themselves still tell of before: when each came, was taken, and ended. */
async function fillFromTickets(runner: QueryRunner): Promise<void> {
  await runner.query(`INSERT INTO ticket_phase
      (account_id, ticket_id, state, opens, began_at, ended_at, ended_into, ended_reason)
    SELECT account_id, id, 'waiting', true, opened_at,
      CASE WHEN state = 'waiting' THEN 'infinity'
        ELSE greatest(opened_at, coalesce(taken_at, follow_up_since, closed_at)) END,
      CASE WHEN state = 'waiting' THEN NULL WHEN taken_at IS NOT NULL THEN 'active' ELSE state END,
      CASE WHEN state = 'follow-up' THEN follow_up_reason END
    FROM ticket ORDER BY opened_at`);
  await runner.query(`INSERT INTO ticket_phase
      (account_id, ticket_id, state, staff_id, opens, began_at, ended_at, ended_into)
    SELECT account_id, id, CASE WHEN state = 'follow-up' THEN state ELSE 'active' END, assigned_to, false,
      coalesce(taken_at, follow_up_since),
      CASE WHEN state = 'closed' THEN greatest(taken_at, closed_at) ELSE 'infinity' END,
      CASE WHEN state = 'closed' THEN state END
    FROM ticket WHERE state = 'follow-up' OR state IN ('active', 'closed') AND taken_at IS NOT NULL
    ORDER BY coalesce(taken_at, follow_up_since)`);
}

async function keepTickets(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE FUNCTION keep_ticket_phase() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      at timestamptz := coalesce(nullif(current_setting('tomoshibi.instant', true), '')::timestamptz, statement_timestamp());
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.unanswered_since IS NOT NULL AND NEW.unanswered_since IS NULL AND OLD.state = 'active' AND NEW.state = 'active' THEN
          INSERT INTO caller_answer (account_id, ticket_id, since, answered_at)
          VALUES (NEW.account_id, NEW.id, greatest(OLD.unanswered_since, OLD.taken_at), at);
        END IF;
        IF OLD.state = NEW.state AND OLD.assigned_to IS NOT DISTINCT FROM NEW.assigned_to THEN RETURN NULL; END IF;
        UPDATE ticket_phase SET ended_at = greatest(at, began_at), ended_into = NEW.state,
          ended_reason = CASE WHEN NEW.state = 'follow-up' THEN NEW.follow_up_reason END
        WHERE ticket_id = NEW.id AND ended_at = 'infinity';
      END IF;
      IF NEW.state <> 'closed' THEN
        INSERT INTO ticket_phase (account_id, ticket_id, state, staff_id, opens, began_at)
        VALUES (NEW.account_id, NEW.id, NEW.state, NEW.assigned_to, TG_OP = 'INSERT',
          CASE WHEN TG_OP = 'INSERT' THEN least(NEW.opened_at, at) ELSE at END);
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`CREATE TRIGGER ticket_phase_begun AFTER INSERT ON ticket
    FOR EACH ROW EXECUTE FUNCTION keep_ticket_phase()`);
  // What a message changes most often is looked at in the condition alone: the function isn't called for it.
  await runner.query(`CREATE TRIGGER ticket_phase_kept AFTER UPDATE ON ticket FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.assigned_to IS DISTINCT FROM NEW.assigned_to
      OR OLD.unanswered_since IS NOT NULL AND NEW.unanswered_since IS NULL)
    EXECUTE FUNCTION keep_ticket_phase()`);
}

async function keepPresence(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE FUNCTION keep_presence_phase() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      now_is varchar := CASE WHEN NEW.gone_at IS NULL AND NEW.since IS NOT NULL THEN NEW.chosen END;
      was varchar := (SELECT presence FROM presence_phase WHERE staff_id = NEW.staff_id AND ended_at = 'infinity');
    BEGIN
      IF now_is IS NOT DISTINCT FROM was THEN RETURN NULL; END IF;
      UPDATE presence_phase SET ended_at = greatest(began_at, coalesce(NEW.gone_at, NEW.since))
      WHERE staff_id = NEW.staff_id AND ended_at = 'infinity';
      IF now_is IS NOT NULL THEN
        INSERT INTO presence_phase (staff_id, presence, began_at) VALUES (NEW.staff_id, now_is, NEW.since);
      END IF;
      RETURN NULL;
    END $$`);
  await runner.query(`CREATE TRIGGER presence_phase_kept AFTER INSERT OR UPDATE OF chosen, since, gone_at ON presence
    FOR EACH ROW EXECUTE FUNCTION keep_presence_phase()`);
}
