// npm run drill: breaks things on purpose while callers write and counselors answer, then counts what was lost, came
// twice, came in another order or was otherwise wrong. Real processes, a real PostgreSQL, the LINE stand-in misbehaving.
// Progress goes to stderr; the last line of stdout is one JSON object (docs/drills.md). Ends with 1 if anything was found.
//   npm run drill -- --seed 7            other choices; the same seed makes the same ones
//   npm run drill -- --short             a look in about a minute
//   npm run drill -- --only app-killed   one scenario alone; may be given several times
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { readTypeScript } from '../drill/typescript.mjs';
import { buildStale, killTools } from './lib/build-parts.mjs';
import { seconds } from './lib/tools.mjs';

const LONGEST_MS = 15 * 60_000;
const USAGE = 'Usage: npm run drill -- [--seed <number>] [--short] [--only <scenario>]…';

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: /** @type {const} */ ('string'), default: '1' },
        short: { type: /** @type {const} */ ('boolean'), default: false },
        only: { type: /** @type {const} */ ('string'), multiple: true, default: [] },
      },
    });
    const seed = Number(values.seed);
    if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed} is no whole number`);
    return { seed, full: !values.short, only: values.only };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n${USAGE}`);
    return process.exit(2);
  }
}

const options = readArguments();
const started = performance.now();
const say = (/** @type {string} */ line) => console.error(`${seconds(started).padStart(8)}  ${line}`);

/** @type {typeof import('../drill/run.js') | undefined} */
let drill;
let ending = false;

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  killTools();
  await drill?.stopWorld().catch((error) => console.error(error));
  process.exit(code);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void end(128 + constants.signals[signal]));
process.on('exit', () => drill?.cutOffWorld());
const limit = setTimeout(() => {
  console.error(`drill: not done within ${LONGEST_MS / 60_000} minutes`);
  void end(1);
}, LONGEST_MS);
limit.unref();

try {
  if (!(await buildStale({ only: ['server', 'console'], log: say }))) process.exit(1);
  readTypeScript();
  drill = await import('../drill/run.js');
  const names = drill.SCENARIOS.map(({ name }) => name);
  const unknown = options.only.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no scenario ${unknown.join(', ')}; there are ${names.join(', ')}.\n${USAGE}`);
    process.exit(2);
  }
  const result = await drill.runDrill({ ...options, say });
  say('done');
  console.log(JSON.stringify(result));
  await end(drill.failed(result, options.full && options.only.length === 0) ? 1 : 0);
} catch (error) {
  if (!ending) console.error(`drill: ${error instanceof Error ? error.stack : String(error)}`);
  await end(1);
}
