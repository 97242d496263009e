// npm run bench: measures the relay beside the least that could do the job, on the same PostgreSQL in the same run.
// The last line of stdout is one JSON object; progress goes to stderr.
//   npm run bench -- --quick            a look in under a minute; its figures are not for quoting
//   npm run bench -- --only storm       one part, or several with commas between
//   npm run bench -- --profile <folder> the relay writes a CPU profile there when it ends
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale, killTools } from './lib/build-parts.mjs';
import { seconds } from './lib/tools.mjs';

const LONGEST_MS = 8 * 60_000;

function readArguments() {
  try {
    return parseArgs({
      options: {
        quick: { type: /** @type {const} */ ('boolean'), default: false },
        only: { type: /** @type {const} */ ('string') },
        profile: { type: /** @type {const} */ ('string') },
      },
    }).values;
  } catch (error) {
    console.error(
      `${/** @type {Error} */ (error).message}\nUsage: npm run bench -- [--quick] [--only <parts>] [--profile <folder>]`,
    );
    return process.exit(2);
  }
}

const { quick, only, profile } = readArguments();
const started = performance.now();
const say = (/** @type {string} */ line) => console.error(`${seconds(started).padStart(7)}  ${line}`);

/** @type {typeof import('../bench/run.mjs') | undefined} */
let bench;
let ending = false;

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  killTools();
  await bench?.stopEverything().catch((error) => console.error(error));
  process.exit(code);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void end(128 + constants.signals[signal]));
process.on('exit', () => bench?.cutOffPostgres());
const limit = setTimeout(() => {
  console.error(`bench: not done within ${LONGEST_MS / 60_000} minutes`);
  void end(1);
}, LONGEST_MS);
limit.unref();

try {
  if (!(await buildStale({ only: ['server', 'console'], log: say }))) process.exit(1);
  bench = await import('../bench/run.mjs');
  const profileFolder = profile === undefined ? undefined : resolve(profile);
  const wanted = only?.split(',') ?? bench.PARTS;
  const unknown = wanted.filter((name) => !bench?.PARTS.includes(name));
  if (unknown.length > 0)
    throw new Error(`--only knows no ${unknown.join(', ')}; its parts are ${bench.PARTS.join(', ')}`);
  const result = await bench.runBench({ quick, only: wanted, profileFolder, say });
  await bench.stopEverything();
  say('done');
  console.log(JSON.stringify(result));
  await end(0);
} catch (error) {
  if (!ending) console.error(`bench: ${error instanceof Error ? error.stack : String(error)}`);
  await end(1);
}
