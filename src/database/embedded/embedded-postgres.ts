import { join } from 'node:path';
import { adoptRunningServer } from './orphan.js';
import { type Binaries, prepareBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import {
  APP_ROLE,
  connectionUrl,
  type Credentials,
  KEYS_ROLE,
  keysDatabase,
  keysPassword,
  loadOrCreateCredentials,
  OWNER_ROLE,
} from './credentials.js';
import { EmbeddedPostgresError, errorText } from './errors.js';
import { acquireOwnerLock, type OwnerLock } from './owner-lock.js';
import { placeCluster, type Placement, prepareDataDir } from './placement.js';
import { provisionRoles } from './roles.js';
import { type RunningServer, type Settings, startServer, stopServer } from './server.js';

export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './errors.js';

const DEFAULT_DATABASE = 'tomoshibi';

/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /** The folder that holds everything: the cluster, its log, the passwords and the lock. Created when missing. */
  dataDir: string;
  /** Receives short progress lines for people. */
  log: (line: string) => void;
  databaseName?: string;
  /** Where the server shall differ; data that nobody will miss need not wait for the disk, for example. */
  settings?: Settings;
}

/** A running embedded PostgreSQL that belongs to this process until `stop()`. */
export interface EmbeddedPostgres {
  /** For migrations: the role that owns the database. */
  readonly ownerUrl: string;
  /** For the service: the restricted role. */
  readonly appUrl: string;
  /** The key store's own database, for its migrations and for the service. */
  readonly keyOwnerUrl: string;
  readonly keyUrl: string;
  readonly dataDir: string;
  /** The folder with PostgreSQL's `bin`, `lib` and `share`. */
  readonly binariesDir: string;
  readonly pid: number;
  /** Whether a server that an earlier, killed process had left running was taken over. */
  readonly reused: boolean;
  /**
   * Stops the server and gives the data folder free. Further calls answer the first one's outcome.
   * @throws EmbeddedPostgresError STOP_FAILED
   */
  stop(): Promise<void>;
}

interface Prepared {
  dataDir: string;
  placement: Placement;
  binaries: Binaries;
  credentials: Credentials;
  server: RunningServer;
  reused: boolean;
}

async function prepare(dataDir: string, { log, settings = {} }: EmbeddedPostgresOptions): Promise<Prepared> {
  const { credentials, created } = loadOrCreateCredentials(dataDir);
  const placement = await placeCluster(dataDir, log);
  const binaries = await prepareBinaries(dataDir, placement.runAs, log);
  const running = await adoptRunningServer(placement.clusterDir, credentials);
  if (running !== null) {
    log(`PostgreSQL: taking over the server that an earlier run left (pid ${running.pid})`);
    return { dataDir, placement, binaries, credentials, server: running, reused: true };
  }
  await ensureCluster(placement, binaries, credentials, { credentialsAreNew: created, log });
  const logFile = join(dataDir, 'postgres.log');
  const server = await startServer({ placement, binaries, logFile, log, settings });
  return { dataDir, placement, binaries, credentials, server, reused: false };
}

async function provision({ server, credentials }: Prepared, database: string): Promise<void> {
  try {
    await provisionRoles(server.port, credentials, database);
  } catch (cause) {
    await stopServer(server.pid);
    throw new EmbeddedPostgresError(
      'START_FAILED',
      {
        en: `The built-in PostgreSQL started, but its database "${database}" could not be prepared (${errorText(cause)}).`,
        ja: `内蔵の PostgreSQL は起動しましたが、データベース「${database}」を準備できませんでした(${errorText(cause)})。`,
      },
      { cause },
    );
  }
}

function handleFor(prepared: Prepared, lock: OwnerLock, database: string): EmbeddedPostgres {
  const { server, credentials } = prepared;
  let stopping: Promise<void> | null = null;
  return {
    ownerUrl: connectionUrl(OWNER_ROLE, credentials.ownerPassword, server.port, database),
    appUrl: connectionUrl(APP_ROLE, credentials.appPassword, server.port, database),
    keyOwnerUrl: connectionUrl(OWNER_ROLE, credentials.ownerPassword, server.port, keysDatabase(database)),
    keyUrl: connectionUrl(KEYS_ROLE, keysPassword(credentials), server.port, keysDatabase(database)),
    dataDir: prepared.dataDir,
    binariesDir: prepared.binaries.dir,
    pid: server.pid,
    reused: prepared.reused,
    stop: () => (stopping ??= stopServer(server.pid).finally(() => lock.release())),
  };
}

/**
 * Starts (or takes over) the PostgreSQL that comes with the project, on a free loopback port, with its data below
 * `dataDir`. The server outlives a killed process and is then taken over by the next start.
 * @throws EmbeddedPostgresError with a code and a text in both languages; whatever had been started is stopped again
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const database = options.databaseName ?? DEFAULT_DATABASE;
  const dataDir = prepareDataDir(options.dataDir);
  const lock = await acquireOwnerLock(dataDir);
  try {
    const prepared = await prepare(dataDir, options);
    await provision(prepared, database);
    options.log(`PostgreSQL: ready on 127.0.0.1:${prepared.server.port}`);
    return handleFor(prepared, lock, database);
  } catch (error) {
    lock.release();
    throw error;
  }
}
