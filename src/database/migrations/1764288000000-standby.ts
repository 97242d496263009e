import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whether somebody else answers a caller for now: then nothing is sent to them. */
export class Standby1764288000000 implements MigrationInterface {
  name = 'Standby1764288000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE caller_address ADD COLUMN standby boolean NOT NULL DEFAULT false,
      ADD COLUMN standby_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE caller_address DROP COLUMN standby_at, DROP COLUMN standby');
  }
}
