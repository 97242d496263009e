import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  APP_ROLE,
  connectionUrl,
  CREDENTIALS_FILE,
  KEYS_ROLE,
  keysDatabase,
  keysPassword,
  loadOrCreateCredentials,
  OWNER_ROLE,
} from './credentials.js';
import { isCluster } from './placement.js';
import { isAlive } from './processes.js';
import { readPostmasterFile } from './server.js';

const DEFAULT_DATABASE = 'tomoshibi';

/** What a data folder holds: nothing yet, a cluster at rest, or one whose server runs just now. */
export type EmbeddedState =
  { readonly state: 'none' | 'stopped' } | ({ readonly state: 'running' } & EmbeddedAddresses);

/** The databases of an embedded server, for the service and for who owns their tables. */
export interface EmbeddedAddresses {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly keyUrl: string;
  readonly keyOwnerUrl: string;
}

/**
 * Looks into a data folder without changing it or taking its lock, for a tool that works beside the server.
 * @throws EmbeddedPostgresError when the folder's passwords can't be read
 */
export function findRunning(dataDir: string, database = DEFAULT_DATABASE): EmbeddedState {
  const folder = resolve(dataDir);
  // Where the cluster is kept elsewhere, this is a link to it.
  const clusterDir = join(folder, 'postgres');
  if (!existsSync(join(folder, CREDENTIALS_FILE)) || !isCluster(clusterDir)) return { state: 'none' };
  const server = readPostmasterFile(clusterDir);
  if (server === null || !server.ready || !isAlive(server.pid)) return { state: 'stopped' };
  const { credentials } = loadOrCreateCredentials(folder);
  const { appPassword, ownerPassword } = credentials;
  const keys = keysDatabase(database);
  return {
    state: 'running',
    appUrl: connectionUrl(APP_ROLE, appPassword, server.port, database),
    ownerUrl: connectionUrl(OWNER_ROLE, ownerPassword, server.port, database),
    keyUrl: connectionUrl(KEYS_ROLE, keysPassword(credentials), server.port, keys),
    keyOwnerUrl: connectionUrl(OWNER_ROLE, ownerPassword, server.port, keys),
  };
}
