import { type DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';

/** Any fixed number that nothing else locks: processes that start together migrate one after another. */
const MIGRATION_LOCK = 7_160_520;

/**
 * Brings the tables up to date, as their owner, and lets the app's role use them: rows only, never the structure, and
 * events and the trace are written once for all.
 * @param appRole role of DATABASE_URL; the owner itself where nobody has made another
 * @param schemas those whose rows the app may use; the key store is left out where it has a database of its own
 * @returns names of the migrations that ran
 */
export async function migrate(
  owner: DataSource,
  appRole: string,
  schemas: readonly Schema[] = ['public', 'keystore'],
): Promise<string[]> {
  const runner = owner.createQueryRunner();
  try {
    // Of this session, so it also ends with the connection.
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const executor = new MigrationExecutor(owner, runner);
    executor.transaction = 'each';
    const done = await executor.executePendingMigrations();
    const [row] = (await runner.query('SELECT current_user AS owner')) as { owner: string }[];
    if (row !== undefined && row.owner !== appRole) {
      // What is granted to all tables and taken back from a few is never given for a moment, nor left so by a crash.
      await runner.startTransaction();
      try {
        await grant(runner, appRole, schemas);
        await runner.commitTransaction();
      } catch (error) {
        await runner.rollbackTransaction();
        throw error;
      }
    }
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    return done.map((migration) => migration.name);
  } finally {
    await runner.release();
  }
}

type Schema = 'public' | 'keystore';

async function grant(runner: QueryRunner, appRole: string, schemas: readonly Schema[]): Promise<void> {
  const role = `"${appRole.replaceAll('"', '""')}"`;
  const list = schemas.join(', ');
  if (!schemas.includes('keystore')) {
    await runner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA keystore FROM ${role}`);
    await runner.query(`REVOKE ALL ON SCHEMA keystore FROM ${role}`);
  }
  await runner.query(`GRANT USAGE ON SCHEMA ${list} TO ${role}`);
  await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${list} TO ${role}`);
  await runner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${list} TO ${role}`);
  if (!schemas.includes('public')) return;
  await runner.query(`REVOKE UPDATE, DELETE ON event, audit_entry FROM ${role}`);
  await runner.query(`REVOKE INSERT, UPDATE, DELETE ON audit_head FROM ${role}`);
  await runner.query(`REVOKE INSERT, UPDATE, DELETE ON migration FROM ${role}`);
}

/** Name of the role in a connection address. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
