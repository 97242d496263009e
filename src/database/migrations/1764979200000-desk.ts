import { type MigrationInterface, type QueryRunner } from 'typeorm';

const eventTypesBefore = [
  'ticket.changed',
  'message.appended',
  'message.withdrawn',
  'delivery.changed',
  'counselor.changed',
  'account.changed',
  'clock.changed',
];

/** Drafts live on the server, sealed under the caller's key; the notes of a ticket are found without reading its talk. */
export class Desk1764979200000 implements MigrationInterface {
  name = 'Desk1764979200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE draft (
      ticket_id uuid NOT NULL,
      staff_id uuid NOT NULL,
      content_sealed bytea NOT NULL,
      revision BIGSERIAL NOT NULL,
      saved_at timestamptz NOT NULL,
      CONSTRAINT draft_pkey PRIMARY KEY (ticket_id, staff_id),
      CONSTRAINT draft_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES ticket (id),
      CONSTRAINT draft_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES staff (id)
    )`);
    await runner.query(
      `CREATE INDEX message_note_index ON message (ticket_id, occurred_at, id) WHERE (direction = 'note')`,
    );
    await allow(runner, [...eventTypesBefore, 'draft.changed']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM event WHERE NOT type = ANY($1)', [eventTypesBefore]);
    await allow(runner, eventTypesBefore);
    await runner.query('DROP INDEX message_note_index');
    await runner.query('DROP TABLE draft');
  }
}

async function allow(runner: QueryRunner, types: readonly string[]): Promise<void> {
  const list = types.map((type) => `'${type}'`).join(', ');
  await runner.query('ALTER TABLE event DROP CONSTRAINT event_type_check');
  await runner.query(`ALTER TABLE event ADD CONSTRAINT event_type_check CHECK (type IN (${list}))`);
}
