// npm run backup | backup:keys | restore: the data and the key store, each into a file of its own, and back.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildStale } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

if (!(await buildStale({ only: ['server'], log: console.error }))) process.exit(2);
await import(pathToFileURL(join(ROOT, 'dist/src/app/backup/cli.js')).href);
