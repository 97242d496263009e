import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Passkeys, authenticator apps, one-time links, recovery by two administrators, and sessions that can be told apart. */
export class WhoYouAre1764633600000 implements MigrationInterface {
  name = 'WhoYouAre1764633600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE keystore.data_key DROP CONSTRAINT data_key_purpose_check');
    await runner.query(`ALTER TABLE keystore.data_key ADD CONSTRAINT data_key_purpose_check
      CHECK (purpose IN ('caller', 'account', 'index', 'staff'))`);
    await runner.query(`ALTER TABLE staff ALTER COLUMN password_hash DROP NOT NULL, ADD COLUMN key_id uuid`);
    await runner.query(`CREATE TABLE sign_in_policy (
      role varchar NOT NULL,
      policy varchar NOT NULL,
      CONSTRAINT sign_in_policy_role_check CHECK (role IN ('counselor', 'supervisor', 'administrator')),
      CONSTRAINT sign_in_policy_policy_check
        CHECK (policy IN ('passkey', 'passkey-or-password-totp', 'demo-password')),
      CONSTRAINT sign_in_policy_pkey PRIMARY KEY (role)
    )`);
    await runner.query(`CREATE TABLE passkey (
      id uuid NOT NULL,
      staff_id uuid NOT NULL,
      credential_id bytea NOT NULL,
      public_key bytea NOT NULL,
      counter bigint NOT NULL,
      transports varchar[] NOT NULL,
      synced boolean NOT NULL,
      name_sealed bytea NOT NULL,
      created_at timestamptz NOT NULL,
      last_used_at timestamptz,
      suspect_at timestamptz,
      CONSTRAINT passkey_credential_id_key UNIQUE (credential_id),
      CONSTRAINT passkey_pkey PRIMARY KEY (id),
      CONSTRAINT passkey_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX passkey_staff_id_index ON passkey (staff_id)');
    await runner.query(`CREATE TABLE webauthn_challenge (
      challenge bytea NOT NULL,
      purpose varchar NOT NULL,
      subject varchar NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT webauthn_challenge_purpose_check CHECK (purpose IN ('sign-in', 'verify', 'add', 'join')),
      CONSTRAINT webauthn_challenge_pkey PRIMARY KEY (challenge)
    )`);
    await runner.query('CREATE INDEX webauthn_challenge_expires_at_index ON webauthn_challenge (expires_at)');
    await runner.query(`CREATE TABLE staff_totp (
      staff_id uuid NOT NULL,
      secret_sealed bytea,
      since timestamptz,
      last_step bigint,
      pending_sealed bytea,
      CONSTRAINT staff_totp_pkey PRIMARY KEY (staff_id),
      CONSTRAINT staff_totp_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE sign_in_link (
      id uuid NOT NULL,
      staff_id uuid NOT NULL,
      token_hash bytea NOT NULL,
      recovery boolean NOT NULL,
      made_by uuid,
      made_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      used_at timestamptz,
      CONSTRAINT sign_in_link_token_hash_key UNIQUE (token_hash),
      CONSTRAINT sign_in_link_pkey PRIMARY KEY (id),
      CONSTRAINT sign_in_link_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
      CONSTRAINT sign_in_link_made_by_fkey FOREIGN KEY (made_by) REFERENCES staff(id)
    )`);
    await runner.query('CREATE INDEX sign_in_link_staff_id_index ON sign_in_link (staff_id)');
    await runner.query(`CREATE TABLE staff_recovery (
      id uuid NOT NULL,
      staff_id uuid NOT NULL,
      reason_sealed bytea NOT NULL,
      opened_by uuid NOT NULL,
      opened_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      ended_by uuid,
      ended_at timestamptz,
      outcome varchar,
      CONSTRAINT staff_recovery_outcome_check CHECK (outcome IN ('confirmed', 'cancelled')),
      CONSTRAINT staff_recovery_two_check CHECK (outcome IS DISTINCT FROM 'confirmed' OR ended_by <> opened_by),
      CONSTRAINT staff_recovery_pkey PRIMARY KEY (id),
      CONSTRAINT staff_recovery_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE,
      CONSTRAINT staff_recovery_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES staff(id),
      CONSTRAINT staff_recovery_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES staff(id)
    )`);
    await runner.query('CREATE INDEX staff_recovery_staff_id_index ON staff_recovery (staff_id)');
    // Sessions of before know neither their device nor how they began: everybody signs in once more.
    await runner.query('DELETE FROM session');
    await runner.query(`ALTER TABLE session
      ADD COLUMN id uuid NOT NULL,
      ADD COLUMN method varchar NOT NULL,
      ADD COLUMN device varchar NOT NULL,
      ADD COLUMN passkey_id uuid,
      ADD COLUMN verified_at timestamptz NOT NULL,
      ADD CONSTRAINT session_id_key UNIQUE (id),
      ADD CONSTRAINT session_method_check CHECK (method IN ('passkey', 'password', 'password-totp')),
      ADD CONSTRAINT session_passkey_id_fkey FOREIGN KEY (passkey_id) REFERENCES passkey(id) ON DELETE CASCADE`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE session DROP COLUMN verified_at, DROP COLUMN passkey_id, DROP COLUMN device,
      DROP COLUMN method, DROP COLUMN id`);
    for (const table of [
      'staff_recovery',
      'sign_in_link',
      'staff_totp',
      'webauthn_challenge',
      'passkey',
      'sign_in_policy',
    ])
      await runner.query(`DROP TABLE ${table}`);
    // Who has no password can't be kept as somebody who needs one; they stay, and nothing fits.
    await runner.query(`UPDATE staff SET password_hash = '' WHERE password_hash IS NULL`);
    await runner.query('ALTER TABLE staff DROP COLUMN key_id, ALTER COLUMN password_hash SET NOT NULL');
    await runner.query('ALTER TABLE keystore.data_key DROP CONSTRAINT data_key_purpose_check');
    await runner.query(`DELETE FROM keystore.data_key WHERE purpose = 'staff'`);
    await runner.query(`ALTER TABLE keystore.data_key ADD CONSTRAINT data_key_purpose_check
      CHECK (purpose IN ('caller', 'account', 'index'))`);
  }
}
