// npm run openapi: writes openapi.json, the description of the console's HTTP API.  --check only compares
// The description comes from the built server's own routes and schemas; no database is opened and nothing listens.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

const FILE = join(ROOT, 'openapi.json');
const LISTED = 20;

/** @param {string} path below dist/src */
const built = (path) => import(pathToFileURL(join(ROOT, 'dist/src', path)).href);

/** What a newcomer's server would answer to GET /api/openapi.json. */
async function describeApi() {
  await import('reflect-metadata');
  const { createApp } = await built('app/create-app.js');
  const { createOpenApiDocument } = await built('app/openapi.js');
  const { createDataSource } = await built('database/data-source.js');
  const { readEnvironment } = await built('config/environment.js');
  const { MasterKeyWrapper } = await built('vault/key-wrapper.js');
  const environment = readEnvironment({ NODE_ENV: 'test', LOG_LEVEL: 'error' });
  // Never initialised: describing the routes asks nothing of it.
  const closed = () =>
    createDataSource({ url: 'postgresql://nobody@127.0.0.1:1/none', entities: [], poolSize: 1 });
  const keyWrapper = new MasterKeyWrapper([Buffer.alloc(32)]);
  const app = await createApp({
    environment,
    keyWrapper,
    dataSource: closed(),
    keyDataSource: closed(),
  });
  return createOpenApiDocument(app);
}

/**
 * The same content in one order, whatever the order in which modules were loaded. Lists keep theirs: it means something.
 * @param {unknown} value
 * @returns {unknown}
 */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}

/**
 * Every place that differs, as a dotted path with what happened to it.
 * @param {unknown} before
 * @param {unknown} after
 * @param {string} path
 * @returns {string[]}
 */
function differences(before, after, path = '') {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const both = [before, after].every((value) => typeof value === 'object' && value !== null);
  if (!both || Array.isArray(before) !== Array.isArray(after)) {
    return [`${before === undefined ? 'new' : after === undefined ? 'gone' : 'changed'}: ${path || '(all)'}`];
  }
  const [old, now] = /** @type {Record<string, unknown>[]} */ ([before, after]);
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
  return [...keys].flatMap((key) =>
    differences(old?.[key], now?.[key], path === '' ? key : `${path} > ${key}`),
  );
}

if (!(await buildStale({ only: ['server'] }))) process.exit(1);
const document = ordered(await describeApi());
const text = await format(JSON.stringify(document), { ...(await resolveConfig(FILE)), parser: 'json' });
const kept = existsSync(FILE) ? readFileSync(FILE, 'utf8') : null;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
  console.log(`openapi: ${kept === text ? 'openapi.json is up to date' : 'wrote openapi.json'}`);
} else if (kept === text) {
  console.log('openapi: openapi.json says what the server does');
} else {
  console.error('openapi: openapi.json does not say what the server does. Run: npm run openapi');
  const all = kept === null ? ['new: openapi.json'] : differences(ordered(JSON.parse(kept)), document);
  for (const line of all.slice(0, LISTED)) console.error(`  ${line}`);
  if (all.length > LISTED) console.error(`  … and ${all.length - LISTED} more`);
  if (all.length === 0) console.error('  (only its formatting differs)');
  process.exitCode = 1;
}
