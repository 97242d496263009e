import pg from 'pg';
import { StartupError } from '../../config/startup-error.js';
import { type KeyDatabase } from '../../vault/key-database.js';

/** Any fixed number that nothing else locks: one run replaces or destroys keys at a time. */
const RUN_LOCK = 7_160_531;

/**
 * Held by a connection of its own until the run ends, whatever ends it.
 * @returns what gives it back
 * @throws StartupError when another run has it
 */
export async function lockKeys(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  // Whoever loses the lock so goes on: each step still asks whether it is alone.
  client.on('error', () => undefined);
  await client.connect();
  const release = () => client.end().catch(() => undefined);
  try {
    const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [
      RUN_LOCK,
    ]);
    if (rows[0]?.alone === true) return release;
    throw new StartupError(
      'keys',
      'Another run replaces or destroys keys. Wait until it has ended, then run this again.',
    );
  } catch (error) {
    await release();
    throw error;
  }
}

/**
 * The same lock from within the server, for a short run beside it.
 * @returns undefined when another run has it: then nothing was done
 */
export async function whileKeysLocked<Result>(
  keys: KeyDatabase,
  run: () => Promise<Result>,
): Promise<Result | undefined> {
  return keys.transaction(async (tx) => {
    const [lock] = await tx.query<{ alone: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS alone', [
      RUN_LOCK,
    ]);
    return lock?.alone === true ? run() : undefined;
  });
}
