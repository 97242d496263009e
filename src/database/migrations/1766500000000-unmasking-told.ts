import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whose act an alarm is about: somebody else has to see it. */
export class UnmaskingTold1766500000000 implements MigrationInterface {
  name = 'UnmaskingTold1766500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ticket_alarm ADD COLUMN caused_by uuid[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM ticket_alarm WHERE kind = 'unmasked'`);
    await runner.query('ALTER TABLE ticket_alarm DROP COLUMN caused_by');
  }
}
