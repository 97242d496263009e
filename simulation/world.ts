import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { io } from 'socket.io-client';
import { parse, stringify } from 'yaml';
import { DrillConsole } from '../drill/console.js';
import { type RunningServer, start } from '../src/app/start.js';
import { Matcher } from '../src/assignment/matcher.js';
import { readEnvironment } from '../src/config/environment.js';
import { TimerService } from '../src/database/timer/timer.service.js';
import { createStandIn, type StandIn, type StandInOptions } from '../stand-in/server/stand-in.js';
import { defaultTexts } from '../src/waiting-list/default-texts.js';
import { type SimulatedClock } from './clock.js';
import { type Mode, type Scenario, type Shift } from './scenario.js';

export const ACCOUNT = 'suicide-prevention';
const PASSWORD = 'tomoshibi-demo-';
/** Past the end of every run: nobody leaves the follow-up list by a timer meanwhile. */
const FOLLOW_UP_DAYS = 30;

/** An empty PostgreSQL for one run. */
export interface SimulationDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

/** The real server in this process, LINE's stand-in beside it, and people who are signed in. */
export interface World {
  readonly database: SimulationDatabase;
  readonly standIn: StandIn;
  readonly server: RunningServer;
  readonly timers: TimerService;
  readonly matcher: Matcher;
  /** Reads every talk room. */
  readonly supervisor: DrillConsole;
  hire(shift: Shift): Promise<DrillConsole>;
  close(): Promise<void>;
}

export async function buildWorld(
  database: SimulationDatabase,
  clock: SimulatedClock,
  scenario: Scenario,
  mode: Mode,
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-simulation-'));
  const standIn = await listeningStandIn();
  const sockets: { disconnect(): unknown }[] = [];
  let server: RunningServer | undefined;
  const close = async () => {
    for (const socket of sockets) socket.disconnect();
    await server?.close();
    await standIn.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // What survives a power cut is the drills' business; here it would only take time.
    const name = new URL(database.ownerUrl).pathname.slice(1);
    await database.query(`ALTER DATABASE "${name}" SET synchronous_commit = off`);
    server = await start(await environmentFor(database, standIn, folder, scenario, mode), {
      say: () => undefined,
      clock,
    });
    const url = `http://localhost:${server.port}`;
    await standIn.configureChannel(ACCOUNT, { webhookUrl: `${url}/line/webhook/${ACCOUNT}` });
    const signIn = async (login: string, password: string) => {
      const person = new DrillConsole(login, [url], 0);
      await person.signIn(password);
      return person;
    };
    return {
      database,
      standIn,
      server,
      timers: server.app.get(TimerService),
      matcher: server.app.get(Matcher),
      supervisor: await signIn('tanaka', `${PASSWORD}3`),
      hire: async ({ login, capacity }) => {
        await addCounselor(database, login, capacity);
        const person = await signIn(login, `${PASSWORD}1`);
        sockets.push(await openSocket(url, person.cookie));
        return person;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As an open console has one: by it the product knows who is there. Resolves once it is known. */
async function openSocket(url: string, cookie: string) {
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    auth: { after: null, tickets: [] },
    forceNew: true,
  });
  await new Promise<void>((resolve, reject) => {
    socket.on('live', () => resolve());
    socket.on('connect_error', reject);
  });
  return socket;
}

async function listeningStandIn(): Promise<StandIn> {
  const options = parse(await readFile('demo/line-stand-in.yaml', 'utf8')) as StandInOptions;
  // The figures come from its ledger, so nothing may be forgotten.
  const standIn = createStandIn({ ...options, ledgerCapacity: 1_000_000 });
  await standIn.listen();
  return standIn;
}

async function environmentFor(
  database: SimulationDatabase,
  standIn: StandIn,
  folder: string,
  scenario: Scenario,
  mode: Mode,
) {
  const provisionFile = path.join(folder, 'provision.yaml');
  await writeFile(provisionFile, stringify(await provisionFor(scenario, mode)));
  return readEnvironment({
    NODE_ENV: 'test',
    PORT: String(await freePort()),
    DATA_DIR: folder,
    DATABASE_URL: database.appUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    LINE_API_BASE_URL: standIn.url,
    LINE_DATA_API_BASE_URL: standIn.url,
    MASTER_KEY: randomBytes(32).toString('base64'),
    PROVISION_FILE: provisionFile,
    // The simulation fires timers at the instant at which they are due, and has tickets assigned after each step.
    ROLES: 'intake,console,delivery',
    LOG_LEVEL: 'error',
  });
}

interface SampleProvision {
  accounts: { id: string; hours: unknown; settings?: unknown; texts: Record<string, string> }[];
  staff: { login: string; memberships?: Record<string, string> }[];
}

/** The sample account with the scenario's hours; each of its texts names its situation in its first line. */
async function provisionFor(scenario: Scenario, mode: Mode): Promise<SampleProvision> {
  const sample = parse(await readFile('demo/provision.yaml', 'utf8')) as SampleProvision;
  const account = sample.accounts.find(({ id }) => id === ACCOUNT);
  if (account === undefined) throw new Error(`the sample has no account ${ACCOUNT}`);
  account.hours = {
    weekly: [{ days: scenario.days, opens: scenario.opens, closes: scenario.closes }],
    holidays: 'as-weekday',
  };
  account.settings = {
    // As these lines did: whoever writes while they are closed is told when to write again.
    whenClosed: 'reply-only',
    waiting: {
      followUpDays: FOLLOW_UP_DAYS,
      ...(scenario.atMost === undefined ? {} : { atMost: scenario.atMost }),
    },
    assignment: { mode },
  };
  for (const [situation, text] of Object.entries({ ...defaultTexts, ...account.texts }))
    account.texts[situation] = `［${situation}］\n${text}`;
  const staff = sample.staff
    .filter(({ login }) => ['sato', 'tanaka'].includes(login))
    .map((person) => ({
      ...person,
      memberships: { [ACCOUNT]: person.memberships?.[ACCOUNT] ?? 'counselor' },
    }));
  return { accounts: [account], staff };
}

/** Their password is 佐藤's: hashing costs time. */
async function addCounselor(database: SimulationDatabase, login: string, capacity: number): Promise<void> {
  const id = randomUUID();
  await database.query(
    `INSERT INTO staff (id, login, display_name, password_hash, capacity)
     SELECT $1, $2, $2, password_hash, $3 FROM staff WHERE login = 'sato'`,
    [id, login, capacity],
  );
  await database.query(`INSERT INTO membership (staff_id, account_id, role) VALUES ($1, $2, 'counselor')`, [
    id,
    ACCOUNT,
  ]);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
