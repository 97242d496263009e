import path from 'node:path';
import { type DataSource } from 'typeorm';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { createDataSource } from '../../database/data-source.js';
import { sqlState } from '../../database/database.service.js';
import { type EmbeddedAddresses } from '../../database/embedded/connect-running.js';
import { entities } from '../entities.js';
import { connectKeys, type KeyAddress, keyAddress, keyVariable } from '../open-keys.js';

export interface QuietDatabase {
  readonly dataSource: DataSource;
  readonly keyDataSource: DataSource;
  readonly addresses: Addresses;
  readonly close: () => Promise<void>;
}

/**
 * Opens the database for a tool that works beside the server or without it: no migration runs, nothing is created. The
 * embedded one is joined where the server has started it, and else started for as long as the tool needs it.
 * @throws StartupError naming the variable
 */
export async function openQuietly(environment: Environment): Promise<QuietDatabase> {
  const { addresses, variable, stop } = await locate(environment);
  const opened: DataSource[] = [];
  const close = async () => {
    for (const dataSource of opened) if (dataSource.isInitialized) await dataSource.destroy();
    await stop();
  };
  try {
    const dataSource = createDataSource({ url: addresses.url, entities, poolSize: 2 });
    opened.push(dataSource);
    await dataSource.initialize().catch((cause: unknown) => {
      const reason = sqlState(cause) ?? (cause instanceof Error ? cause.name : 'unknown error');
      const message = `${variable}: PostgreSQL can't be reached or refuses us (${reason}).`;
      throw new StartupError(variable, message, { cause });
    });
    const keyDataSource = await connectKeys(keyVariable(environment), addresses.keys.url, 2);
    opened.push(keyDataSource);
    return { dataSource, keyDataSource, addresses, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The databases, each for the service and for who owns its tables. */
export interface Addresses {
  readonly url: string;
  readonly ownerUrl: string;
  readonly keys: KeyAddress;
}

interface Located {
  readonly addresses: Addresses;
  readonly variable: string;
  readonly stop: () => Promise<void>;
}

/**
 * Finds the databases, and starts the embedded one where nobody has.
 * @param mayCreate makes an embedded one where there is none yet
 */
export async function locate(environment: Environment, mayCreate = false): Promise<Located> {
  const { DATABASE_URL: url, DATA_DIR } = environment;
  const stop = () => Promise.resolve();
  if (url !== undefined) {
    const ownerUrl = environment.MIGRATION_DATABASE_URL ?? url;
    const keys = keyAddress(environment, { url, ownerUrl });
    return { addresses: { url, ownerUrl, keys }, variable: 'DATABASE_URL', stop };
  }
  const { EmbeddedPostgresError, startEmbeddedPostgres } =
    await import('../../database/embedded/embedded-postgres.js');
  const { findRunning } = await import('../../database/embedded/connect-running.js');
  try {
    const found = findRunning(DATA_DIR);
    if (found.state === 'running') return { addresses: addressesOf(found), variable: 'DATA_DIR', stop };
    if (found.state === 'none' && !mayCreate) {
      throw new StartupError(
        'DATA_DIR',
        `DATA_DIR: ${path.resolve(DATA_DIR)} holds no database yet. Start the server once (npm start), or set DATABASE_URL.`,
      );
    }
    const embedded = await startEmbeddedPostgres({ dataDir: DATA_DIR, log: () => undefined });
    return { addresses: addressesOf(embedded), variable: 'DATA_DIR', stop: () => embedded.stop() };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError)
      throw new StartupError('DATA_DIR', error.message, { cause: error });
    throw error;
  }
}

function addressesOf({ appUrl, ownerUrl, keyUrl, keyOwnerUrl }: EmbeddedAddresses): Addresses {
  return { url: appUrl, ownerUrl, keys: { url: keyUrl, ownerUrl: keyOwnerUrl, apart: true } };
}
