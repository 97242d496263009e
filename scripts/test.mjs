// npm test: builds what the tests look at, then runs them. Arguments go to jest, e.g. npm test -- --selectProjects unit
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { buildStale, killTools } from './lib/build-parts.mjs';
import { ROOT } from './lib/tools.mjs';

/** @type {import('node:child_process').ChildProcess | null} */
let tests = null;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    killTools();
    if (tests === null) process.exit(128 + constants.signals[signal]);
    tests.kill(signal);
  });
}

if (!(await buildStale())) process.exit(1);

const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
tests = spawn(
  process.execPath,
  ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...process.argv.slice(2)],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
);
tests.on('exit', (code, signal) =>
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]),
);
