import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { readArguments } from './arguments.js';
import { runLineCheck } from './run.js';

// The report is all that the terminal shows.
Logger.overrideLogger(false);
await runCommand('line:check failed', async () => {
  const given = readArguments(process.argv.slice(2), process.env);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  process.exitCode = await runLineCheck(given, readEnvironment(process.env), say);
});
