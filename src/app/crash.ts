import { describeError } from '../database/worker.js';

/**
 * Ends the process at an error that nobody caught, with exit code 1, and says which class of error it was. Node itself
 * would print the whole error, and one of the database quotes rows in its `detail`.
 */
export function endAtUncaughtErrors(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      process.stderr.write(`alarm: the process ends: nobody caught ${describeError(error)}\n`);
      process.exit(1);
    });
}
