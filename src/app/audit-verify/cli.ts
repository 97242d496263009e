import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { readVerifyArguments, runAuditVerify } from './run.js';

// The report is all that the terminal shows.
Logger.overrideLogger(false);
await runCommand('audit:verify failed', async () => {
  const given = readVerifyArguments(process.argv.slice(2));
  const report = await runAuditVerify(given, readEnvironment(process.env));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.intact ? 0 : 1;
});
