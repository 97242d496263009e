import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Screens on the wall, each with a token of its own, which opens numbers and nothing else. */
export class Walls1766800000000 implements MigrationInterface {
  name = 'Walls1766800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE wall (
      id uuid NOT NULL,
      token_hash bytea NOT NULL,
      name_sealed bytea NOT NULL,
      made_by uuid NOT NULL,
      made_at timestamptz NOT NULL,
      link_expires_at timestamptz NOT NULL,
      opened_at timestamptz,
      asked_at timestamptz,
      ends_at timestamptz NOT NULL,
      CONSTRAINT wall_length_check CHECK (ends_at <= made_at + interval '90 days'),
      CONSTRAINT wall_pkey PRIMARY KEY (id),
      CONSTRAINT wall_token_hash_key UNIQUE (token_hash),
      CONSTRAINT wall_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff (id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX wall_made_by_index ON wall (made_by)');
    await runner.query(`CREATE TABLE wall_account (
      wall_id uuid NOT NULL,
      account_id varchar NOT NULL,
      CONSTRAINT wall_account_pkey PRIMARY KEY (wall_id, account_id),
      CONSTRAINT wall_account_wall_id_fkey FOREIGN KEY (wall_id) REFERENCES wall (id) ON DELETE CASCADE,
      CONSTRAINT wall_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX wall_account_account_id_index ON wall_account (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE wall_account');
    await runner.query('DROP TABLE wall');
  }
}
