import { StartupError } from '../config/startup-error.js';
import { describeError } from '../database/worker.js';
import { endAtUncaughtErrors } from './crash.js';

/**
 * Runs a command of the terminal. What it can't do is said on stderr in one sentence, without what the database quotes,
 * and ends it with exit code 2.
 * @param failed begins the sentence where nobody foresaw the error
 */
export async function runCommand(failed: string, run: () => Promise<void>): Promise<void> {
  endAtUncaughtErrors();
  try {
    await run();
  } catch (error) {
    const message = error instanceof StartupError ? error.message : `${failed} (${describeError(error)})`;
    process.stderr.write(`${message}\n`);
    process.exitCode = 2;
  }
}
