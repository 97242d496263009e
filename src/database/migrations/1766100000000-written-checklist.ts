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
  'vanished',
];

/** Checklists are edited on a screen, by somebody; and accounts have their own words for callers who are erased. */
export class WrittenChecklist1766100000000 implements MigrationInterface {
  name = 'WrittenChecklist1766100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE emergency_checklist ADD COLUMN saved_by uuid,
      ADD CONSTRAINT emergency_checklist_saved_by_fkey FOREIGN KEY (saved_by) REFERENCES staff (id)`);
    await allow(runner, [...situationsBefore, 'erasure-asked', 'erasure-done']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM text_template WHERE situation IN ('erasure-asked', 'erasure-done')`);
    await allow(runner, situationsBefore);
    await runner.query('ALTER TABLE emergency_checklist DROP COLUMN saved_by');
  }
}

async function allow(runner: QueryRunner, names: readonly string[]): Promise<void> {
  const list = names.map((name) => `'${name}'`).join(', ');
  await runner.query('ALTER TABLE text_template DROP CONSTRAINT text_template_situation_check');
  await runner.query(
    `ALTER TABLE text_template ADD CONSTRAINT text_template_situation_check CHECK (situation IN (${list}))`,
  );
}
