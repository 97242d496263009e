// npm run simulate: one evening of a line after public figures, on the real server, a real PostgreSQL and LINE's stand-in,
// with the clock moved from one thing that happens to the next. Progress goes to stderr; the last line of stdout is one
// JSON object (docs/simulation.md). Ends with 1 when a promise was broken.
//   npm run simulate -- --scenario hiroshima    also: shizuoka, overload; shizuoka when it is left out
//   npm run simulate -- --seed 7                other callers; the same seed brings the same ones
//   npm run simulate -- --evenings 5            more of them, one after another
//   npm run simulate -- --mode automatic        how tickets come to counselors; also: take (the default), offer
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { readTypeScript } from '../drill/typescript.mjs';
import { seconds } from './lib/tools.mjs';

const LONGEST_MS = 10 * 60_000;
const USAGE =
  'Usage: npm run simulate -- [--scenario <name>] [--seed <number>] [--evenings <number>] [--mode <mode>]';

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function readArguments() {
  try {
    const string = { type: /** @type {const} */ ('string') };
    return parseArgs({ options: { scenario: string, seed: string, evenings: string, mode: string } }).values;
  } catch (error) {
    return refuse(/** @type {Error} */ (error).message);
  }
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {number} least
 */
function wholeNumber(name, value, least) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value === '' || !Number.isSafeInteger(number) || number < least)
    refuse(`--${name} ${value} is no whole number from ${least} on`);
  return number;
}

const values = readArguments();
const seed = wholeNumber('seed', values.seed, 0) ?? 1;
const evenings = wholeNumber('evenings', values.evenings, 1);
const started = performance.now();
const say = (/** @type {string} */ line) => console.error(`${seconds(started).padStart(8)}  ${line}`);

/** @type {import('../drill/postgres.js').DrillPostgres | undefined} */
let postgres;
let ending = false;

/** @param {number} code */
async function end(code) {
  if (ending) return;
  ending = true;
  await postgres?.stop().catch((error) => console.error(error));
  process.exit(code);
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => {
    postgres?.cutOff();
    process.exit(128 + constants.signals[signal]);
  });
setTimeout(() => {
  console.error(`simulate: not done within ${LONGEST_MS / 60_000} minutes`);
  postgres?.cutOff();
  process.exit(1);
}, LONGEST_MS).unref();

try {
  readTypeScript();
  const { modes, scenarios } = await import('../simulation/scenario.js');
  const name = values.scenario ?? 'shizuoka';
  const scenario = scenarios.find((candidate) => candidate.name === name);
  if (scenario === undefined)
    refuse(`There is no scenario ${name}; there are ${scenarios.map((one) => one.name).join(', ')}.`);
  const mode = modes.find((candidate) => candidate === (values.mode ?? 'take'));
  if (mode === undefined) refuse(`There is no mode ${values.mode}; there are ${modes.join(', ')}.`);
  const [{ DrillPostgres }, { simulate }] = await Promise.all([
    import('../drill/postgres.js'),
    import('../simulation/run.js'),
  ]);
  say('starting PostgreSQL');
  postgres = await DrillPostgres.start();
  const { figures, breaches } = await simulate({ scenario, seed, evenings, mode, database: postgres, say });
  for (const breach of breaches) say(breach);
  say(breaches.length === 0 ? 'every promise was kept' : `broken promises: ${breaches.length}`);
  console.log(JSON.stringify(figures));
  await end(breaches.length === 0 ? 0 : 1);
} catch (error) {
  if (!ending) console.error(`simulate: ${error instanceof Error ? error.stack : String(error)}`);
  await end(1);
}
