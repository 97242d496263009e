import { type MigrationInterface, type QueryRunner } from 'typeorm';

const PURPOSES = ['wrapping', 'caller', 'account', 'index', 'staff'];
const OWN = ['reason', 'farewell'];

/** Keys for one reason in the trace, and for one farewell. Used for a key store of its own as well. */
export async function keysOfOneUse(runner: QueryRunner): Promise<void> {
  await allow(runner, [...PURPOSES, ...OWN]);
}

export async function noKeysOfOneUse(runner: QueryRunner): Promise<void> {
  const used = (await runner.query(`SELECT FROM keystore.data_key WHERE purpose = ANY($1) LIMIT 1`, [
    OWN,
  ])) as unknown[];
  if (used.length > 0)
    throw new Error('Reasons in the trace have keys that an earlier release does not know.');
  await allow(runner, PURPOSES);
}

async function allow(runner: QueryRunner, purposes: readonly string[]): Promise<void> {
  await runner.query('ALTER TABLE keystore.data_key DROP CONSTRAINT data_key_purpose_check');
  await runner.query(`ALTER TABLE keystore.data_key ADD CONSTRAINT data_key_purpose_check
    CHECK (purpose IN (${purposes.map((purpose) => `'${purpose}'`).join(', ')}))`);
}

/** Callers who took something back get a new key, and their old ones go; a farewell has a key of its own. */
export class TakenBack1766700000000 implements MigrationInterface {
  name = 'TakenBack1766700000000';

  async up(runner: QueryRunner): Promise<void> {
    await keysOfOneUse(runner);
    await runner.query(`CREATE TABLE key_replacement (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      caller_id uuid NOT NULL,
      state varchar NOT NULL DEFAULT 'asked',
      asked_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      new_key_id uuid,
      made_at timestamptz,
      key_ids uuid[] NOT NULL DEFAULT '{}',
      failed boolean NOT NULL DEFAULT false,
      done_at timestamptz,
      CONSTRAINT key_replacement_state_check CHECK (state IN ('asked', 'begun', 'replaced', 'done')),
      CONSTRAINT key_replacement_done_check CHECK ((state = 'done') = (done_at IS NOT NULL)),
      CONSTRAINT key_replacement_made_check CHECK ((new_key_id IS NULL) = (made_at IS NULL)),
      CONSTRAINT key_replacement_pkey PRIMARY KEY (id),
      CONSTRAINT key_replacement_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
      CONSTRAINT key_replacement_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller (id)
    )`);
    await runner.query(
      `CREATE UNIQUE INDEX key_replacement_one_asked_index ON key_replacement (caller_id) WHERE (state = 'asked')`,
    );
    await runner.query(
      `CREATE INDEX key_replacement_due_at_index ON key_replacement (due_at) WHERE (state <> 'done')`,
    );
    await runner.query('ALTER TABLE erasure ADD farewell_key_id uuid, ADD farewell_over_at timestamptz');
    await runner.query(`CREATE INDEX erasure_farewell_index ON erasure (id)
      WHERE (farewell_key_id IS NOT NULL AND farewell_over_at IS NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await noKeysOfOneUse(runner);
    await runner.query('DROP INDEX erasure_farewell_index');
    await runner.query('ALTER TABLE erasure DROP COLUMN farewell_key_id, DROP COLUMN farewell_over_at');
    await runner.query('DROP TABLE key_replacement');
  }
}
