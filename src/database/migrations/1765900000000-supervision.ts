import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowEventTypes } from './event-types.js';

const eventTypes = ['held-reply.changed', 'moves.changed'];
const directionsBefore = ['inbound', 'outbound', 'automatic', 'note'];
const statesBefore = ['standing', 'accepted', 'declined', 'withdrawn', 'returned'];

/** Supervisors whisper, look at replies before they leave, move tickets, and are called; people see who is in a talk. */
export class Supervision1765900000000 implements MigrationInterface {
  name = 'Supervision1765900000000';

  async up(runner: QueryRunner): Promise<void> {
    await allowEventTypes(runner, (types) => [...types, ...eventTypes]);
    await allow(runner, 'message', 'direction', [...directionsBefore, 'whisper']);
    await runner.query(
      `CREATE INDEX message_whisper_index ON message (ticket_id) WHERE (direction = 'whisper' AND first_shown_at IS NULL)`,
    );
    await runner.query(
      `ALTER TABLE console_connection ADD COLUMN talk_ticket_id uuid, ADD COLUMN writing_until timestamptz`,
    );
    await createHeldReplies(runner);
    await createRules(runner);
    await createConsults(runner);
    await widenHandovers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM handover WHERE state = 'closed'`);
    await runner.query('DROP INDEX handover_moved_to_index');
    await runner.query('DROP INDEX handover_moved_from_index');
    await target(runner, `state = 'returned'`);
    await allow(runner, 'handover', 'state', statesBefore);
    await runner.query('ALTER TABLE handover DROP COLUMN read_at, DROP COLUMN moved_by, DROP COLUMN kind');
    for (const table of ['consult_request', 'approval_rule', 'held_reply'])
      await runner.query(`DROP TABLE ${table}`);
    await runner.query(
      'ALTER TABLE console_connection DROP COLUMN writing_until, DROP COLUMN talk_ticket_id',
    );
    await runner.query('DROP INDEX message_whisper_index');
    await runner.query(`DELETE FROM message WHERE direction = 'whisper'`);
    await allow(runner, 'message', 'direction', directionsBefore);
    await runner.query(
      `DELETE FROM ticket_alarm WHERE kind IN ('consult', 'consult-overdue', 'approval-overdue')`,
    );
    await runner.query(`DELETE FROM timer WHERE kind IN ('consult-overdue', 'approval-overdue')`);
    await runner.query('DELETE FROM event WHERE type = ANY($1)', [eventTypes]);
    await allowEventTypes(runner, (types) => types.filter((type) => !eventTypes.includes(type)));
  }
}

async function createHeldReplies(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE held_reply (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    client_id uuid NOT NULL,
    content_sealed bytea NOT NULL,
    state varchar NOT NULL DEFAULT 'pending',
    drop_reason varchar,
    made_at timestamptz NOT NULL,
    overdue_at timestamptz NOT NULL,
    decided_by uuid,
    decided_at timestamptz,
    edited boolean NOT NULL DEFAULT false,
    remark_sealed bytea,
    dismissed_at timestamptz,
    CONSTRAINT held_reply_state_check CHECK (state IN ('pending', 'approved', 'returned', 'withdrawn', 'dropped')),
    CONSTRAINT held_reply_drop_check CHECK ((state = 'dropped') = (drop_reason IS NOT NULL)),
    CONSTRAINT held_reply_pkey PRIMARY KEY (id),
    CONSTRAINT held_reply_client_id_key UNIQUE (ticket_id, client_id),
    CONSTRAINT held_reply_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
    CONSTRAINT held_reply_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT held_reply_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES staff (id)
  )`);
  await runner.query(
    `CREATE INDEX held_reply_pending_index ON held_reply (ticket_id) WHERE (state = 'pending')`,
  );
}

async function createRules(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE approval_rule (
    id uuid NOT NULL,
    account_id varchar NOT NULL,
    staff_id uuid,
    ticket_id uuid,
    reason_sealed bytea NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL,
    ended_by uuid,
    ended_at timestamptz,
    CONSTRAINT approval_rule_whose_check CHECK (num_nonnulls(staff_id, ticket_id) = 1),
    CONSTRAINT approval_rule_ended_check CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CONSTRAINT approval_rule_pkey PRIMARY KEY (id),
    CONSTRAINT approval_rule_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT approval_rule_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT approval_rule_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
    CONSTRAINT approval_rule_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff (id),
    CONSTRAINT approval_rule_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff (id)
  )`);
  await runner.query(
    'CREATE UNIQUE INDEX approval_rule_counselor_key ON approval_rule (account_id, staff_id) WHERE (ended_at IS NULL)',
  );
  await runner.query(
    'CREATE UNIQUE INDEX approval_rule_ticket_key ON approval_rule (ticket_id) WHERE (ended_at IS NULL)',
  );
}

async function createConsults(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE consult_request (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    why_sealed bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    overdue_at timestamptz NOT NULL,
    taken_by uuid,
    taken_at timestamptz,
    ended_by uuid,
    ended_at timestamptz,
    CONSTRAINT consult_request_taken_check CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
    CONSTRAINT consult_request_pkey PRIMARY KEY (id),
    CONSTRAINT consult_request_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
    CONSTRAINT consult_request_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT consult_request_taken_by_fkey FOREIGN KEY (taken_by) REFERENCES staff (id),
    CONSTRAINT consult_request_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff (id)
  )`);
  await runner.query(
    'CREATE UNIQUE INDEX consult_request_one_standing ON consult_request (ticket_id) WHERE (ended_at IS NULL)',
  );
}

/** Who moved a ticket, and whether those whom it concerns have seen it. */
async function widenHandovers(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER TABLE handover
    ADD COLUMN kind varchar NOT NULL DEFAULT 'transfer',
    ADD COLUMN moved_by uuid,
    ADD COLUMN read_at timestamptz,
    ADD CONSTRAINT handover_kind_check
      CHECK (kind IN ('transfer', 'take-over', 'give-back', 'reassign', 'return', 'close')),
    ADD CONSTRAINT handover_moved_by_fkey FOREIGN KEY (moved_by) REFERENCES staff (id)`);
  await allow(runner, 'handover', 'state', [...statesBefore, 'closed']);
  await target(runner, `state IN ('returned', 'closed')`);
  await runner.query(`CREATE INDEX handover_moved_from_index ON handover (from_staff_id)
    WHERE (moved_by IS NOT NULL AND dismissed_at IS NULL)`);
  await runner.query(`CREATE INDEX handover_moved_to_index ON handover (to_staff_id)
    WHERE (moved_by IS NOT NULL AND read_at IS NULL)`);
}

/** @param nowhere SQL: whether it goes to nobody */
async function target(runner: QueryRunner, nowhere: string): Promise<void> {
  await runner.query(`ALTER TABLE handover DROP CONSTRAINT handover_target_check,
    ADD CONSTRAINT handover_target_check
      CHECK (num_nonnulls(to_staff_id, to_profession, to_account_id) = CASE WHEN ${nowhere} THEN 0 ELSE 1 END)`);
}

async function allow(
  runner: QueryRunner,
  table: string,
  column: string,
  values: readonly string[],
): Promise<void> {
  const list = values.map((value) => `'${value}'`).join(', ');
  await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}_check,
    ADD CONSTRAINT ${table}_${column}_check CHECK (${column} IN (${list}))`);
}
