// npm run line:check -- <account>: asks LINE how an account is set and says what to change, and where.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './lib/build-parts.mjs';
import { readPort, SettingError } from './lib/start-checks.mjs';
import { ROOT } from './lib/tools.mjs';

const { env } = process;

try {
  // Where npm start would speak to its stand-in, so does this: a demo's secrets never go to LINE.
  if (env['NODE_ENV'] !== 'production' && !env['LINE_API_BASE_URL']) {
    env['LINE_API_BASE_URL'] = `http://127.0.0.1:${readPort('STAND_IN_PORT', readPort('PORT', 3000) + 1)}`;
  }
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exit(2);
}
if (!(await buildStale({ only: ['server'], log: console.error }))) process.exit(2);
await import(pathToFileURL(join(ROOT, 'dist/src/app/line-check/cli.js')).href);
