import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import {
  APP_ROLE,
  connectionUrl,
  type Credentials,
  KEYS_ROLE,
  keysDatabase,
  keysPassword,
  OWNER_ROLE,
} from './credentials.js';

async function exists(client: Client, query: string, name: string): Promise<boolean> {
  return (await client.query(query, [name])).rowCount === 1;
}

/** A role that can do nothing but connect to one database. */
async function provisionOne(client: Client, role: string, password: string, database: string): Promise<void> {
  const app = escapeIdentifier(role);
  const db = escapeIdentifier(database);
  if (!(await exists(client, 'SELECT 1 FROM pg_roles WHERE rolname = $1', role))) {
    await client.query(`CREATE ROLE ${app}`);
  }
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS';
  await client.query(`ALTER ROLE ${app} ${rights} PASSWORD ${escapeLiteral(password)}`);
  if (!(await exists(client, 'SELECT 1 FROM pg_database WHERE datname = $1', database))) {
    await client.query(`CREATE DATABASE ${db} OWNER ${escapeIdentifier(OWNER_ROLE)}`);
  }
  await client.query(`REVOKE ALL ON DATABASE ${db} FROM PUBLIC`);
  await client.query(`GRANT CONNECT ON DATABASE ${db} TO ${app}`);
}

/**
 * Brings the restricted roles and their databases into being, one for the data and one for its keys; run at every
 * start, and harmless when all are there. What a role may do inside its database is for the migrations to say.
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
    await provisionOne(client, APP_ROLE, credentials.appPassword, database);
    await provisionOne(client, KEYS_ROLE, keysPassword(credentials), keysDatabase(database));
  } finally {
    await client.end().catch(() => undefined);
  }
}
