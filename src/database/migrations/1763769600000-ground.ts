import { type MigrationInterface, type QueryRunner } from 'typeorm';

const tables = [
  'account',
  'text_template',
  'phone_number',
  'event',
  'timer',
  'staff',
  'membership',
  'session',
  'sign_in_limit',
  'console_connection',
  'caller',
  'caller_address',
  'ticket',
  'webhook_event_id',
  'inbound_event',
  'set_aside',
  'opening_schedule',
  'delivery',
  'message',
  'notice',
  'withdrawn_message',
  'keystore.data_key',
  'demo_clock',
  'line_confirmation',
];

/**
 * The ground: accounts, staff, callers, tickets, messages, deliveries, events, timers, and what comes in.
 * Keys live in a schema of their own without foreign keys to it, so that their store can move away from the data.
 * Kinds are text with a check and not PostgreSQL enums, because an enum's value can't be taken back.
 */
export class Ground1763769600000 implements MigrationInterface {
  name = 'Ground1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA keystore');
    await runner.query(`CREATE TABLE account (
      id varchar NOT NULL,
      name_ja varchar NOT NULL,
      name_en varchar NOT NULL,
      bot_user_id varchar,
      credentials_sealed bytea NOT NULL,
      key_id uuid NOT NULL,
      index_key_id uuid NOT NULL,
      last_ticket_number integer NOT NULL DEFAULT '0',
      created_at timestamptz NOT NULL,
      CONSTRAINT account_bot_user_id_key UNIQUE (bot_user_id),
      CONSTRAINT account_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE TABLE text_template (
      account_id varchar NOT NULL,
      situation varchar NOT NULL,
      body text NOT NULL,
      CONSTRAINT text_template_situation_check CHECK (situation IN ('greeting', 'waiting', 'closed')),
      CONSTRAINT text_template_pkey PRIMARY KEY (account_id, situation)
    )`);
    await runner.query(`CREATE TABLE phone_number (
      account_id varchar NOT NULL,
      position integer NOT NULL,
      label varchar NOT NULL,
      number varchar NOT NULL,
      note varchar,
      verified_on date NOT NULL,
      CONSTRAINT phone_number_pkey PRIMARY KEY (account_id, position)
    )`);
    await runner.query(`CREATE TABLE event (
      id BIGSERIAL NOT NULL,
      type varchar NOT NULL,
      account_id varchar,
      ticket_id uuid,
      message_id uuid,
      staff_id uuid,
      occurred_at timestamptz NOT NULL,
      CONSTRAINT event_type_check CHECK (type IN ('ticket.changed', 'message.appended', 'message.withdrawn', 'delivery.changed', 'counselor.changed', 'account.changed', 'clock.changed')),
      CONSTRAINT event_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX event_occurred_at_index ON event (occurred_at)`);
    await runner.query(`CREATE TABLE timer (
      kind varchar NOT NULL,
      subject varchar NOT NULL,
      due_at timestamptz NOT NULL,
      leased_until timestamptz,
      attempts integer NOT NULL DEFAULT '0',
      CONSTRAINT timer_pkey PRIMARY KEY (kind, subject)
    )`);
    await runner.query(`CREATE INDEX timer_due_at_index ON timer (due_at)`);
    await runner.query(`CREATE TABLE staff (
      id uuid NOT NULL,
      login varchar NOT NULL,
      display_name varchar NOT NULL,
      password_hash varchar NOT NULL,
      administrator boolean NOT NULL DEFAULT false,
      capacity integer NOT NULL DEFAULT '3',
      active boolean NOT NULL DEFAULT true,
      CONSTRAINT staff_login_key UNIQUE (login),
      CONSTRAINT staff_capacity_check CHECK (capacity > 0),
      CONSTRAINT staff_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE TABLE membership (
      staff_id uuid NOT NULL,
      account_id varchar NOT NULL,
      role varchar NOT NULL,
      CONSTRAINT membership_role_check CHECK (role IN ('counselor', 'supervisor')),
      CONSTRAINT membership_pkey PRIMARY KEY (staff_id, account_id)
    )`);
    await runner.query(`CREATE INDEX membership_account_id_index ON membership (account_id)`);
    await runner.query(`CREATE TABLE session (
      token_hash bytea NOT NULL,
      staff_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      CONSTRAINT session_pkey PRIMARY KEY (token_hash)
    )`);
    await runner.query(`CREATE INDEX session_staff_id_index ON session (staff_id)`);
    await runner.query(`CREATE TABLE sign_in_limit (
      key varchar(255) NOT NULL,
      points integer NOT NULL DEFAULT '0',
      expire bigint,
      CONSTRAINT sign_in_limit_pkey PRIMARY KEY (key)
    )`);
    await runner.query(`CREATE TABLE console_connection (
      socket_id varchar NOT NULL,
      staff_id uuid NOT NULL,
      seen_at timestamptz NOT NULL,
      CONSTRAINT console_connection_pkey PRIMARY KEY (socket_id)
    )`);
    await runner.query(`CREATE INDEX console_connection_staff_id_index ON console_connection (staff_id)`);
    await runner.query(`CREATE TABLE caller (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      alias varchar NOT NULL,
      key_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT caller_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX caller_account_id_index ON caller (account_id)`);
    await runner.query(`CREATE TABLE caller_address (
      account_id varchar NOT NULL,
      transport varchar NOT NULL,
      fingerprint bytea NOT NULL,
      caller_id uuid NOT NULL,
      address_sealed bytea NOT NULL,
      reachable boolean NOT NULL DEFAULT true,
      reachable_at timestamptz,
      CONSTRAINT caller_address_pkey PRIMARY KEY (account_id, transport, fingerprint)
    )`);
    await runner.query(`CREATE INDEX caller_address_caller_id_index ON caller_address (caller_id)`);
    await runner.query(`CREATE TABLE ticket (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      number integer NOT NULL,
      caller_id uuid NOT NULL,
      state varchar NOT NULL,
      carried_over boolean NOT NULL,
      opened_at timestamptz NOT NULL,
      waiting_since timestamptz NOT NULL,
      assigned_to uuid,
      taken_at timestamptz,
      closed_at timestamptz,
      inbound_count integer NOT NULL DEFAULT '0',
      last_inbound_at timestamptz,
      unanswered_since timestamptz,
      CONSTRAINT ticket_account_id_number_key UNIQUE (account_id, number),
      CONSTRAINT ticket_closed_has_time CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
      CONSTRAINT ticket_waiting_has_no_counselor CHECK ((state = 'waiting') <= (assigned_to IS NULL)),
      CONSTRAINT ticket_active_has_counselor CHECK ((state = 'active') <= (assigned_to IS NOT NULL)),
      CONSTRAINT ticket_state_check CHECK (state IN ('waiting', 'active', 'closed')),
      CONSTRAINT ticket_pkey PRIMARY KEY (id)
    )`);
    await runner.query(
      `CREATE INDEX ticket_assigned_to_index ON ticket (assigned_to) WHERE (state = 'active')`,
    );
    await runner.query(
      `CREATE INDEX ticket_waiting_index ON ticket (account_id, waiting_since, id) WHERE (state = 'waiting')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX ticket_one_open_per_caller ON ticket (caller_id) WHERE (state <> 'closed')`,
    );
    await runner.query(`CREATE TABLE webhook_event_id (
      account_id varchar NOT NULL,
      webhook_event_id varchar NOT NULL,
      received_at timestamptz NOT NULL,
      CONSTRAINT webhook_event_id_pkey PRIMARY KEY (account_id, webhook_event_id)
    )`);
    await runner.query(`CREATE INDEX webhook_event_id_received_at_index ON webhook_event_id (received_at)`);
    await runner.query(`CREATE TABLE inbound_event (
      id BIGSERIAL NOT NULL,
      account_id varchar NOT NULL,
      webhook_event_id varchar NOT NULL,
      caller_id uuid,
      received_at timestamptz NOT NULL,
      sealed bytea NOT NULL,
      state varchar NOT NULL DEFAULT 'stored',
      attempts integer NOT NULL DEFAULT '0',
      retry_at timestamptz,
      error varchar,
      CONSTRAINT inbound_event_state_check CHECK (state IN ('stored', 'projected', 'set-aside')),
      CONSTRAINT inbound_event_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE INDEX inbound_event_caller_id_index ON inbound_event (caller_id)`);
    await runner.query(
      `CREATE INDEX inbound_event_stored_index ON inbound_event (id) WHERE (state = 'stored')`,
    );
    await runner.query(`CREATE TABLE set_aside (
      id uuid NOT NULL,
      account_id varchar NOT NULL,
      reason varchar NOT NULL,
      digest bytea NOT NULL,
      received_at timestamptz NOT NULL,
      bytes integer NOT NULL,
      sealed bytea NOT NULL,
      CONSTRAINT set_aside_reason_check CHECK (reason IN ('not-json', 'unknown-shape', 'other-destination', 'event-without-id')),
      CONSTRAINT set_aside_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE UNIQUE INDEX set_aside_digest_key ON set_aside (account_id, digest)`);
    await runner.query(`CREATE TABLE opening_schedule (
      account_id varchar NOT NULL,
      rules jsonb NOT NULL,
      CONSTRAINT opening_schedule_pkey PRIMARY KEY (account_id)
    )`);
    await runner.query(`CREATE TABLE delivery (
      id uuid NOT NULL,
      sequence BIGSERIAL NOT NULL,
      account_id varchar NOT NULL,
      caller_id uuid NOT NULL,
      transport varchar NOT NULL,
      request_sealed bytea NOT NULL,
      retry_key uuid NOT NULL,
      state varchar NOT NULL DEFAULT 'waiting',
      reason varchar,
      attempts integer NOT NULL DEFAULT '0',
      created_at timestamptz NOT NULL,
      first_attempt_at timestamptz,
      next_attempt_at timestamptz NOT NULL,
      leased_until timestamptz,
      accepted_at timestamptz,
      request_id varchar,
      sent_message_ids varchar array,
      CONSTRAINT delivery_lease_check CHECK ((leased_until IS NOT NULL) <= (state = 'waiting')),
      CONSTRAINT delivery_state_check CHECK (state IN ('waiting', 'accepted', 'failed', 'unreachable')),
      CONSTRAINT delivery_pkey PRIMARY KEY (id)
    )`);
    await runner.query(
      `CREATE INDEX delivery_next_attempt_index ON delivery (next_attempt_at) WHERE (state = 'waiting')`,
    );
    await runner.query(
      `CREATE INDEX delivery_waiting_index ON delivery (caller_id, sequence) WHERE (state = 'waiting')`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX delivery_one_in_flight_per_caller ON delivery (caller_id) WHERE (leased_until IS NOT NULL)`,
    );
    await runner.query(`CREATE TABLE message (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      direction varchar NOT NULL,
      content_sealed bytea NOT NULL,
      occurred_at timestamptz NOT NULL,
      author_id uuid,
      client_id uuid,
      source varchar,
      external_id varchar,
      delivery_id uuid,
      first_shown_at timestamptz,
      CONSTRAINT message_direction_check CHECK (direction IN ('inbound', 'outbound', 'automatic', 'note')),
      CONSTRAINT message_pkey PRIMARY KEY (id)
    )`);
    await runner.query(
      `CREATE INDEX message_unseen_index ON message (ticket_id) WHERE ((direction)::text = 'inbound'::text) AND (first_shown_at IS NULL)`,
    );
    await runner.query(
      `CREATE INDEX message_external_id_index ON message (ticket_id, external_id) WHERE (external_id IS NOT NULL)`,
    );
    await runner.query(
      `CREATE INDEX message_delivery_id_index ON message (delivery_id) WHERE (delivery_id IS NOT NULL)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX message_source_key ON message (source) WHERE (source IS NOT NULL)`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX message_client_id_key ON message (ticket_id, client_id) WHERE (client_id IS NOT NULL)`,
    );
    await runner.query(`CREATE INDEX message_ticket_index ON message (ticket_id, occurred_at, id)`);
    await runner.query(`CREATE TABLE withdrawn_message (
      caller_id uuid NOT NULL,
      external_id varchar NOT NULL,
      withdrawn_at timestamptz NOT NULL,
      CONSTRAINT withdrawn_message_pkey PRIMARY KEY (caller_id, external_id)
    )`);
    await runner.query(`CREATE TABLE notice (
      caller_id uuid NOT NULL,
      situation varchar NOT NULL,
      period varchar NOT NULL,
      sent_at timestamptz NOT NULL,
      CONSTRAINT notice_pkey PRIMARY KEY (caller_id, situation, period)
    )`);
    await runner.query(`CREATE TABLE keystore.data_key (
      id uuid NOT NULL,
      purpose varchar NOT NULL,
      wrapped bytea NOT NULL,
      created_at timestamptz NOT NULL,
      CONSTRAINT data_key_purpose_check CHECK (purpose IN ('caller', 'account', 'index')),
      CONSTRAINT data_key_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE TABLE demo_clock (
      id integer NOT NULL,
      offset_ms bigint NOT NULL,
      CONSTRAINT demo_clock_one_row CHECK (id = 1),
      CONSTRAINT demo_clock_pkey PRIMARY KEY (id)
    )`);
    await runner.query(`CREATE TABLE line_confirmation (
      account_id varchar NOT NULL,
      item varchar NOT NULL,
      confirmed_by varchar NOT NULL,
      confirmed_at timestamptz NOT NULL,
      CONSTRAINT line_confirmation_pkey PRIMARY KEY (account_id, item)
    )`);
    await runner.query(
      `ALTER TABLE text_template ADD CONSTRAINT text_template_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE phone_number ADD CONSTRAINT phone_number_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE session ADD CONSTRAINT session_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE console_connection ADD CONSTRAINT console_connection_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE caller ADD CONSTRAINT caller_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)`,
    );
    await runner.query(
      `ALTER TABLE caller_address ADD CONSTRAINT caller_address_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE ticket ADD CONSTRAINT ticket_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)`,
    );
    await runner.query(
      `ALTER TABLE ticket ADD CONSTRAINT ticket_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE ticket ADD CONSTRAINT ticket_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES staff(id)`,
    );
    await runner.query(
      `ALTER TABLE inbound_event ADD CONSTRAINT inbound_event_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)`,
    );
    await runner.query(
      `ALTER TABLE inbound_event ADD CONSTRAINT inbound_event_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE set_aside ADD CONSTRAINT set_aside_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)`,
    );
    await runner.query(
      `ALTER TABLE opening_schedule ADD CONSTRAINT opening_schedule_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE`,
    );
    await runner.query(
      `ALTER TABLE delivery ADD CONSTRAINT delivery_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE message ADD CONSTRAINT message_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket(id)`,
    );
    await runner.query(
      `ALTER TABLE message ADD CONSTRAINT message_author_id_fkey FOREIGN KEY (author_id) REFERENCES staff(id)`,
    );
    await runner.query(
      `ALTER TABLE message ADD CONSTRAINT message_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id)`,
    );
    await runner.query(
      `ALTER TABLE withdrawn_message ADD CONSTRAINT withdrawn_message_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE notice ADD CONSTRAINT notice_caller_id_fkey FOREIGN KEY (caller_id) REFERENCES caller(id)`,
    );
    await runner.query(
      `ALTER TABLE line_confirmation ADD CONSTRAINT line_confirmation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id) ON DELETE CASCADE`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${tables.join(', ')} CASCADE`);
    await runner.query('DROP SCHEMA keystore');
  }
}
