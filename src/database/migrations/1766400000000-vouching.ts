import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Who had a hand in letting a person in, and since when somebody else has vouched for them. */
export class Vouching1766400000000 implements MigrationInterface {
  name = 'Vouching1766400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE staff
      ADD COLUMN vouched_at timestamptz,
      ADD COLUMN let_in_by uuid[] NOT NULL DEFAULT '{}'`);
    // Nothing tells how those came in who are there already: they stay what they were.
    await runner.query('UPDATE staff SET vouched_at = now()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE staff DROP COLUMN vouched_at, DROP COLUMN let_in_by');
  }
}
