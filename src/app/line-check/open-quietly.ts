import path from 'node:path';
import { type DataSource } from 'typeorm';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { createDataSource } from '../../database/data-source.js';
import { sqlState } from '../../database/database.service.js';
import { entities } from '../entities.js';

export interface QuietDatabase {
  readonly dataSource: DataSource;
  readonly close: () => Promise<void>;
}

/**
 * Opens the database for a tool that works beside the server or without it: no migration runs, nothing is created. The
 * embedded one is joined where the server has started it, and else started for as long as the tool needs it.
 * @throws StartupError naming the variable
 */
export async function openQuietly(environment: Environment): Promise<QuietDatabase> {
  const { url, variable, stop } = await locate(environment);
  const dataSource = createDataSource({ url, entities, poolSize: 2 });
  try {
    await dataSource.initialize();
  } catch (cause) {
    await stop();
    const reason = sqlState(cause) ?? (cause instanceof Error ? cause.name : 'unknown error');
    throw new StartupError(variable, `${variable}: PostgreSQL can't be reached or refuses us (${reason}).`, {
      cause,
    });
  }
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await stop();
    },
  };
}

interface Located {
  readonly url: string;
  readonly variable: string;
  readonly stop: () => Promise<void>;
}

async function locate({ DATABASE_URL, DATA_DIR }: Environment): Promise<Located> {
  const stop = () => Promise.resolve();
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, variable: 'DATABASE_URL', stop };
  const { EmbeddedPostgresError, startEmbeddedPostgres } =
    await import('../../database/embedded/embedded-postgres.js');
  const { findRunning } = await import('../../database/embedded/connect-running.js');
  try {
    const found = findRunning(DATA_DIR);
    if (found.state === 'running') return { url: found.appUrl, variable: 'DATA_DIR', stop };
    if (found.state === 'none') {
      throw new StartupError(
        'DATA_DIR',
        `DATA_DIR: ${path.resolve(DATA_DIR)} holds no database yet. Start the server once (npm start), or set DATABASE_URL.`,
      );
    }
    const embedded = await startEmbeddedPostgres({ dataDir: DATA_DIR, log: () => undefined });
    return { url: embedded.appUrl, variable: 'DATA_DIR', stop: () => embedded.stop() };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError)
      throw new StartupError('DATA_DIR', error.message, { cause: error });
    throw error;
  }
}
