import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { readStaffVouchArguments, vouchByCommand } from './staff-vouch.js';

// The answer is all that the terminal shows.
Logger.overrideLogger(false);
await runCommand('staff:vouch failed', async () => {
  const login = readStaffVouchArguments(process.argv.slice(2));
  const text = await vouchByCommand(login, readEnvironment(process.env));
  process.stdout.write(`${text}\n`);
});
