import 'reflect-metadata';
import { readEnvironment } from '../../config/environment.js';
import { runCommand } from '../command.js';
import { readKeysArguments, runKeys } from './run.js';

await runCommand('failed', async () => {
  const given = readKeysArguments(process.argv.slice(2));
  const say = (line: string) => process.stderr.write(`${line}\n`);
  process.stdout.write(`${await runKeys(given, readEnvironment(process.env), say)}\n`);
});
