import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { describeError } from '../../database/worker.js';
import { readArguments } from './arguments.js';
import { runLineCheck } from './run.js';

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2), process.env);
  return runLineCheck(given, readEnvironment(process.env), (text) => process.stdout.write(`${text}\n`));
}

// The report is all that the terminal shows.
Logger.overrideLogger(false);
try {
  process.exitCode = await main();
} catch (error) {
  const message =
    error instanceof StartupError ? error.message : `line:check failed (${describeError(error)})`;
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
