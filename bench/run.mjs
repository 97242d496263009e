import { join } from 'node:path';
import { ROOT } from '../scripts/lib/tools.mjs';
import { measureAssignment } from './assignment.mjs';
import { Child, stopAllChildren } from './child.mjs';
import { startPostgres } from './database.mjs';
import { machine, rounded } from './figures.mjs';
import { measureAtRate, measureIngest } from './ingest.mjs';
import { measureEncryption } from './encryption.mjs';
import { benchAccount, Relay } from './relay.mjs';
import { measureSearch } from './search.mjs';
import { measureSocket } from './socket.mjs';
import { measureConsole } from './console.mjs';
import { measureStorm } from './storm.mjs';

/** How long each part takes; the quick one is for a look, not for quoting. */
const sizes = {
  full: {
    ingest: { rounds: 6, roundMs: 4000 },
    rate: { rate: 2000, durationMs: 10_000 },
    socket: { rounds: 3, roundMs: 5000 },
    assignment: { rounds: 41, decisions: 20 },
    storm: { rounds: 3, rate: 40, roundMs: 6000 },
    encryption: { rounds: 6, roundMs: 4000 },
    search: { rounds: 5, consultations: 500 },
  },
  quick: {
    ingest: { rounds: 2, roundMs: 2000 },
    rate: { rate: 2000, durationMs: 4000 },
    socket: { rounds: 2, roundMs: 2000 },
    assignment: { rounds: 11, decisions: 20 },
    storm: { rounds: 1, rate: 40, roundMs: 4000 },
    encryption: { rounds: 2, roundMs: 2000 },
    search: { rounds: 2, consultations: 200 },
  },
};

/** @type {import('./database.mjs').BenchPostgres | undefined} */
let postgres;

/** Stops everything that was started, in order. */
export async function stopEverything() {
  await stopAllChildren();
  const started = postgres;
  postgres = undefined;
  await started?.stop();
}

/** The last resort, when there is no time left to wait for anything. */
export function cutOffPostgres() {
  if (postgres === undefined) return;
  try {
    process.kill(postgres.pid, 'SIGINT');
  } catch {
    // It has ended already.
  }
}

/**
 * What is measured, in order; each on what the ones before it left behind.
 * @type {Record<string, (setting: import('./ingest.mjs').Setting, size: typeof sizes.full) => Promise<unknown>>}
 */
const parts = {
  ingest: async (setting, size) => ({
    ...(await measureIngest(setting, size.ingest)),
    [`at_${size.rate.rate}`]: await measureAtRate(setting, size.rate),
  }),
  socket: (setting, size) => measureSocket(setting, size.socket),
  storm: (setting, size) => measureStorm(setting, size.storm),
  console: (setting) => measureConsole(setting),
  assignment: (setting, size) => measureAssignment(setting, size.assignment),
  // The others are idle by now, and take nothing from these.
  encryption: (setting, size) => measureEncryption(setting, size.encryption),
  search: (setting, size) => measureSearch(setting, size.search),
};

export const PARTS = Object.keys(parts);

/**
 * Runs the bench on one PostgreSQL.
 * @param {{ quick: boolean, only?: readonly string[], profileFolder?: string | undefined, say: (line: string) => void }} options
 */
export async function runBench({ quick, only = PARTS, profileFolder, say }) {
  const size = quick ? sizes.quick : sizes.full;
  postgres = await startPostgres(say);
  const account = await benchAccount();
  const generator = new Child('the load generator', join(ROOT, 'bench/load-generator.mjs'));
  const bare = new Child('the bare server', join(ROOT, 'bench/bare-server.mjs'), {
    env: { DATABASE_URL: postgres.bareUrl, CHANNEL_SECRET: account.secret },
  });
  await generator.listening();
  const { port: barePort } = await bare.listening();
  say('starting the relay: ROLES=all, the LINE stand-in beside it');
  const relay = await Relay.start(postgres, profileFolder);
  const setting = { postgres, relay, generator, barePort, barePid: bare.process.pid, account, say };
  await relay.welcomeCallers(generator, account);
  say(
    `${relay.callers.length} callers wait and have had their text, ${relay.taken.length} talk with the counselor`,
  );
  /** @type {Record<string, unknown>} */
  const result = { machine: machine(await postgres.version()) };
  for (const [name, measure] of Object.entries(parts))
    if (only.includes(name)) result[name] = await measure(setting, size);
  return round(result);
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function round(value) {
  if (typeof value === 'number') return rounded(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, round(inner)]));
}
