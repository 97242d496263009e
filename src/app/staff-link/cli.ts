import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { makeStaffLink, readStaffLinkArguments } from './staff-link.js';

// The link is all that the terminal shows.
Logger.overrideLogger(false);
await runCommand('staff:link failed', async () => {
  const given = readStaffLinkArguments(process.argv.slice(2));
  const text = await makeStaffLink(given, readEnvironment(process.env));
  process.stdout.write(`${text}\n`);
});
