import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AdjustableClock } from '../../src/config/clock.js';
import { DemoClockService } from '../../src/app/demo-clock/demo-clock.service.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type RunningServer, start } from '../../src/app/start.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { provisionIn } from './provision.js';
import { pointWebhooksAt } from './stand-in.js';
import { eventually } from './wait.js';

/** A Wednesday that is no holiday, 17:05 in Japan: both sample accounts are open. */
export const BOTH_OPEN = new Date('2026-11-25T17:05:00+09:00');
/** The same day at 20:00: only the suicide-prevention line is open. */
export const EVENING = new Date('2026-11-25T20:00:00+09:00');
/** The night after: both are closed. */
export const NIGHT = new Date('2026-11-26T03:00:00+09:00');

export interface Relay {
  readonly url: string;
  readonly server: RunningServer;
  readonly database: TestDatabase;
  readonly clock: AdjustableClock;
  /** Stops the server and keeps its database, so that another may be started `beside` it. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly standIn: StandIn;
  /** What the relay's clock shows when it starts; it runs on from there. */
  readonly at?: Date;
  readonly env?: Readonly<Record<string, string>>;
  /** Share the database of another relay. */
  readonly beside?: Relay;
  /** Turns the database's address into the one that the relay uses. */
  readonly through?: (databaseUrl: string) => string;
}

const masterKey = randomBytes(32).toString('base64');

/** Starts the real server in this process, on a free port, with a database of its own. */
export async function startRelay({
  standIn,
  at = BOTH_OPEN,
  env = {},
  beside,
  through = (url) => url,
}: RelayOptions): Promise<Relay> {
  const database = beside?.database ?? (await createTestDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tomoshibi-relay-'));
  const port = await freePort();
  const clock = new AdjustableClock();
  setClock(clock, at);
  const environment = readEnvironment({
    ...relayEnvironment({ database, dataDir, port, standInUrl: standIn.url }),
    DATABASE_URL: through(database.appUrl),
    PROVISION_FILE: await provisionIn(dataDir),
    ...env,
  });
  if (beside === undefined) {
    await database.query('INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1)', [clock.offsetMs]);
  }
  const server = await start(environment, { say: () => undefined, clock }).catch(async (error: unknown) => {
    // A connection left open would keep the whole run from ending.
    await rm(dataDir, { recursive: true, force: true });
    if (beside === undefined) await database.drop();
    throw error;
  });
  const url = `http://localhost:${server.port}`;
  if (beside === undefined) await pointWebhooksAt(standIn, url);
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= server.close().then(() => rm(dataDir, { recursive: true, force: true })));
  return {
    url,
    server,
    database,
    clock,
    stop,
    close: async () => {
      await stop();
      if (beside === undefined) await database.drop();
    },
  };
}

/** Settings of a relay under test, also for one in a process of its own. */
export function relayEnvironment(settings: {
  readonly database: TestDatabase;
  readonly dataDir: string;
  readonly port: number;
  readonly standInUrl: string;
}): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PORT: String(settings.port),
    DATA_DIR: settings.dataDir,
    DATABASE_URL: settings.database.appUrl,
    MIGRATION_DATABASE_URL: settings.database.ownerUrl,
    LINE_API_BASE_URL: settings.standInUrl,
    LINE_DATA_API_BASE_URL: settings.standInUrl,
    LINE_TIMEOUT_MS: '1500',
    DELIVERY_LEASE_MS: '3000',
    MASTER_KEY: masterKey,
    PROVISION_FILE: 'demo/provision.yaml',
    LOG_LEVEL: 'error',
  };
}

export function setClock(clock: AdjustableClock, at: Date): void {
  clock.setOffset(at.getTime() - Date.now());
}

/** Moves the clock of a running relay, and of all others on its database, as the demo's clock does. */
export async function moveClock(relay: Relay, at: Date): Promise<void> {
  const offsetMs = Math.round(at.getTime() - Date.now());
  await relay.database.query('UPDATE demo_clock SET offset_ms = $1', [offsetMs]);
  // Set here, it might be set back for a moment by the relay reading the old row.
  relay.server.app.get(DemoClockService).follow();
  await eventually(() => relay.clock.offsetMs === offsetMs || undefined, 'the clock following');
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
