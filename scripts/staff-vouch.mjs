// npm run staff:vouch -- <login>: whoever runs the server vouches for an administrator.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

if (!(await buildStale({ only: ['server'], log: console.error }))) process.exit(2);
await import(pathToFileURL(join(ROOT, 'dist/src/app/staff-link/vouch-cli.js')).href);
