import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowEventTypes } from './event-types.js';

const ours = ['glass.changed'];

/** Who reads a ticket that isn't theirs, why, and until when. */
export class BreakGlass1766200000000 implements MigrationInterface {
  name = 'BreakGlass1766200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE broken_glass (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      account_id varchar NOT NULL,
      staff_id uuid NOT NULL,
      session_id uuid NOT NULL,
      counselor_id uuid,
      reason_sealed bytea NOT NULL,
      opened_at timestamptz NOT NULL,
      ends_at timestamptz NOT NULL,
      ended_at timestamptz,
      seen_at timestamptz,
      seen_by uuid,
      CONSTRAINT broken_glass_pkey PRIMARY KEY (id),
      CONSTRAINT broken_glass_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT broken_glass_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT broken_glass_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id),
      CONSTRAINT broken_glass_counselor_id_fkey FOREIGN KEY (counselor_id) REFERENCES staff (id),
      CONSTRAINT broken_glass_seen_by_fkey FOREIGN KEY (seen_by) REFERENCES staff (id),
      CONSTRAINT broken_glass_seen_check CHECK ((seen_at IS NULL) = (seen_by IS NULL))
    )`);
    await runner.query(
      'CREATE UNIQUE INDEX broken_glass_open_key ON broken_glass (ticket_id, session_id) WHERE (ended_at IS NULL)',
    );
    await runner.query(
      'CREATE INDEX broken_glass_unseen_index ON broken_glass (account_id) WHERE (seen_at IS NULL)',
    );
    await allowEventTypes(runner, (types) => [...types, ...ours]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM event WHERE type = ANY($1)', [ours]);
    await allowEventTypes(runner, (types) => types.filter((type) => !ours.includes(type)));
    await runner.query('DROP TABLE broken_glass');
  }
}
