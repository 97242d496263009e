import { type DataSource } from 'typeorm';

/**
 * Brings the tables up to date, as their owner, and lets the app's role use them: rows only, never the structure, and
 * events are written once for all.
 * @param appRole role of DATABASE_URL; the owner itself where nobody has made another
 * @returns names of the migrations that ran
 */
export async function migrate(owner: DataSource, appRole: string): Promise<string[]> {
  const done = await owner.runMigrations();
  const [row] = (await owner.query('SELECT current_user AS owner')) as { owner: string }[];
  if (row !== undefined && row.owner !== appRole) await grant(owner, appRole);
  return done.map((migration) => migration.name);
}

async function grant(owner: DataSource, appRole: string): Promise<void> {
  const role = `"${appRole.replaceAll('"', '""')}"`;
  await owner.query(`GRANT USAGE ON SCHEMA public, keystore TO ${role}`);
  await owner.query(
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, keystore TO ${role}`,
  );
  await owner.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
  await owner.query(`REVOKE UPDATE, DELETE ON event FROM ${role}`);
  await owner.query(`REVOKE INSERT, UPDATE, DELETE ON migration FROM ${role}`);
}

/** Name of the role in a connection address. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}
