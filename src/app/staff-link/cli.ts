import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { describeError } from '../../database/worker.js';
import { makeStaffLink, readStaffLinkArguments } from './staff-link.js';

// The link is all that the terminal shows.
Logger.overrideLogger(false);
try {
  const given = readStaffLinkArguments(process.argv.slice(2));
  const text = await makeStaffLink(given, readEnvironment(process.env));
  process.stdout.write(`${text}\n`);
} catch (error) {
  const message =
    error instanceof StartupError ? error.message : `staff:link failed (${describeError(error)})`;
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
