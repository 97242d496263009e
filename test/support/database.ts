import { randomBytes } from 'node:crypto';
import pg from 'pg';

interface TestServer {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly template: string;
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
  const server = JSON.parse(process.env['TOMOSHIBI_TEST_POSTGRES'] ?? 'null') as TestServer | null;
  if (server === null) throw new Error('the test run has no PostgreSQL: run npm test');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${server.template}`);
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
