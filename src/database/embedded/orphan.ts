import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connectionUrl, type Credentials, OWNER_ROLE } from './credentials.js';
import { commandLine, isAlive } from './processes.js';
import { readPostmasterFile, type RunningServer, stopServer } from './server.js';

const ANSWER_WITHIN_MS = 60_000;
const POLL_MS = 200;

/** Whether the server behind a port opens to our credentials and works on our folder. */
async function isOurs(port: number, clusterDir: string, credentials: Credentials): Promise<boolean> {
  const client = new Client({
    connectionString: connectionUrl(OWNER_ROLE, credentials.ownerPassword, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  // A connection that breaks off later must not become an uncaught error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0] !== undefined && realpathSync(rows[0].data_directory) === realpathSync(clusterDir);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Looks for a server that a killed process of ours left running, and answers it when it is sound. One that runs on our
 * folder but doesn't answer us (its passwords were lost, it hangs) is stopped; a left-over `postmaster.pid` whose
 * process id now belongs to some other program is removed, as PostgreSQL itself would refuse to start beside it.
 * @throws EmbeddedPostgresError STOP_FAILED
 */
export async function adoptRunningServer(
  clusterDir: string,
  credentials: Credentials,
): Promise<RunningServer | null> {
  const first = readPostmasterFile(clusterDir);
  if (first === null || !isAlive(first.pid)) return null;
  const command = commandLine(first.pid);
  if (command !== null && !command.includes(clusterDir)) {
    rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
    return null;
  }
  const deadline = Date.now() + ANSWER_WITHIN_MS;
  // It may be starting up or shutting down just now.
  for (let file: typeof first | null = first; Date.now() < deadline; file = readPostmasterFile(clusterDir)) {
    if (file === null || !isAlive(file.pid)) return null;
    if (file.ready) {
      if (await isOurs(file.port, clusterDir, credentials)) return { pid: file.pid, port: file.port };
      break;
    }
    await sleep(POLL_MS);
  }
  await stopServer(first.pid);
  return null;
}
