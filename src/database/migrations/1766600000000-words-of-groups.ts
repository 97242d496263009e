import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * What was said in groups was stored under the account's key, which no erasure destroys. Which events those are is sealed
 * too, so that all without a caller are emptied that were brought in: nothing needs them any more. One that still waits
 * loses its words when it is brought in.
 */
export class WordsOfGroups1766600000000 implements MigrationInterface {
  name = 'WordsOfGroups1766600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `UPDATE inbound_event SET sealed = ''::bytea WHERE caller_id IS NULL AND state = 'projected'`,
    );
  }

  async down(): Promise<void> {
    // What was destroyed can't come back.
  }
}
