import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Whom the provider meant when a person first came by single sign-on: its own number for them, which it gives to nobody else. */
export class TiedSignOn1766830000000 implements MigrationInterface {
  name = 'TiedSignOn1766830000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE single_sign_on_identity (
      staff_id uuid NOT NULL,
      issuer varchar NOT NULL,
      subject varchar NOT NULL,
      tied_at timestamptz NOT NULL,
      CONSTRAINT single_sign_on_identity_pkey PRIMARY KEY (staff_id, issuer),
      CONSTRAINT single_sign_on_identity_subject_key UNIQUE (issuer, subject),
      CONSTRAINT single_sign_on_identity_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE single_sign_on_identity');
  }
}
