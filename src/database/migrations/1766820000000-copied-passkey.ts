import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** With which passkey's session another was added: where the first was copied, the second may be the copier's. */
export class CopiedPasskey1766820000000 implements MigrationInterface {
  name = 'CopiedPasskey1766820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE passkey ADD COLUMN added_with uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE passkey DROP COLUMN added_with');
  }
}
