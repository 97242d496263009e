// npm run check:migrations: every migration goes up, down and up again, and what they lead to is what the entities say.
// Always on an embedded PostgreSQL of its own, and also on the server of TEST_DATABASE_URL where that is set.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT, seconds } from './lib/tools.mjs';

/** @typedef {import('typeorm').DataSource} DataSource */

/** @param {string} path below dist/src */
const built = (path) => import(pathToFileURL(join(ROOT, 'dist/src', path)).href);

/** Everything in the database, one line each, as PostgreSQL itself spells it; TypeORM's own tables left out. */
const CONTENTS = String.raw`
  WITH own AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS path FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
  ), tables AS (SELECT * FROM own WHERE relkind IN ('r', 'p', 'v', 'm') AND relname NOT IN ('migration', 'typeorm_metadata'))
  SELECT format('schema %I', nspname) AS line FROM pg_namespace
    WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
  UNION ALL SELECT format('column %s.%I %s%s%s', t.path, a.attname, format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN ' NOT NULL' END, ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
    FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  UNION ALL SELECT format('constraint %s %I %s', t.path, k.conname, pg_get_constraintdef(k.oid))
    FROM tables t JOIN pg_constraint k ON k.conrelid = t.oid AND k.contype <> 'n'
  UNION ALL SELECT 'index ' || pg_get_indexdef(i.indexrelid) FROM tables t JOIN pg_index i ON i.indrelid = t.oid
  UNION ALL SELECT format('trigger %s %s', t.path, pg_get_triggerdef(g.oid))
    FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
  UNION ALL SELECT 'sequence ' || path FROM own WHERE relkind = 'S' AND relname <> 'migration_id_seq'
  UNION ALL SELECT format('type %I', typname) FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')
  UNION ALL SELECT format('function %s', oid::regprocedure) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  ORDER BY 1`;

class MigrationFault extends Error {
  /** @param {string} what @param {string[]} details */
  constructor(what, details) {
    super([what, ...details.map((detail) => `  ${detail}`)].join('\n'));
  }
}

/** @param {DataSource} dataSource @returns {Promise<string[]>} */
async function contentsOf(dataSource) {
  const rows = await dataSource.query(CONTENTS);
  return rows.map((/** @type {{ line: string }} */ row) => row.line);
}

/** @param {string} what @param {string[]} wanted @param {string[]} found */
function requireSame(what, wanted, found) {
  const details = [
    ...wanted.filter((line) => !found.includes(line)).map((line) => `missing  ${line}`),
    ...found.filter((line) => !wanted.includes(line)).map((line) => `too much ${line}`),
  ];
  if (details.length > 0) throw new MigrationFault(what, details);
}

/** @param {DataSource} dataSource on an empty database */
async function upDownUp(dataSource) {
  const done = await dataSource.runMigrations();
  const first = await contentsOf(dataSource);
  for (let undone = 0; undone < done.length; undone += 1) await dataSource.undoLastMigration();
  requireSame('Down leaves something behind:', [], await contentsOf(dataSource));
  await dataSource.runMigrations();
  requireSame('Up, down and up gives something else than up:', first, await contentsOf(dataSource));
  return done.length;
}

/**
 * Without what no entity can say; that down takes it away again is compared all the same.
 * @param {string[]} lines
 */
const sayable = (lines) => lines.filter((line) => !/^(?:trigger|function) /.test(line));

/** @param {DataSource} migrated @param {DataSource} empty */
async function requireNoDrift(migrated, empty) {
  const { upQueries } = await migrated.driver.createSchemaBuilder().log();
  const missing = upQueries.map(({ query }) => `${query.replaceAll(/\s+/g, ' ')};`);
  if (missing.length > 0) {
    throw new MigrationFault(
      'The entities say something else than the migrations. TypeORM would run:',
      missing,
    );
  }
  // TypeORM looks at checks and partial indexes by name alone, so the tables that it would make itself are compared too.
  for (const schema of new Set(empty.entityMetadatas.map((entity) => entity.schema ?? 'public'))) {
    await empty.query(`CREATE SCHEMA IF NOT EXISTS ${pg.escapeIdentifier(schema)}`);
  }
  await empty.synchronize();
  requireSame(
    'The entities say something else than the migrations. Seen from the entities:',
    sayable(await contentsOf(empty)),
    sayable(await contentsOf(migrated)),
  );
}

/** @param {string} url of a server @param {string} name of a database @param {(url: string) => Promise<void>} work */
async function withDatabase(url, name, work) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    try {
      await work(own.href);
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    }
  } finally {
    await client.end();
  }
}

/** @param {string} url @param {(dataSource: DataSource) => Promise<void>} work */
async function withDataSource(url, work) {
  const { createDataSource } = await built('database/data-source.js');
  const { entities } = await built('app/entities.js');
  const dataSource = createDataSource({ url, entities, poolSize: 2 });
  await dataSource.initialize();
  await work(dataSource).finally(() => dataSource.destroy());
}

/** In databases of our own, so that nothing that is there is touched. @param {string} server @param {string} url */
async function check(server, url) {
  const started = performance.now();
  const name = `tomoshibi_check_${process.pid}`;
  try {
    let count = 0;
    await withDatabase(url, name, (migratedUrl) =>
      withDatabase(url, `${name}_entities`, (emptyUrl) =>
        withDataSource(migratedUrl, async (migrated) => {
          count = await upDownUp(migrated);
          await withDataSource(emptyUrl, (empty) => requireNoDrift(migrated, empty));
        }),
      ),
    );
    console.log(`migrations: ${count} up, down and up again on ${server}, no drift (${seconds(started)})`);
  } catch (error) {
    console.error(`migrations: on ${server}:`, error instanceof MigrationFault ? error.message : error);
    process.exitCode = 1;
  }
}

async function checkOnEmbedded() {
  const { startEmbeddedPostgres } = await built('database/embedded/embedded-postgres.js');
  const dataDir = mkdtempSync(join(tmpdir(), 'tomoshibi-migrations-'));
  // Open to pass through, so that the account that PostgreSQL runs as under root gets in.
  chmodSync(dataDir, 0o711);
  try {
    const embedded = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    await check('the embedded PostgreSQL', embedded.ownerUrl).finally(() => embedded.stop());
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

if (!(await buildStale({ only: ['server'] }))) process.exit(1);
await import('reflect-metadata');
await checkOnEmbedded();
const { TEST_DATABASE_URL: address } = process.env;
if (address) await check('TEST_DATABASE_URL', address);
