import 'reflect-metadata';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { readBackupArguments, runBackup } from './run.js';

await runCommand('failed', async () => {
  const given = readBackupArguments(process.argv.slice(2));
  process.stdout.write(`${await runBackup(given, readEnvironment(process.env))}\n`);
});
