import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { APP_ROLE, connectionUrl, type Credentials, OWNER_ROLE } from './credentials.js';

async function exists(client: Client, query: string, name: string): Promise<boolean> {
  return (await client.query(query, [name])).rowCount === 1;
}

/**
 * Brings the restricted role and the database into being; run at every start, and harmless when both are there. What
 * the role may do inside the database is for the migrations to say.
 * @throws whatever the connection or a statement fails with
 */
export async function provisionRoles(
  port: number,
  credentials: Credentials,
  database: string,
): Promise<void> {
  const client = new Client({
    connectionString: connectionUrl(OWNER_ROLE, credentials.ownerPassword, port, 'postgres'),
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const app = escapeIdentifier(APP_ROLE);
    const db = escapeIdentifier(database);
    if (!(await exists(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', APP_ROLE))) {
      await client.query(`CREATE ROLE ${app}`);
    }
    const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
    await client.query(`ALTER ROLE ${app} ${rights} PASSWORD ${escapeLiteral(credentials.appPassword)}`);
    if (!(await exists(client, 'SELECT 1 FROM pg_database WHERE datname = $1', database))) {
      await client.query(`CREATE DATABASE ${db} OWNER ${escapeIdentifier(OWNER_ROLE)}`);
    }
    await client.query(`GRANT CONNECT ON DATABASE ${db} TO ${app}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
