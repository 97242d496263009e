import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { parse, stringify } from 'yaml';
import { createStandIn, type StandIn, type StandInOptions } from '../stand-in/server/stand-in.js';
import { DrillConsole } from './console.js';
import { DrillPostgres } from './postgres.js';
import { DrillRelay } from './relay.js';

/** Each account's webhooks go to a process of its own; every process does everything else for both. */
export const ACCOUNTS = ['human-rights', 'suicide-prevention'] as const;
/** One more than get webhooks, so that consoles mostly find one that runs. */
const PROCESSES = 3;
const COUNSELORS = 10;
/** Whose password hash the drill's own staff borrow: hashing costs time. */
export const PASSWORD = 'tomoshibi-demo-1';
const ALWAYS_OPEN = {
  weekly: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], opens: '00:00', closes: '30:00' }],
  holidays: 'as-weekday',
};

/** Everything a drill needs, all of it real: PostgreSQL, LINE's stand-in, three processes of the server, its staff. */
export interface World {
  readonly postgres: DrillPostgres;
  readonly standIn: StandIn;
  readonly relays: readonly DrillRelay[];
  readonly counselors: readonly DrillConsole[];
  /** Reads every talk room. */
  readonly supervisor: DrillConsole;
  /** The counselor who works in a real browser. */
  readonly windowed: DrillConsole;
}

const parts: { postgres?: DrillPostgres; standIn?: StandIn; relays: DrillRelay[] } = { relays: [] };

/** @param manyStarts whether it pays to prepare them */
export async function buildWorld(manyStarts: boolean): Promise<World> {
  const standIn = createStandIn({
    ...(parse(await readFile('demo/line-stand-in.yaml', 'utf8')) as StandInOptions),
    // The drill counts by the ledger, so nothing may be forgotten.
    ledgerCapacity: 1_000_000,
  });
  parts.standIn = standIn;
  await standIn.listen();
  const postgres = await DrillPostgres.start();
  parts.postgres = postgres;
  const relays = await relaysFor(postgres, standIn.url);
  parts.relays = relays;
  // The first one migrates and provisions; the others find everything there. Stopped in order once, it leaves its
  // compiled code behind, so that a hundred starts don't compile a hundred times.
  await relays[0]?.start();
  if (manyStarts) await relays[0]?.stop();
  for (const relay of relays) await relay.ensureStarted();
  await pointWebhooks(standIn, relays);
  return { postgres, standIn, relays, ...(await staffFor(postgres, relays)) };
}

export async function stopWorld(): Promise<void> {
  await Promise.all(parts.relays.splice(0).map((relay) => relay.stop()));
  await parts.standIn?.close();
  await parts.postgres?.stop();
  parts.standIn = undefined;
  parts.postgres = undefined;
}

/** The last resort, when there is no time left to wait for anything. */
export function cutOffWorld(): void {
  for (const relay of parts.relays) relay.cutOff();
  parts.postgres?.cutOff();
}

async function relaysFor(postgres: DrillPostgres, lineUrl: string): Promise<DrillRelay[]> {
  const provision = parse(await readFile('demo/provision.yaml', 'utf8')) as {
    accounts: { hours: unknown; settings?: object }[];
  };
  for (const account of provision.accounts) {
    account.hours = ALWAYS_OPEN;
    // What this looks for is what gets lost, not who goes first: several people take whomever they see.
    account.settings = { ...account.settings, waiting: { pickFreely: true } };
  }
  const provisionFile = postgres.folderOf('provision.yaml');
  await writeFile(provisionFile, stringify(provision));
  const masterKey = randomBytes(32).toString('base64');
  const relays: DrillRelay[] = [];
  for (let index = 0; index < PROCESSES; index += 1) {
    const port = await freePort();
    const environment = {
      NODE_ENV: 'test',
      NODE_COMPILE_CACHE: postgres.folderOf('compiled'),
      PORT: String(port),
      // It survives the process: what one could not store in the database may lie there.
      DATA_DIR: postgres.folderOf(`relay-${index}`),
      DATABASE_URL: postgres.appUrl,
      MIGRATION_DATABASE_URL: postgres.ownerUrl,
      LINE_API_BASE_URL: lineUrl,
      LINE_DATA_API_BASE_URL: lineUrl,
      // Short, so that what hangs on LINE is seen to go on within the drill's time.
      LINE_TIMEOUT_MS: '1500',
      DELIVERY_LEASE_MS: '3000',
      MASTER_KEY: masterKey,
      PROVISION_FILE: provisionFile,
      LOG_LEVEL: 'error',
    };
    relays.push(
      new DrillRelay(`relay ${index}`, `http://localhost:${port}`, environment, index < ACCOUNTS.length),
    );
  }
  return relays;
}

async function pointWebhooks(standIn: StandIn, relays: readonly DrillRelay[]): Promise<void> {
  for (const [index, account] of ACCOUNTS.entries()) {
    const url = `${relays[index % relays.length]?.url}/line/webhook/${account}`;
    await standIn.configureChannel(account, { webhookUrl: url });
  }
  await standIn.setWebhookBehaviour({ redelivery: { enabled: true, intervalMs: 250, count: 1000 } });
}

async function staffFor(
  postgres: DrillPostgres,
  relays: readonly DrillRelay[],
): Promise<Pick<World, 'counselors' | 'supervisor' | 'windowed'>> {
  const urls = relays.map((relay) => relay.url);
  const hire = async (login: string, role: string, home: number) => {
    const id = randomUUID();
    await postgres.query(
      `INSERT INTO staff (id, login, display_name, password_hash, capacity)
       SELECT $1, $2, $2, password_hash, 50 FROM staff WHERE login = 'sato'`,
      [id, login],
    );
    await postgres.query(
      'INSERT INTO membership (staff_id, account_id, role) SELECT $1, unnest($2::varchar[]), $3',
      [id, ACCOUNTS, role],
    );
    const console = new DrillConsole(login, urls, home);
    await console.signIn(PASSWORD);
    return console;
  };
  const counselors: DrillConsole[] = [];
  for (let index = 0; index < COUNSELORS; index += 1)
    counselors.push(await hire(`drill-${index}`, 'counselor', index));
  const supervisor = await hire('drill-supervisor', 'supervisor', 0);
  return { counselors, supervisor, windowed: await hire('drill-window', 'counselor', 0) };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
