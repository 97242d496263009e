import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { lastErrorLine } from './cluster.js';
import { EmbeddedPostgresError, errorText } from './errors.js';
import type { Placement } from './placement.js';
import { isAlive } from './processes.js';
import { postgresEnvironment } from './run-as.js';

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const READY_POLL_MS = 20;
const STILL_WAITING_MS = 10_000;
const RETRIES = 20;
const RETRY_MS = 500;
// The port was taken in between, or processes of a crashed server are still going away.
const PASSING_FAILURE = /could not bind|address already in use|shared memory block|lock file/i;

/** PostgreSQL's own, by name. */
export type Settings = Readonly<Record<string, string>>;

/** A running PostgreSQL. */
export interface RunningServer {
  pid: number;
  port: number;
}

/** What `postmaster.pid` tells about the server that wrote it. */
export interface PostmasterFile extends RunningServer {
  ready: boolean;
}

/** Reads the file that PostgreSQL keeps in its folder while it runs; `null` when there is none. */
export function readPostmasterFile(clusterDir: string): PostmasterFile | null {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number.parseInt(lines[0] ?? '', 10);
    const port = Number.parseInt(lines[3] ?? '', 10);
    if (!Number.isSafeInteger(pid)) return null;
    return { pid, port, ready: lines[7]?.trim() === 'ready' };
  } catch {
    return null;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}

/** The only folder a socket may be in is the cluster's own; system limits on its path's length switch it off. */
function socketDirectory(clusterDir: string, port: number): string {
  const fits = Buffer.byteLength(`${clusterDir}/.s.PGSQL.${port}`) <= 100;
  return process.platform !== 'win32' && fits && !/[",\\]/.test(clusterDir) ? `"${clusterDir}"` : '';
}

function serverArguments(clusterDir: string, port: number, own: Settings = {}): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: socketDirectory(clusterDir, port),
    max_connections: 200,
    shared_buffers: '128MB',
    fsync: 'on',
    synchronous_commit: 'on',
    password_encryption: 'scram-sha-256',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    // What callers write must never reach the log. The text of an ERROR can quote a value ("invalid input syntax …"),
    // so errors stay with the client that caused them; the server's own life (LOG, FATAL, PANIC) is kept.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_statement: 'none',
    log_min_duration_statement: -1,
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: -1,
    log_line_prefix: '%m [%p] ',
    ...own,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', clusterDir, ...flags];
}

/** Keeps the log bounded: one earlier file of at most the limit (as it was at a start) and the current one. */
function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > MAX_LOG_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, 'a+', 0o600);
}

function readFrom(fd: number, position: number): string {
  const length = Math.min(fstatSync(fd).size - position, 64 * 1024);
  if (length <= 0) return '';
  const buffer = Buffer.alloc(length);
  return buffer.toString('utf8', 0, readSync(fd, buffer, 0, length, position));
}

interface Launch {
  placement: Placement;
  binaries: Binaries;
  logFile: string;
  log: (line: string) => void;
  settings?: Settings;
}

/** Starts the server once and waits until it takes connections. Answers its log's text when it gave up instead. */
async function launchOnce(launch: Launch, port: number): Promise<RunningServer | string> {
  const { clusterDir, runAs } = launch.placement;
  const logFd = openLog(launch.logFile);
  const logStart = fstatSync(logFd).size;
  try {
    const { uid, gid } = runAs;
    // A process group of its own: Ctrl-C on the terminal must reach the service only, which then stops us in order.
    const options = { uid, gid, detached: true, env: postgresEnvironment(), windowsHide: true };
    const stdio: ['ignore', number, number] = ['ignore', logFd, logFd];
    const child = spawn(launch.binaries.postgres, serverArguments(clusterDir, port, launch.settings), {
      ...options,
      stdio,
    });
    let ended: string | null = null;
    child.once('error', (error) => (ended = errorText(error)));
    child.once('exit', (code, signal) => (ended ??= `exit ${code ?? signal}`));
    child.unref();
    let nextNote = Date.now() + STILL_WAITING_MS;
    // oxlint-disable-next-line no-unmodified-loop-condition -- the child's events modify it
    while (ended === null) {
      await sleep(READY_POLL_MS);
      const file = readPostmasterFile(clusterDir);
      if (file?.ready && file.pid === child.pid) return { pid: file.pid, port };
      if (Date.now() < nextNote) continue;
      nextNote += STILL_WAITING_MS;
      launch.log('PostgreSQL: still starting (after a crash it replays its journal first) …');
    }
    return readFrom(logFd, logStart) || ended;
  } finally {
    closeSync(logFd);
  }
}

/**
 * Starts PostgreSQL on a free loopback port (or on `port`) and waits until it takes connections.
 * @throws EmbeddedPostgresError START_FAILED
 */
export async function startServer(launch: Launch, port?: number): Promise<RunningServer> {
  let output = '';
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const result = await launchOnce(launch, port ?? (await freePort()));
    if (typeof result !== 'string') return result;
    output = result;
    if (!PASSING_FAILURE.test(output)) break;
    await sleep(RETRY_MS);
  }
  const detail = lastErrorLine(output);
  throw new EmbeddedPostgresError('START_FAILED', {
    en: `The built-in PostgreSQL did not start (${detail}). Its log is ${launch.logFile}.`,
    ja: `内蔵の PostgreSQL が起動しませんでした(${detail})。ログは ${launch.logFile} です。`,
  });
}

/**
 * Stops a server in order: open transactions are rolled back and data is written out; after ten seconds it is told to
 * quit at once (nothing committed is lost, its next start replays the journal).
 * @throws EmbeddedPostgresError STOP_FAILED
 */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      if (!isAlive(pid)) return;
    }
    const deadline = Date.now() + patience;
    while (isAlive(pid) && Date.now() < deadline) await sleep(READY_POLL_MS);
    if (!isAlive(pid)) return;
  }
  throw new EmbeddedPostgresError('STOP_FAILED', {
    en: `The built-in PostgreSQL (pid ${pid}) does not stop.`,
    ja: `内蔵の PostgreSQL(pid ${pid})が停止しません。`,
  });
}
