// npm start: checks the settings, builds what is stale, starts the LINE stand-in (not in production) and the server.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale, killTools } from './lib/build-parts.mjs';
import { startStandIn } from './lib/stand-in.mjs';
import { readPort, requireFreePort, requireWritableFolder, SettingError } from './lib/start-checks.mjs';
import { ROOT } from './lib/tools.mjs';

const ENDS_WITHIN_MS = 9_000;
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15 };

/** @param {string} name */
const isSet = (name) => (process.env[name] ?? '') !== '';
const production = process.env['NODE_ENV'] === 'production';
const dataDir = process.env['DATA_DIR'] || '.data';
let ending = false;

/** Stops the embedded PostgreSQL of this process, if the server was cut off before it could do so itself. */
function stopLeftDatabase() {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'lock'), 'utf8'));
    if (pid !== process.pid) return;
    process.kill(
      Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10),
      'SIGINT',
    );
  } catch {
    // None is running.
  }
}

/**
 * Until the server handles signals itself, they end this process with all that it started. Afterwards the server
 * closes in order, and is cut off only if that takes too long.
 */
function handleSignals() {
  for (const [signal, number] of Object.entries(SIGNAL_NUMBERS)) {
    process.on(signal, () => {
      ending = true;
      if (process.listenerCount(signal) === 1) {
        killTools();
        process.exit(128 + number);
      }
      setTimeout(() => {
        console.error('The server did not close in time and is cut off.');
        process.exit(1);
      }, ENDS_WITHIN_MS).unref();
    });
  }
  // The terminal was closed.
  process.on('SIGHUP', () => process.kill(process.pid, 'SIGTERM'));
}

/** Whether this start brings its own stand-in for LINE. */
const needsStandIn = !production && !isSet('LINE_API_BASE_URL');

async function checkSettings() {
  const host = process.env['HOST'] || '127.0.0.1';
  const wanted = readPort('PORT', 3000);
  const standInWanted = needsStandIn ? readPort('STAND_IN_PORT', wanted === 0 ? 0 : wanted + 1) : null;
  if (!production || !isSet('DATABASE_URL')) requireWritableFolder(dataDir);
  const port = await requireFreePort({ variable: 'PORT', port: wanted, host });
  if (standInWanted === null) return { port, standInPort: null };
  if (standInWanted === port) throw new SettingError('STAND_IN_PORT', `it must differ from PORT (${port}).`);
  const standInPort = await requireFreePort({
    variable: 'STAND_IN_PORT',
    port: standInWanted,
    host: '127.0.0.1',
  });
  return { port, standInPort };
}

/** @param {{ port: number, standInPort: number | null }} settings */
async function prepareDemo({ port, standInPort }) {
  if (production) return;
  const provision = join(ROOT, 'demo/provision.yaml');
  if (!isSet('PROVISION_FILE') && existsSync(provision)) process.env['PROVISION_FILE'] = provision;
  if (standInPort === null) return;
  const url = await startStandIn({
    port: standInPort,
    relayUrl: `http://localhost:${port}`,
    isEnding: () => ending,
  });
  process.env['STAND_IN_URL'] = url;
  process.env['LINE_API_BASE_URL'] = url;
  if (!isSet('LINE_DATA_API_BASE_URL')) process.env['LINE_DATA_API_BASE_URL'] = url;
}

async function start() {
  const settings = await checkSettings();
  process.env['PORT'] = String(settings.port);
  const only = ['server', 'console', ...(needsStandIn ? ['phone'] : [])];
  if (!(await buildStale({ production, only }))) process.exit(1);
  const server = join(ROOT, 'dist/src/main.js');
  if (!existsSync(server))
    throw new SettingError('dist/src/main.js', 'the server is not built. Run: npm run build');
  await prepareDemo(settings);
  await import(pathToFileURL(server).href);
}

handleSignals();
process.on('exit', stopLeftDatabase);
try {
  await start();
} catch (error) {
  // A setting is said in one line; anything else is a fault of the program and comes with its trace.
  console.error(error instanceof SettingError ? error.message : error);
  process.exit(1);
}
