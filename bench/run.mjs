import { join } from 'node:path';
import { ROOT } from '../scripts/lib/tools.mjs';
import { measureAssignment } from './assignment.mjs';
import { Child, stopAllChildren } from './child.mjs';
import { startPostgres } from './database.mjs';
import { machine, rounded } from './figures.mjs';
import { measureAtRate, measureIngest } from './ingest.mjs';
import { benchAccount, Relay } from './relay.mjs';
import { measureSocket } from './socket.mjs';

/** How long each part takes; the quick one is for a look, not for quoting. */
const sizes = {
  full: {
    ingest: { rounds: 6, roundMs: 4000 },
    rate: { rate: 2000, durationMs: 10_000 },
    socket: { rounds: 3, roundMs: 5000 },
    assignment: { rounds: 41, decisions: 20 },
  },
  quick: {
    ingest: { rounds: 2, roundMs: 2000 },
    rate: { rate: 2000, durationMs: 4000 },
    socket: { rounds: 2, roundMs: 2000 },
    assignment: { rounds: 11, decisions: 20 },
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
 * Runs the whole bench on one PostgreSQL.
 * @param {{ quick: boolean, profileFolder?: string | undefined, say: (line: string) => void }} options
 */
export async function runBench({ quick, profileFolder, say }) {
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
  const ingest = await measureIngest(setting, size.ingest);
  const atRate = await measureAtRate(setting, size.rate);
  const socket = await measureSocket(setting, size.socket);
  const assignment = await measureAssignment(setting, size.assignment);
  return round({
    machine: machine(await postgres.version()),
    ingest: { ...ingest, [`at_${size.rate.rate}`]: atRate },
    socket,
    assignment,
  });
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
