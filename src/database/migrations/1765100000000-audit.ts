import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** In this order and form they are hashed; `src/audit/chain.ts` does the same when it verifies. */
const HASHED = [
  'NEW.seq::text',
  'NEW.id::text',
  '(extract(epoch FROM NEW.at) * 1000000)::bigint::text',
  'NEW.actor_kind',
  'NEW.actor_id::text',
  'NEW.act',
  'NEW.account_id',
  'NEW.ticket_id::text',
  'NEW.caller_id::text',
  'NEW.subject_kind',
  'NEW.subject_id',
  'NEW.from_network',
  'NEW.from_session',
  `encode(NEW.why_sealed, 'hex')`,
  'NEW.details',
  'NEW.value_before',
  'NEW.value_after',
];

/**
 * The trace: one chain of hashes, to which rows are only added. The trigger writes the links as the owner of the tables,
 * so that the app's role needs no right on the head and can't choose a number or a hash.
 */
export class Audit1765100000000 implements MigrationInterface {
  name = 'Audit1765100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE audit_entry (
      seq bigint NOT NULL,
      id uuid NOT NULL,
      at timestamptz NOT NULL,
      actor_kind varchar NOT NULL,
      actor_id uuid,
      act varchar NOT NULL,
      account_id varchar,
      ticket_id uuid,
      caller_id uuid,
      subject_kind varchar,
      subject_id varchar,
      from_network varchar,
      from_session varchar,
      why_sealed bytea,
      details text,
      value_before text,
      value_after text,
      previous bytea NOT NULL,
      hash bytea NOT NULL,
      CONSTRAINT audit_entry_pkey PRIMARY KEY (seq),
      CONSTRAINT audit_entry_id_key UNIQUE (id),
      CONSTRAINT audit_entry_actor_check CHECK (
        actor_kind IN ('staff', 'nobody', 'system', 'file', 'command')
        AND (actor_kind <> 'staff' OR actor_id IS NOT NULL))
    )`);
    await runner.query('CREATE INDEX audit_entry_at_index ON audit_entry (at, seq)');
    await runner.query(
      'CREATE INDEX audit_entry_actor_index ON audit_entry (actor_id, seq) WHERE (actor_id IS NOT NULL)',
    );
    await runner.query(
      'CREATE INDEX audit_entry_ticket_index ON audit_entry (ticket_id, seq) WHERE (ticket_id IS NOT NULL)',
    );
    await runner.query('CREATE INDEX audit_entry_act_index ON audit_entry (act, seq)');
    await runner.query(`CREATE TABLE audit_head (
      id smallint NOT NULL,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      CONSTRAINT audit_head_pkey PRIMARY KEY (id),
      CONSTRAINT audit_head_only_check CHECK (id = 1)
    )`);
    await runner.query(
      `INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'))`,
    );
    await this.#chain(runner);
    await this.#refuse(runner);
  }

  async #chain(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE
      SET search_path = pg_catalog AS $$
        SELECT CASE WHEN value IS NULL THEN '-,' ELSE octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' END
      $$`);
    await runner.query(`CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
      SET search_path = pg_catalog AS $$
      DECLARE head record;
      BEGIN
        SELECT seq, hash INTO STRICT head FROM public.audit_head WHERE id = 1 FOR UPDATE;
        NEW.seq := head.seq + 1;
        NEW.previous := head.hash;
        NEW.hash := sha256(NEW.previous || convert_to(
          ${HASHED.map((column) => `public.audit_field(${column})`).join(' || ')}, 'UTF8'));
        UPDATE public.audit_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER audit_entry_chain BEFORE INSERT ON audit_entry
      FOR EACH ROW EXECUTE FUNCTION audit_chain()`);
  }

  /** Also for the owner of the tables, who has to say expressly that they mean it. */
  async #refuse(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog AS $$
      BEGIN
        RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`CREATE TRIGGER audit_entry_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`);
    await runner.query(`CREATE TRIGGER audit_head_refuse BEFORE INSERT OR DELETE OR TRUNCATE ON audit_head
      FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entry');
    await runner.query('DROP TABLE audit_head');
    await runner.query('DROP FUNCTION audit_refuse()');
    await runner.query('DROP FUNCTION audit_chain()');
    await runner.query('DROP FUNCTION audit_field(text)');
  }
}
