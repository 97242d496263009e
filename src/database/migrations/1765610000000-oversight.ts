import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Senior counselors; and those who look at an account from outside: auditors and the commissioning body. */
export class Oversight1765610000000 implements MigrationInterface {
  name = 'Oversight1765610000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_check,
      ADD CONSTRAINT membership_role_check CHECK (role IN ('counselor', 'senior-counselor', 'supervisor'))`);
    await runner.query(`ALTER TABLE sign_in_policy DROP CONSTRAINT sign_in_policy_role_check,
      ADD CONSTRAINT sign_in_policy_role_check CHECK (role IN
        ('counselor', 'senior-counselor', 'supervisor', 'administrator', 'auditor', 'commissioner'))`);
    await runner.query(`CREATE TABLE oversight (
      staff_id uuid NOT NULL,
      account_id varchar NOT NULL,
      role varchar NOT NULL,
      CONSTRAINT oversight_role_check CHECK (role IN ('auditor', 'commissioner')),
      CONSTRAINT oversight_pkey PRIMARY KEY (staff_id, account_id),
      CONSTRAINT oversight_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
      CONSTRAINT oversight_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX oversight_account_id_index ON oversight (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE oversight');
    await runner.query(
      `DELETE FROM sign_in_policy WHERE role IN ('senior-counselor', 'auditor', 'commissioner')`,
    );
    await runner.query(`ALTER TABLE sign_in_policy DROP CONSTRAINT sign_in_policy_role_check,
      ADD CONSTRAINT sign_in_policy_role_check CHECK (role IN ('counselor', 'supervisor', 'administrator'))`);
    await runner.query(`UPDATE membership SET role = 'counselor' WHERE role = 'senior-counselor'`);
    await runner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_check,
      ADD CONSTRAINT membership_role_check CHECK (role IN ('counselor', 'supervisor'))`);
  }
}
