// npm run keys:report: how many rows under which keys.  npm run keys:rotate -- --level master|account|caller
// npm run keys:destroy-retired -- --before <instant>: replaced keys with which nothing is sealed any more.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

if (!(await buildStale({ only: ['server'], log: console.error }))) process.exit(2);
await import(pathToFileURL(join(ROOT, 'dist/src/app/keys/cli.js')).href);
