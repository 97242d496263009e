import { type MigrationInterface, type QueryRunner } from 'typeorm';

const tables = ['canned_text', 'account_alarm', 'account_quota', 'line_task', 'media', 'media_chunk'];

/**
 * Every kind of message in and out: bubbles, quotes, media, withdrawals that leave their time, replies by token, what
 * LINE said of a refusal, settings and alarms of accounts.
 */
export class CompleteRelay1763856000000 implements MigrationInterface {
  name = 'CompleteRelay1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    await this.#accounts(runner);
    await this.#messages(runner);
    await this.#media(runner);
    await this.#inbox(runner);
  }

  async #accounts(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE account ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',
      ADD COLUMN quota_check_at timestamptz`);
    await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
    await runner.query(`ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check
      CHECK (situation IN ('greeting', 'waiting', 'closed', 'emergency', 'attachment'))`);
    await runner.query(`CREATE TABLE canned_text (
      account_id varchar NOT NULL,
      position integer NOT NULL,
      shortcut varchar NOT NULL,
      title varchar NOT NULL,
      body text NOT NULL,
      CONSTRAINT canned_text_shortcut_key UNIQUE (account_id, shortcut),
      CONSTRAINT canned_text_pkey PRIMARY KEY (account_id, position),
      CONSTRAINT canned_text_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE account_alarm (
      account_id varchar NOT NULL,
      kind varchar NOT NULL,
      raised_at timestamptz NOT NULL,
      CONSTRAINT account_alarm_pkey PRIMARY KEY (account_id, kind),
      CONSTRAINT account_alarm_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE account_quota (
      account_id varchar NOT NULL,
      message_limit integer,
      used integer NOT NULL,
      checked_at timestamptz NOT NULL,
      hold_until timestamptz,
      CONSTRAINT account_quota_pkey PRIMARY KEY (account_id),
      CONSTRAINT account_quota_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query(`CREATE TABLE line_task (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      kind varchar NOT NULL,
      subject varchar NOT NULL,
      sealed bytea NOT NULL,
      expires_at timestamptz NOT NULL,
      next_attempt_at timestamptz NOT NULL,
      leased_until timestamptz,
      attempts integer NOT NULL DEFAULT '0',
      CONSTRAINT line_task_subject_key UNIQUE (account_id, kind, subject),
      CONSTRAINT line_task_kind_check CHECK (kind IN ('loading', 'read', 'leave')),
      CONSTRAINT line_task_pkey PRIMARY KEY (id),
      CONSTRAINT line_task_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX line_task_next_attempt_index ON line_task (next_attempt_at)');
  }

  async #messages(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE ticket ADD COLUMN loading_until timestamptz, ADD COLUMN read_through timestamptz',
    );
    await runner.query(`ALTER TABLE delivery
      ADD COLUMN mode varchar NOT NULL DEFAULT 'push',
      ADD COLUMN reply_until timestamptz,
      ADD COLUMN uncertain boolean NOT NULL DEFAULT false,
      ADD COLUMN answer_sealed bytea,
      ADD COLUMN resend_of uuid,
      ADD COLUMN automatic boolean NOT NULL DEFAULT false,
      ADD COLUMN made_at timestamptz NOT NULL DEFAULT now(),
      ADD CONSTRAINT delivery_mode_check CHECK (mode IN ('push', 'reply')),
      ADD CONSTRAINT delivery_mode_check_token CHECK ((mode = 'reply') <= (reply_until IS NOT NULL))`);
    await runner.query(`ALTER TABLE message
      ADD COLUMN quoted_external_id varchar,
      ADD COLUMN tokens_sealed bytea,
      ADD COLUMN position integer NOT NULL DEFAULT '0',
      ADD COLUMN media_id uuid,
      ADD COLUMN received_at timestamptz,
      ADD COLUMN withdrawn_at timestamptz`);
    await runner.query('DROP INDEX message_client_id_key');
    await runner.query(
      'CREATE UNIQUE INDEX message_client_id_key ON message (ticket_id, client_id, position) WHERE (client_id IS NOT NULL)',
    );
    await runner.query('DROP INDEX message_external_id_index');
    await runner.query(
      'CREATE INDEX message_external_id_index ON message (external_id) WHERE (external_id IS NOT NULL)',
    );
    await runner.query(
      'CREATE INDEX message_quoted_external_id_index ON message (quoted_external_id) WHERE (quoted_external_id IS NOT NULL)',
    );
    await runner.query(
      'CREATE INDEX message_media_id_index ON message (media_id) WHERE (media_id IS NOT NULL)',
    );
  }

  async #media(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE media (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      caller_id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      direction varchar NOT NULL,
      kind varchar NOT NULL,
      external_id varchar,
      state varchar NOT NULL DEFAULT 'waiting',
      mime_type varchar,
      bytes bigint,
      chunk_bytes integer,
      name_sealed bytea,
      scan varchar NOT NULL DEFAULT 'not-scanned',
      attempts integer NOT NULL DEFAULT '0',
      next_attempt_at timestamptz NOT NULL,
      first_attempt_at timestamptz,
      leased_until timestamptz,
      created_at timestamptz NOT NULL,
      CONSTRAINT media_kind_check CHECK (kind IN ('image', 'video', 'audio', 'file')),
      CONSTRAINT media_direction_check CHECK (direction IN ('inbound', 'outbound')),
      CONSTRAINT media_state_check CHECK (state IN ('waiting', 'stored', 'gone', 'refused', 'infected', 'failed')),
      CONSTRAINT media_scan_check CHECK (scan IN ('not-scanned', 'clean', 'infected')),
      CONSTRAINT media_stored_check CHECK ((state = 'stored') <= (mime_type IS NOT NULL AND bytes IS NOT NULL)),
      CONSTRAINT media_pkey PRIMARY KEY (id),
      CONSTRAINT media_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller (id),
      CONSTRAINT media_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id)
    )`);
    await runner.query('CREATE INDEX media_caller_id_index ON media (caller_id)');
    await runner.query('CREATE INDEX media_ticket_id_index ON media (ticket_id)');
    await runner.query(
      `CREATE INDEX media_next_attempt_index ON media (next_attempt_at) WHERE (state = 'waiting')`,
    );
    await runner.query(`CREATE TABLE media_chunk (
      media_id uuid NOT NULL,
      position integer NOT NULL,
      sealed bytea NOT NULL,
      CONSTRAINT media_chunk_pkey PRIMARY KEY (media_id, position),
      CONSTRAINT media_chunk_media_id_fkey FOREIGN KEY (media_id) REFERENCES media (id) ON DELETE CASCADE
    )`);
    // What is stored is sealed and looks random: trying to compress it costs time and gains nothing.
    await runner.query('ALTER TABLE media_chunk ALTER COLUMN sealed SET STORAGE EXTERNAL');
  }

  async #inbox(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE inbound_event ADD COLUMN unfamiliar boolean NOT NULL DEFAULT false');
    await runner.query(
      `CREATE INDEX inbound_event_retry_index ON inbound_event (id) WHERE (state = 'stored' AND retry_at IS NOT NULL)`,
    );
    await runner.query(
      `CREATE INDEX inbound_event_set_aside_index ON inbound_event (id) WHERE (state = 'set-aside')`,
    );
    await runner.query(
      'CREATE INDEX inbound_event_unfamiliar_index ON inbound_event (id) WHERE (unfamiliar)',
    );
    await runner.query('ALTER TABLE set_aside ADD COLUMN replay_requested_at timestamptz');
    await runner.query('ALTER TABLE set_aside DROP CONSTRAINT set_aside_reason_check');
    await runner.query(`ALTER TABLE set_aside ADD CONSTRAINT set_aside_reason_check CHECK (
      reason IN ('not-json', 'unknown-shape', 'other-destination', 'event-without-id', 'event-without-caller',
        'not-storable'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables.toReversed()) await runner.query(`DROP TABLE ${table}`);
    await runner.query(
      `UPDATE set_aside SET reason = 'unknown-shape' WHERE reason IN ('event-without-caller', 'not-storable')`,
    );
    await runner.query('ALTER TABLE set_aside DROP CONSTRAINT set_aside_reason_check');
    await runner.query(`ALTER TABLE set_aside ADD CONSTRAINT set_aside_reason_check CHECK (
      reason IN ('not-json', 'unknown-shape', 'other-destination', 'event-without-id'))`);
    await runner.query('ALTER TABLE set_aside DROP COLUMN replay_requested_at');
    await runner.query('DROP INDEX inbound_event_unfamiliar_index');
    await runner.query('DROP INDEX inbound_event_set_aside_index');
    await runner.query('DROP INDEX inbound_event_retry_index');
    await runner.query('ALTER TABLE inbound_event DROP COLUMN unfamiliar');
    await runner.query('DROP INDEX message_media_id_index');
    await runner.query('DROP INDEX message_quoted_external_id_index');
    await runner.query('DROP INDEX message_external_id_index');
    await runner.query(
      'CREATE INDEX message_external_id_index ON message (ticket_id, external_id) WHERE (external_id IS NOT NULL)',
    );
    await runner.query('DROP INDEX message_client_id_key');
    // Only the first bubble of each reply keeps the console's id: before, a reply was one bubble.
    await runner.query('UPDATE message SET client_id = NULL WHERE position > 0');
    await runner.query(
      'CREATE UNIQUE INDEX message_client_id_key ON message (ticket_id, client_id) WHERE (client_id IS NOT NULL)',
    );
    await runner.query(`ALTER TABLE message DROP COLUMN withdrawn_at, DROP COLUMN received_at,
      DROP COLUMN media_id, DROP COLUMN position, DROP COLUMN tokens_sealed, DROP COLUMN quoted_external_id`);
    await runner.query(`ALTER TABLE delivery DROP CONSTRAINT delivery_mode_check_token,
      DROP CONSTRAINT delivery_mode_check, DROP COLUMN made_at, DROP COLUMN automatic,
      DROP COLUMN resend_of, DROP COLUMN answer_sealed, DROP COLUMN uncertain,
      DROP COLUMN reply_until, DROP COLUMN mode`);
    await runner.query('ALTER TABLE ticket DROP COLUMN read_through, DROP COLUMN loading_until');
    await runner.query(`DELETE FROM text_template WHERE situation IN ('emergency', 'attachment')`);
    await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
    await runner.query(`ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check
      CHECK (situation IN ('greeting', 'waiting', 'closed'))`);
    await runner.query('ALTER TABLE account DROP COLUMN quota_check_at, DROP COLUMN settings');
  }
}
