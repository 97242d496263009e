import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { keysInLevels } from './1765800000000-keys.js';
import { keysOfOneUse, noKeysOfOneUse } from './1766700000000-taken-back.js';

/** The tables of a key store that has a database of its own: what the data's migrations lead to, in one step. */
class KeyStore1765800000000 implements MigrationInterface {
  name = 'KeyStore1765800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA keystore');
    await runner.query(`CREATE TABLE keystore.data_key (
      id uuid NOT NULL,
      purpose varchar NOT NULL,
      wrapped bytea NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT data_key_purpose_check CHECK (purpose IN ('caller', 'account', 'index', 'staff')),
      CONSTRAINT data_key_pkey PRIMARY KEY (id)
    )`);
    await keysInLevels(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE keystore.data_key, keystore.destroyed_key');
    await runner.query('DROP SCHEMA keystore');
  }
}

class KeysOfOneUse1766700000000 implements MigrationInterface {
  name = 'KeysOfOneUse1766700000000';

  async up(runner: QueryRunner): Promise<void> {
    await keysOfOneUse(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await noKeysOfOneUse(runner);
  }
}

/** Of the key store's own database, in order. */
export const keyStoreMigrations = [KeyStore1765800000000, KeysOfOneUse1766700000000];
