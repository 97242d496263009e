import { type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * Accounts and staff are edited on screens: each row counts its versions, and each section of the provision file keeps
 * the fingerprint of what was last applied from it.
 */
export class Administration1765600000000 implements MigrationInterface {
  name = 'Administration1765600000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account ADD COLUMN purpose varchar NOT NULL DEFAULT '',
      ADD COLUMN active boolean NOT NULL DEFAULT true, ADD COLUMN version int NOT NULL DEFAULT 1`);
    await runner.query('ALTER TABLE staff ADD COLUMN version int NOT NULL DEFAULT 1');
    await runner.query('ALTER TABLE caller ADD COLUMN test_since timestamptz');
    await runner.query(
      'CREATE INDEX caller_test_index ON caller (account_id) WHERE (test_since IS NOT NULL)',
    );
    await runner.query(`CREATE TABLE test_code (
      account_id varchar NOT NULL,
      code varchar NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT test_code_pkey PRIMARY KEY (account_id),
      CONSTRAINT test_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE line_check_result (
      account_id varchar NOT NULL,
      checked_at timestamptz NOT NULL,
      findings jsonb,
      CONSTRAINT line_check_result_pkey PRIMARY KEY (account_id),
      CONSTRAINT line_check_result_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE provision_section (
      section varchar NOT NULL,
      key_id uuid NOT NULL,
      fingerprint bytea NOT NULL,
      applied_at timestamptz NOT NULL,
      CONSTRAINT provision_section_pkey PRIMARY KEY (section)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM keystore.data_key WHERE id IN (SELECT key_id FROM provision_section)');
    await runner.query('DROP TABLE provision_section');
    await runner.query('DROP TABLE line_check_result');
    await runner.query('DROP TABLE test_code');
    await runner.query('DROP INDEX caller_test_index');
    await runner.query('ALTER TABLE caller DROP COLUMN test_since');
    await runner.query('ALTER TABLE staff DROP COLUMN version');
    await runner.query('ALTER TABLE account DROP COLUMN purpose, DROP COLUMN active, DROP COLUMN version');
  }
}
