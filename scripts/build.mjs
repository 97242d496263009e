// Builds what has changed since the last build.  --force  --only=server,console,phone  --production
import { parseArgs } from 'node:util';
import { buildStale, killTools, parts, removeDemoOutputs } from './lib/build-parts.mjs';
import { seconds } from './lib/tools.mjs';

/** @param {string} message */
function usage(message) {
  console.error(`${message}\nUsage: npm run build -- [--force] [--only=server,console,phone] [--production]`);
  process.exit(2);
}

function readArguments() {
  try {
    const options = {
      force: { type: /** @type {const} */ ('boolean'), default: false },
      production: { type: /** @type {const} */ ('boolean'), default: false },
      only: { type: /** @type {const} */ ('string') },
    };
    return parseArgs({ options }).values;
  } catch (error) {
    return usage(/** @type {Error} */ (error).message);
  }
}

const { force, production, only } = readArguments();
const names = only === undefined ? null : only.split(',');
const unknown = names?.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) usage(`There is no part "${unknown}".`);

for (const [signal, number] of /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
])) {
  process.on(signal, () => {
    killTools();
    process.exit(128 + number);
  });
}

const started = performance.now();
const ok = await buildStale({ force, production, only: names });
if (ok && production) removeDemoOutputs();
if (ok) console.log(`build: all up to date (${seconds(started)})`);
process.exit(ok ? 0 : 1);
