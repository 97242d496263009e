import { type MigrationInterface, type QueryRunner } from 'typeorm';

const situationsBefore = [
  'greeting',
  'waiting',
  'returned',
  'place-again',
  'left',
  'closed',
  'closing',
  'full',
  'limit',
  'follow-up',
  'emergency',
  'attachment',
  'still-there',
  'idle-closed',
  'taken',
];

/**
 * Hours and texts are edited on screens: each saved state is a version. Numbers stand in lists that several accounts may
 * use, canned texts may be for all accounts, and consultations have categories.
 */
export class Contents1765700000000 implements MigrationInterface {
  name = 'Contents1765700000000';

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, [...situationsBefore, 'vanished']);
    await runner.query(`CREATE TABLE content_version (
      scope varchar NOT NULL,
      section varchar NOT NULL,
      version int NOT NULL,
      body jsonb NOT NULL,
      saved_at timestamptz NOT NULL,
      saved_by uuid,
      CONSTRAINT content_version_section_check CHECK (section IN ('hours', 'canned-texts', 'phone-list', 'categories')),
      CONSTRAINT content_version_pkey PRIMARY KEY (scope, section, version),
      CONSTRAINT content_version_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES staff (id)
    )`);
    await cannedTextsUp(runner);
    await phoneListsUp(runner);
    await categoriesUp(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE ticket DROP COLUMN category_id');
    await runner.query('ALTER TABLE account DROP COLUMN category_required');
    await runner.query('DROP TABLE category');
    await phoneListsDown(runner);
    await cannedTextsDown(runner);
    await runner.query('DROP TABLE content_version');
    await runner.query(`DELETE FROM text_template WHERE situation = 'vanished'`);
    await allow(runner, situationsBefore);
  }
}

async function cannedTextsUp(runner: QueryRunner): Promise<void> {
  await runner.query(`ALTER TABLE canned_text ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN category varchar, ADD COLUMN active boolean NOT NULL DEFAULT true,
    DROP CONSTRAINT canned_text_pkey, ALTER COLUMN account_id DROP NOT NULL,
    ADD CONSTRAINT canned_text_pkey PRIMARY KEY (id)`);
  await runner.query('ALTER TABLE canned_text ALTER COLUMN id DROP DEFAULT');
  await runner.query(
    'CREATE UNIQUE INDEX canned_text_common_shortcut_key ON canned_text (shortcut) WHERE account_id IS NULL',
  );
}

async function cannedTextsDown(runner: QueryRunner): Promise<void> {
  await runner.query('DELETE FROM canned_text WHERE account_id IS NULL OR NOT active');
  await runner.query('DROP INDEX canned_text_common_shortcut_key');
  await runner.query(`ALTER TABLE canned_text DROP CONSTRAINT canned_text_pkey, DROP COLUMN id, DROP COLUMN category,
    DROP COLUMN active, ALTER COLUMN account_id SET NOT NULL,
    ADD CONSTRAINT canned_text_pkey PRIMARY KEY (account_id, position)`);
}

/** Each account's numbers become a list of its own, which it alone uses. */
async function phoneListsUp(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE phone_list (
    id uuid NOT NULL,
    name varchar NOT NULL,
    position int NOT NULL,
    own_account_id varchar,
    CONSTRAINT phone_list_pkey PRIMARY KEY (id),
    CONSTRAINT phone_list_own_account_id_key UNIQUE (own_account_id),
    CONSTRAINT phone_list_own_account_id_fkey FOREIGN KEY (own_account_id) REFERENCES account (id) ON DELETE CASCADE
  )`);
  await runner.query(`CREATE TABLE phone_list_account (
    list_id uuid NOT NULL,
    account_id varchar NOT NULL,
    CONSTRAINT phone_list_account_pkey PRIMARY KEY (list_id, account_id),
    CONSTRAINT phone_list_account_list_id_fkey FOREIGN KEY (list_id) REFERENCES phone_list (id) ON DELETE CASCADE,
    CONSTRAINT phone_list_account_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
  )`);
  await runner.query(`INSERT INTO phone_list (id, name, position, own_account_id)
    SELECT gen_random_uuid(), name_ja, row_number() OVER (ORDER BY id), id FROM account
    WHERE EXISTS (SELECT FROM phone_number WHERE account_id = account.id)`);
  await runner.query('INSERT INTO phone_list_account SELECT id, own_account_id FROM phone_list');
  await runner.query('ALTER TABLE phone_number RENAME TO phone_number_before');
  await runner.query(`CREATE TABLE phone_number (
    id uuid NOT NULL,
    list_id uuid NOT NULL,
    position int NOT NULL,
    label varchar NOT NULL,
    number varchar NOT NULL,
    hours varchar,
    note varchar,
    verified_on date NOT NULL,
    verified_by uuid,
    CONSTRAINT phone_number_id_pkey PRIMARY KEY (id),
    CONSTRAINT phone_number_list_id_fkey FOREIGN KEY (list_id) REFERENCES phone_list (id) ON DELETE CASCADE,
    CONSTRAINT phone_number_verified_by_fkey FOREIGN KEY (verified_by) REFERENCES staff (id)
  )`);
  await runner.query(`INSERT INTO phone_number (id, list_id, position, label, number, note, verified_on)
    SELECT gen_random_uuid(), phone_list.id, before.position, label, number, note, verified_on
    FROM phone_number_before AS before JOIN phone_list ON own_account_id = account_id`);
  await runner.query('DROP TABLE phone_number_before');
}

async function phoneListsDown(runner: QueryRunner): Promise<void> {
  await runner.query('ALTER TABLE phone_number RENAME TO phone_number_after');
  await runner.query(`CREATE TABLE phone_number (
    account_id varchar NOT NULL,
    position int NOT NULL,
    label varchar NOT NULL,
    number varchar NOT NULL,
    note varchar,
    verified_on date NOT NULL,
    CONSTRAINT phone_number_pkey PRIMARY KEY (account_id, position),
    CONSTRAINT phone_number_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
  )`);
  await runner.query(`INSERT INTO phone_number (account_id, position, label, number, note, verified_on)
    SELECT account_id, row_number() OVER (PARTITION BY account_id ORDER BY list.position, list.id, entry.position),
      label, number, nullif(concat_ws('・', hours, note), ''), verified_on
    FROM phone_number_after AS entry JOIN phone_list AS list ON list.id = entry.list_id
      JOIN phone_list_account AS used ON used.list_id = list.id`);
  for (const table of ['phone_number_after', 'phone_list_account', 'phone_list'])
    await runner.query(`DROP TABLE ${table}`);
}

async function categoriesUp(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE category (
    id uuid NOT NULL,
    account_id varchar NOT NULL,
    position int NOT NULL,
    name varchar NOT NULL,
    retired boolean NOT NULL DEFAULT false,
    CONSTRAINT category_name_key UNIQUE (account_id, name),
    CONSTRAINT category_pkey PRIMARY KEY (id),
    CONSTRAINT category_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
  )`);
  await runner.query('ALTER TABLE account ADD COLUMN category_required boolean NOT NULL DEFAULT false');
  await runner.query(`ALTER TABLE ticket ADD COLUMN category_id uuid,
    ADD CONSTRAINT ticket_category_id_fkey FOREIGN KEY (category_id) REFERENCES category (id)`);
  await runner.query(
    'CREATE INDEX ticket_category_id_index ON ticket (category_id) WHERE category_id IS NOT NULL',
  );
}

async function allow(runner: QueryRunner, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `'${name}'`).join(', ');
  await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
  await runner.query(
    `ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check CHECK (situation IN (${list}))`,
  );
}
