import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sessions that began with an organisation's own sign-in, and roles that may use it. */
export class SingleSignOn1765065600000 implements MigrationInterface {
  name = 'SingleSignOn1765065600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sign_in_policy DROP CONSTRAINT sign_in_policy_policy_check');
    await runner.query(`ALTER TABLE sign_in_policy ADD CONSTRAINT sign_in_policy_policy_check
      CHECK (policy IN ('passkey', 'passkey-or-single-sign-on', 'passkey-or-password-totp', 'demo-password'))`);
    await runner.query('ALTER TABLE session DROP CONSTRAINT session_method_check');
    await runner.query(`ALTER TABLE session ADD CONSTRAINT session_method_check
      CHECK (method IN ('passkey', 'single-sign-on', 'password', 'password-totp'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM session WHERE method = 'single-sign-on'`);
    await runner.query('ALTER TABLE session DROP CONSTRAINT session_method_check');
    await runner.query(`ALTER TABLE session ADD CONSTRAINT session_method_check
      CHECK (method IN ('passkey', 'password', 'password-totp'))`);
    await runner.query(`DELETE FROM sign_in_policy WHERE policy = 'passkey-or-single-sign-on'`);
    await runner.query('ALTER TABLE sign_in_policy DROP CONSTRAINT sign_in_policy_policy_check');
    await runner.query(`ALTER TABLE sign_in_policy ADD CONSTRAINT sign_in_policy_policy_check
      CHECK (policy IN ('passkey', 'passkey-or-password-totp', 'demo-password'))`);
  }
}
