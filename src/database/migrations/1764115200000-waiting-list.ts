import { type MigrationInterface, type QueryRunner } from 'typeorm';

const situations = [
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
];
const situationsBefore = ['greeting', 'waiting', 'closed', 'emergency', 'attachment'];

/** Who waits keeps their place through openings and absences; picks out of order and muted callers leave a trace. */
export class WaitingList1764115200000 implements MigrationInterface {
  name = 'WaitingList1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ticket
      ADD COLUMN carried_over_to timestamptz,
      ADD COLUMN front_since timestamptz,
      ADD COLUMN wait_number int NOT NULL DEFAULT '1',
      ADD COLUMN place_told int,
      ADD COLUMN place_texts int NOT NULL DEFAULT '0',
      ADD COLUMN followed_up_at timestamptz`);
    await runner.query(`CREATE TABLE out_of_order_pick (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      ahead int NOT NULL,
      reason_sealed bytea,
      picked_at timestamptz NOT NULL,
      CONSTRAINT out_of_order_pick_pkey PRIMARY KEY (id),
      CONSTRAINT out_of_order_pick_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT out_of_order_pick_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id)
    )`);
    await runner.query('CREATE INDEX out_of_order_pick_ticket_id_index ON out_of_order_pick (ticket_id)');
    await runner.query(`CREATE TABLE caller_mute (
      id uuid NOT NULL,
      ticket_id uuid NOT NULL,
      caller_id uuid NOT NULL,
      reason_sealed bytea NOT NULL,
      muted_by uuid NOT NULL,
      muted_at timestamptz NOT NULL,
      until timestamptz NOT NULL,
      lifted_by uuid,
      lifted_at timestamptz,
      CONSTRAINT caller_mute_pkey PRIMARY KEY (id),
      CONSTRAINT caller_mute_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT caller_mute_muted_by_fkey FOREIGN KEY (muted_by) REFERENCES staff (id),
      CONSTRAINT caller_mute_lifted_by_fkey FOREIGN KEY (lifted_by) REFERENCES staff (id)
    )`);
    await runner.query('CREATE INDEX caller_mute_caller_id_index ON caller_mute (caller_id, until)');
    await allow(runner, situations);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM text_template WHERE NOT situation = ANY($1)', [situationsBefore]);
    await allow(runner, situationsBefore);
    await runner.query('DROP TABLE caller_mute');
    await runner.query('DROP TABLE out_of_order_pick');
    await runner.query(`ALTER TABLE ticket DROP COLUMN followed_up_at, DROP COLUMN place_texts, DROP COLUMN place_told,
      DROP COLUMN wait_number, DROP COLUMN front_since, DROP COLUMN carried_over_to`);
  }
}

async function allow(runner: QueryRunner, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `'${name}'`).join(', ');
  await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
  await runner.query(
    `ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check CHECK (situation IN (${list}))`,
  );
}
