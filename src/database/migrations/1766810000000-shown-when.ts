import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A session may begin without its person having shown anything just then: by a provider that still knew them. */
export class ShownWhen1766810000000 implements MigrationInterface {
  name = 'ShownWhen1766810000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE session ALTER COLUMN verified_at DROP NOT NULL');
    // Nothing tells when those had shown who they are.
    await runner.query(`UPDATE session SET verified_at = NULL WHERE method = 'single-sign-on'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE session SET verified_at = to_timestamp(0) WHERE verified_at IS NULL');
    await runner.query('ALTER TABLE session ALTER COLUMN verified_at SET NOT NULL');
  }
}
