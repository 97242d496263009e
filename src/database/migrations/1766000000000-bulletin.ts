import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { allowEventTypes } from './event-types.js';

const ours = ['announcement.changed', 'shift-note.changed'];

/** Announcements with who has read them, and what one shift tells the next. */
export class Bulletin1766000000000 implements MigrationInterface {
  name = 'Bulletin1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    await this.#announcements(runner);
    await this.#shiftNotes(runner);
    await allowEventTypes(runner, (types) => [...types, ...ours]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM event WHERE type = ANY($1)', [ours]);
    await allowEventTypes(runner, (types) => types.filter((type) => !ours.includes(type)));
    for (const table of [
      'shift_note_reading',
      'shift_note',
      'announcement_reading',
      'announcement_account',
      'announcement',
    ])
      await runner.query(`DROP TABLE ${table}`);
  }

  async #announcements(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE announcement (
      id uuid NOT NULL,
      level varchar NOT NULL,
      made_by uuid NOT NULL,
      made_at timestamptz NOT NULL,
      ends_at timestamptz,
      withdrawn_at timestamptz,
      withdrawn_by uuid,
      CONSTRAINT announcement_pkey PRIMARY KEY (id),
      CONSTRAINT announcement_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff (id),
      CONSTRAINT announcement_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES staff (id),
      CONSTRAINT announcement_level_check CHECK (level IN ('info', 'important')),
      CONSTRAINT announcement_withdrawn_check CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
    )`);
    await runner.query('CREATE INDEX announcement_made_at_index ON announcement (made_at)');
    await runner.query(`CREATE TABLE announcement_account (
      announcement_id uuid NOT NULL,
      account_id varchar NOT NULL,
      words_sealed bytea NOT NULL,
      CONSTRAINT announcement_account_pkey PRIMARY KEY (announcement_id, account_id),
      CONSTRAINT announcement_account_announcement_id_fkey FOREIGN KEY (announcement_id)
        REFERENCES announcement (id) ON DELETE CASCADE,
      CONSTRAINT announcement_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(
      'CREATE INDEX announcement_account_account_id_index ON announcement_account (account_id)',
    );
    await runner.query(`CREATE TABLE announcement_reading (
      announcement_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      read_at timestamptz NOT NULL,
      CONSTRAINT announcement_reading_pkey PRIMARY KEY (announcement_id, staff_id),
      CONSTRAINT announcement_reading_announcement_id_fkey FOREIGN KEY (announcement_id)
        REFERENCES announcement (id) ON DELETE CASCADE,
      CONSTRAINT announcement_reading_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id)
    )`);
  }

  async #shiftNotes(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE shift_note (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      ticket_id uuid,
      words_sealed bytea NOT NULL,
      written_by uuid NOT NULL,
      written_at timestamptz NOT NULL,
      until timestamptz,
      done_at timestamptz,
      done_by uuid,
      CONSTRAINT shift_note_pkey PRIMARY KEY (id),
      CONSTRAINT shift_note_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT shift_note_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT shift_note_written_by_fkey FOREIGN KEY (written_by) REFERENCES staff (id),
      CONSTRAINT shift_note_done_by_fkey FOREIGN KEY (done_by) REFERENCES staff (id),
      CONSTRAINT shift_note_done_check CHECK ((done_at IS NULL) = (done_by IS NULL))
    )`);
    await runner.query('CREATE INDEX shift_note_account_id_index ON shift_note (account_id, written_at)');
    await runner.query(`CREATE TABLE shift_note_reading (
      note_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      read_at timestamptz NOT NULL,
      CONSTRAINT shift_note_reading_pkey PRIMARY KEY (note_id, staff_id),
      CONSTRAINT shift_note_reading_note_id_fkey FOREIGN KEY (note_id) REFERENCES shift_note (id) ON DELETE CASCADE,
      CONSTRAINT shift_note_reading_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id)
    )`);
  }
}

/** Whatever types there are by now, with or without ours. */
