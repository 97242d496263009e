import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import pg from 'pg';

const TEMPLATE = 'tomoshibi_template';

/**
 * One PostgreSQL for the whole run: the embedded one, or that of TEST_DATABASE_URL (a role that may create databases
 * and roles). A migrated template is cloned for each test that wants a database.
 */
export default async function setUp() {
  const server = await startServer();
  globalThis.tomoshibiTestServer = server;
  const { createDataSource } = await import('../../dist/src/database/data-source.js');
  const { migrate } = await import('../../dist/src/database/migrate.js');
  const { entities } = await import('../../dist/src/app/entities.js');
  const admin = new pg.Client({ connectionString: server.ownerUrl });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE}`);
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  const template = new URL(server.ownerUrl);
  template.pathname = `/${TEMPLATE}`;
  const owner = await createDataSource({ url: template.href, entities, poolSize: 1 }).initialize();
  await migrate(owner, decodeURIComponent(new URL(server.appUrl).username));
  await owner.destroy();
  process.env['TOMOSHIBI_TEST_POSTGRES'] = JSON.stringify({
    ownerUrl: server.ownerUrl,
    appUrl: server.appUrl,
    template: TEMPLATE,
    strategy: server.strategy,
    log: server.log,
  });
}

async function startServer() {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return useServer(given);
  const { startEmbeddedPostgres } = await import('../../dist/src/database/embedded/embedded-postgres.js');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tomoshibi-test-'));
  // Run as root, the database server is another user, who must be able to pass through this folder.
  await chmod(dataDir, 0o711);
  const embedded = await startEmbeddedPostgres({
    dataDir: path.join(dataDir, 'data'),
    log: () => undefined,
    // Gone with the run: it keeps what a killed process wrote, and need not outlive the machine.
    settings: { fsync: 'off', full_page_writes: 'off' },
  });
  return {
    ownerUrl: embedded.ownerUrl,
    appUrl: embedded.appUrl,
    dataDir,
    log: path.join(embedded.dataDir, 'postgres.log'),
    // Its checkpoints, for which others wait on a disk, cost nothing here.
    strategy: 'FILE_COPY',
    stop: () => embedded.stop(),
  };
}

async function useServer(ownerUrl) {
  const role = 'tomoshibi_test_app';
  const password = 'tomoshibi_test_app';
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${role} LOGIN PASSWORD '${password}'`);
  await client.end();
  const app = new URL(ownerUrl);
  app.username = role;
  app.password = password;
  return { ownerUrl, appUrl: app.href, strategy: 'WAL_LOG', stop: () => Promise.resolve() };
}
