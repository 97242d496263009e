import { type DataSource } from 'typeorm';
import { type Environment } from '../config/environment.js';
import { StartupError } from '../config/startup-error.js';
import { createDataSource } from '../database/data-source.js';
import { migrate, roleOf } from '../database/migrate.js';
import { sqlState } from '../database/database.service.js';
import { entities } from './entities.js';
import { connectKeys, type KeyAddress, keyAddress, keyVariable, prepareKeys } from './open-keys.js';

export interface OpenDatabase {
  readonly dataSource: DataSource;
  readonly keyDataSource: DataSource;
  /** Ends the embedded server, where there is one. The connections are closed by the app. */
  stop(): Promise<void>;
}

type Say = (line: string) => void;

/**
 * Opens PostgreSQL: the one of `DATABASE_URL`, else an embedded one below `DATA_DIR`, and the key store; brings their
 * tables up to date.
 * @throws StartupError naming the variable; nothing is left running then
 */
export async function openDatabase(environment: Environment, say: Say): Promise<OpenDatabase> {
  const server = await startServer(environment, say);
  try {
    await runMigrations(environment, server, say);
    const dataSource = await connect('DATABASE_URL', server.appUrl, environment.DATABASE_POOL_SIZE);
    try {
      const keyDataSource = await connectKeys(keyVariable(environment), server.keys.url);
      return { dataSource, keyDataSource, stop: server.stop };
    } catch (error) {
      await dataSource.destroy();
      throw error;
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

interface DatabaseServer {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly keys: KeyAddress;
  readonly stop: () => Promise<void>;
}

async function startServer(environment: Environment, say: Say): Promise<DatabaseServer> {
  const { DATABASE_URL: appUrl } = environment;
  if (appUrl !== undefined) {
    const ownerUrl = environment.MIGRATION_DATABASE_URL ?? appUrl;
    const keys = keyAddress(environment, { url: appUrl, ownerUrl });
    return { appUrl, ownerUrl, keys, stop: () => Promise.resolve() };
  }
  const { EmbeddedPostgresError, startEmbeddedPostgres } =
    await import('../database/embedded/embedded-postgres.js');
  try {
    const embedded = await startEmbeddedPostgres({ dataDir: environment.DATA_DIR, log: say });
    const { appUrl: url, ownerUrl, keyUrl, keyOwnerUrl } = embedded;
    const keys = { url: keyUrl, ownerUrl: keyOwnerUrl, apart: true };
    return { appUrl: url, ownerUrl, keys, stop: () => embedded.stop() };
  } catch (error) {
    if (error instanceof EmbeddedPostgresError)
      throw new StartupError('DATA_DIR', error.message, { cause: error });
    throw error;
  }
}

async function runMigrations(environment: Environment, server: DatabaseServer, say: Say): Promise<void> {
  const variable =
    environment.MIGRATION_DATABASE_URL === undefined ? 'DATABASE_URL' : 'MIGRATION_DATABASE_URL';
  const owner = await connect(variable, server.ownerUrl, 2);
  try {
    if (server.ownerUrl === server.appUrl) {
      say(
        'DATABASE_URL owns the tables; give MIGRATION_DATABASE_URL so that the app can run as a restricted role',
      );
    }
    if (!server.keys.apart) {
      say(
        'the key store lies beside the data: give KEY_DATABASE_URL so that erased words are gone from backups',
      );
    }
    const schemas = server.keys.apart ? (['public'] as const) : (['public', 'keystore'] as const);
    const done = await migrate(owner, roleOf(server.appUrl), schemas);
    if (done.length > 0) say(`PostgreSQL: ${done.length} migrations ran`);
    await prepareKeys(server.keys, owner, keyVariable(environment), say);
  } finally {
    await owner.destroy();
  }
}

async function connect(variable: string, url: string, poolSize: number): Promise<DataSource> {
  const dataSource = createDataSource({ url, entities, poolSize });
  try {
    return await dataSource.initialize();
  } catch (cause) {
    const reason = sqlState(cause) ?? (cause instanceof Error ? cause.name : 'unknown error');
    throw new StartupError(variable, `${variable}: PostgreSQL can't be reached or refuses us (${reason}).`, {
      cause,
    });
  }
}
