import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Closing and opening by hand, texts with their versions, and the rich menu that LINE shows. */
export class OpeningHours1764028800000 implements MigrationInterface {
  name = 'OpeningHours1764028800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE opening_override (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      state varchar NOT NULL,
      reason varchar NOT NULL,
      starts_at timestamptz NOT NULL,
      until timestamptz,
      set_by uuid NOT NULL,
      undone_at timestamptz,
      undone_by uuid,
      CONSTRAINT opening_override_state_check CHECK (state IN ('open', 'closed')),
      CONSTRAINT opening_override_until_check CHECK (until IS NULL OR until > starts_at),
      CONSTRAINT opening_override_undone_check CHECK ((undone_at IS NULL) = (undone_by IS NULL)),
      CONSTRAINT opening_override_pkey PRIMARY KEY (id),
      CONSTRAINT opening_override_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT opening_override_set_by_fkey FOREIGN KEY (set_by) REFERENCES staff (id),
      CONSTRAINT opening_override_undone_by_fkey FOREIGN KEY (undone_by) REFERENCES staff (id)
    )`);
    await runner.query(
      'CREATE INDEX opening_override_account_id_index ON opening_override (account_id, starts_at)',
    );
    await runner.query(`CREATE TABLE text_template_version (
      account_id varchar NOT NULL,
      situation varchar NOT NULL,
      version integer NOT NULL,
      body text,
      saved_at timestamptz NOT NULL,
      saved_by uuid,
      CONSTRAINT text_template_version_pkey PRIMARY KEY (account_id, situation, version),
      CONSTRAINT text_template_version_account_id_fkey
        FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
      CONSTRAINT text_template_version_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES staff (id)
    )`);
    // What callers are told now is the first version that is known.
    await runner.query(`INSERT INTO text_template_version (account_id, situation, version, body, saved_at)
      SELECT account_id, situation, 1, body, now() FROM text_template`);
    await runner.query('ALTER TABLE account ADD COLUMN rich_menu_id varchar');
    await runner.query('ALTER TABLE line_task DROP CONSTRAINT line_task_kind_check');
    await runner.query(`ALTER TABLE line_task
      ADD CONSTRAINT line_task_kind_check CHECK (kind IN ('loading', 'read', 'leave', 'rich-menu'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM line_task WHERE kind = 'rich-menu'`);
    await runner.query('ALTER TABLE line_task DROP CONSTRAINT line_task_kind_check');
    await runner.query(
      `ALTER TABLE line_task ADD CONSTRAINT line_task_kind_check CHECK (kind IN ('loading', 'read', 'leave'))`,
    );
    await runner.query('ALTER TABLE account DROP COLUMN rich_menu_id');
    await runner.query('DROP TABLE text_template_version');
    await runner.query('DROP TABLE opening_override');
  }
}
