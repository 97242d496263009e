import { type QueryRunner } from 'typeorm';

/**
 * Changes which types of events the database takes. Several migrations add types of their own, in whatever order they
 * came: what is allowed already is read from the database itself.
 */
export async function allowEventTypes(
  runner: QueryRunner,
  change: (types: readonly string[]) => readonly string[],
): Promise<void> {
  const [check] = (await runner.query(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conname = 'event_type_check' AND conrelid = 'event'::regclass`,
  )) as { definition: string }[];
  const types = [...(check?.definition ?? '').matchAll(/'([a-z.-]+)'/g)].map(([, type]) => type ?? '');
  const list = change(types)
    .map((type) => `'${type}'`)
    .join(', ');
  await runner.query(`ALTER TABLE event DROP CONSTRAINT event_type_check,
    ADD CONSTRAINT event_type_check CHECK (type IN (${list}))`);
}
