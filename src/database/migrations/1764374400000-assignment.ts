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
];
const situations = [...situationsBefore, 'still-there', 'idle-closed'];

/** Who is there and fits, offers, handing over, callers who fell silent, and openings that wait for people. */
export class Assignment1764374400000 implements MigrationInterface {
  name = 'Assignment1764374400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE staff
      ADD COLUMN professions varchar array NOT NULL DEFAULT '{}',
      ADD COLUMN languages varchar array NOT NULL DEFAULT '{}'`);
    await runner.query('ALTER TABLE account ADD COLUMN staffed_at timestamptz');
    await runner.query(`CREATE TABLE presence (
      staff_id uuid NOT NULL,
      chosen varchar NOT NULL DEFAULT 'available',
      since timestamptz,
      gone_at timestamptz,
      idle_since timestamptz,
      CONSTRAINT presence_chosen_check CHECK (chosen IN ('available', 'busy', 'break')),
      CONSTRAINT presence_pkey PRIMARY KEY (staff_id),
      CONSTRAINT presence_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id) ON DELETE CASCADE
    )`);
    await runner.query(`ALTER TABLE ticket
      ADD COLUMN helping_account_id varchar,
      ADD COLUMN offered_to uuid,
      ADD COLUMN offered_at timestamptz,
      ADD COLUMN offer_until timestamptz,
      ADD COLUMN replied_at timestamptz,
      ADD COLUMN idle_asked_at timestamptz,
      ADD COLUMN idle_closes_at timestamptz,
      ADD CONSTRAINT ticket_helping_account_id_fkey FOREIGN KEY (helping_account_id) REFERENCES account (id),
      ADD CONSTRAINT ticket_offered_to_fkey FOREIGN KEY (offered_to) REFERENCES staff (id)`);
    // One line for each thing that tickets ask for: the head of each is found however many wait in the others.
    await runner.query(`CREATE INDEX ticket_match_index
      ON ticket (account_id, language, profession, line_rank, line_since, waiting_since, id)
      WHERE (state = 'waiting' AND offered_to IS NULL)`);
    await runner.query(`CREATE INDEX ticket_offered_to_index ON ticket (offered_to)
      WHERE (state = 'waiting' AND offered_to IS NOT NULL)`);
    await runner.query(`CREATE INDEX ticket_offered_account_index ON ticket (account_id)
      WHERE (state = 'waiting' AND offered_to IS NOT NULL)`);
    await runner.query(`CREATE INDEX ticket_active_index ON ticket (account_id) WHERE (state = 'active')`);
    await runner.query(`CREATE INDEX ticket_helping_index ON ticket (helping_account_id)
      WHERE (state = 'active' AND helping_account_id IS NOT NULL)`);
    await createOffers(runner);
    await createHandovers(runner);
    await allow(runner, situations);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM text_template WHERE NOT situation = ANY($1)', [situationsBefore]);
    await allow(runner, situationsBefore);
    await runner.query('DROP TABLE handover');
    await runner.query('DROP TABLE ticket_offer');
    for (const name of ['helping', 'active', 'offered_account', 'offered_to', 'match'])
      await runner.query(`DROP INDEX ticket_${name}_index`);
    await runner.query(`ALTER TABLE ticket DROP COLUMN idle_closes_at, DROP COLUMN idle_asked_at,
      DROP COLUMN replied_at, DROP COLUMN offer_until, DROP COLUMN offered_at, DROP COLUMN offered_to,
      DROP COLUMN helping_account_id`);
    await runner.query('DROP TABLE presence');
    await runner.query('ALTER TABLE account DROP COLUMN staffed_at');
    await runner.query('ALTER TABLE staff DROP COLUMN languages, DROP COLUMN professions');
  }
}

async function createOffers(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE ticket_offer (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    account_id varchar NOT NULL,
    staff_id uuid NOT NULL,
    wait_number int NOT NULL,
    offered_at timestamptz NOT NULL,
    ended_at timestamptz,
    outcome varchar,
    CONSTRAINT ticket_offer_outcome_check
      CHECK (outcome IN ('accepted', 'declined', 'expired', 'withdrawn', 'returned')),
    CONSTRAINT ticket_offer_ended_check CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    CONSTRAINT ticket_offer_pkey PRIMARY KEY (id),
    CONSTRAINT ticket_offer_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
    CONSTRAINT ticket_offer_account_id_fkey FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT ticket_offer_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id)
  )`);
  await runner.query(`CREATE UNIQUE INDEX ticket_offer_one_standing ON ticket_offer (ticket_id)
    WHERE (outcome IS NULL)`);
  await runner.query('CREATE INDEX ticket_offer_ticket_id_index ON ticket_offer (ticket_id, wait_number)');
  await runner.query('CREATE INDEX ticket_offer_ended_at_index ON ticket_offer (account_id, ended_at)');
}

async function createHandovers(runner: QueryRunner): Promise<void> {
  await runner.query(`CREATE TABLE handover (
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    from_staff_id uuid NOT NULL,
    to_staff_id uuid,
    to_profession varchar,
    to_account_id varchar,
    state varchar NOT NULL,
    note_sealed bytea NOT NULL,
    made_at timestamptz NOT NULL,
    answered_by uuid,
    answered_at timestamptz,
    decline_reason_sealed bytea,
    dismissed_at timestamptz,
    CONSTRAINT handover_state_check CHECK (state IN ('standing', 'accepted', 'declined', 'withdrawn', 'returned')),
    CONSTRAINT handover_target_check
      CHECK (num_nonnulls(to_staff_id, to_profession, to_account_id) = CASE WHEN state = 'returned' THEN 0 ELSE 1 END),
    CONSTRAINT handover_pkey PRIMARY KEY (id),
    CONSTRAINT handover_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
    CONSTRAINT handover_from_staff_id_fkey FOREIGN KEY (from_staff_id) REFERENCES staff (id),
    CONSTRAINT handover_to_staff_id_fkey FOREIGN KEY (to_staff_id) REFERENCES staff (id),
    CONSTRAINT handover_to_account_id_fkey FOREIGN KEY (to_account_id) REFERENCES account (id),
    CONSTRAINT handover_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES staff (id)
  )`);
  await runner.query('CREATE INDEX handover_ticket_id_index ON handover (ticket_id, made_at)');
  await runner.query(
    `CREATE UNIQUE INDEX handover_one_standing ON handover (ticket_id) WHERE (state = 'standing')`,
  );
  await runner.query(`CREATE INDEX handover_to_account_id_index ON handover (to_account_id)
    WHERE (state = 'standing')`);
}

async function allow(runner: QueryRunner, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `'${name}'`).join(', ');
  await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
  await runner.query(
    `ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check CHECK (situation IN (${list}))`,
  );
}
