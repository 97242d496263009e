// npm run audit:verify [-- --checkpoint <file>]: is the trace as it was written? Prints JSON; 0 intact, 1 not, 2 unknown.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

if (!(await buildStale({ only: ['server'], log: console.error }))) process.exit(2);
await import(pathToFileURL(join(ROOT, 'dist/src/app/audit-verify/cli.js')).href);
