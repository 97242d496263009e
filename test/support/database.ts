import { randomBytes } from 'node:crypto';
import pg from 'pg';

interface TestServer {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly template: string;
  /** What makes a clone of it quickly there. */
  readonly strategy: 'FILE_COPY' | 'WAL_LOG';
  /** Where the server writes what it has to say; not known of one of yours. */
  readonly log?: string;
}

export interface TestDatabase {
  /** For migrations. */
  readonly ownerUrl: string;
  /** For the server: the restricted role. */
  readonly appUrl: string;
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** A fresh, migrated database of its own, cloned from the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${server.template} STRATEGY ${server.strategy}`);
  const ownerUrl = within(server.ownerUrl, name);
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  pool.on('error', () => undefined);
  return {
    ownerUrl,
    appUrl: within(server.appUrl, name),
    query: async <Row extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []) =>
      (await pool.query<Row>(sql, parameters)).rows,
    drop: async () => {
      await pool.end();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

export interface TestKeyDatabase {
  /** For migrations. */
  readonly ownerUrl: string;
  /** For the server: a role that gets nowhere else. */
  readonly url: string;
  /** What a server needs to be told to keep its keys here. */
  readonly env: Readonly<Record<string, string>>;
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** An empty database for a key store that lives apart, with a role of its own. */
export async function createTestKeyDatabase(): Promise<TestKeyDatabase> {
  const server = testServer();
  const name = `test_keys_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  await administer(server, `CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  const ownerUrl = within(server.ownerUrl, name);
  const own = new URL(ownerUrl);
  own.username = name;
  own.password = name;
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  pool.on('error', () => undefined);
  return {
    ownerUrl,
    url: own.href,
    env: { KEY_DATABASE_URL: own.href, KEY_MIGRATION_DATABASE_URL: ownerUrl },
    query: async <Row extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []) =>
      (await pool.query<Row>(sql, parameters)).rows,
    drop: async () => {
      await pool.end();
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await administer(server, `DROP ROLE ${name}`);
    },
  };
}

/** PostgreSQL's own log. @throws Error for a server whose log we don't have */
export function postgresLog(): string {
  const { log } = testServer();
  if (log === undefined) throw new Error('the log of this PostgreSQL is not ours to read');
  return log;
}

function testServer(): TestServer {
  const server = JSON.parse(process.env['TOMOSHIBI_TEST_POSTGRES'] ?? 'null') as TestServer | null;
  if (server === null) throw new Error('the test run has no PostgreSQL: run npm test');
  return server;
}

async function administer(server: TestServer, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.ownerUrl });
  await client.connect();
  try {
    // Two clones of one template at the same instant refuse each other; cloning takes its turn.
    await client.query('SELECT pg_advisory_lock(7160500)');
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function within(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = `/${database}`;
  return address.href;
}
