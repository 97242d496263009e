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
];

/** A text for callers whom somebody takes at once and then reads first. */
export class TakenText1764720000000 implements MigrationInterface {
  name = 'TakenText1764720000000';

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, [...situationsBefore, 'taken']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM text_template WHERE situation = 'taken'`);
    await allow(runner, situationsBefore);
  }
}

async function allow(runner: QueryRunner, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `'${name}'`).join(', ');
  await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
  await runner.query(
    `ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check CHECK (situation IN (${list}))`,
  );
}
