import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse, stringify } from 'yaml';
import { randomBytes } from 'node:crypto';
import { userIds } from './bodies.mjs';
import { Child } from './child.mjs';
import { ROOT } from '../scripts/lib/tools.mjs';

const ACCOUNT = 'suicide-prevention';
const COUNSELOR = { login: 'sato', password: 'tomoshibi-demo-1' };
/** A Wednesday, 17:05 in Japan: the account is open, so callers get one waiting text and no closed text. */
const OPEN_AT = '2026-11-25T17:05:00+09:00';
const CALLERS = 200;
/** As many as the sample counselor may have at once. */
const TAKEN = 3;
const CONNECTIONS = 16;

export { CONNECTIONS };

/** The accounts of the demonstration, which both servers verify signatures for. */
export async function benchAccount() {
  const { accounts } = parse(await readFile(join(ROOT, 'demo/provision.yaml'), 'utf8'));
  const { line } = accounts.find((/** @type {any} */ account) => account.id === ACCOUNT);
  return {
    secret: String(line.channelSecret),
    destination: String(line.botUserId),
    path: `/line/webhook/${ACCOUNT}`,
  };
}

/** The built relay with everything it does in a demonstration, and the LINE stand-in that it sends to. */
export class Relay {
  /** People who wait for a counselor. */
  callers = userIds('waiting', CALLERS);
  /** People whom the counselor talks with. */
  taken = userIds('taken', TAKEN);
  cookie = '';
  /** How far the relay's clock is ahead of real time. */
  offsetMs = 0;

  /**
   * @param {import('./database.mjs').BenchPostgres} postgres
   * @param {string | undefined} profileFolder where the relay writes a CPU profile when it ends
   * @param {string} [preload] a module that is loaded before the relay
   */
  static async start(postgres, profileFolder, preload) {
    const relay = new Relay(postgres);
    const port = await freePort();
    const lineUrl = await relay.#startStandIn(port);
    relay.child = new Child('the relay', join(ROOT, 'dist/src/main.js'), {
      env: {
        NODE_ENV: 'test',
        PORT: String(port),
        ROLES: 'all',
        LOG_LEVEL: 'error',
        DATA_DIR: join(postgres.folder, 'relay'),
        DATABASE_URL: postgres.appUrl,
        MIGRATION_DATABASE_URL: postgres.ownerUrl,
        KEY_DATABASE_URL: postgres.server.keyUrl,
        KEY_MIGRATION_DATABASE_URL: postgres.server.keyOwnerUrl,
        LINE_API_BASE_URL: lineUrl,
        LINE_DATA_API_BASE_URL: lineUrl,
        MASTER_KEY: randomBytes(32).toString('base64'),
        PROVISION_FILE: join(ROOT, 'demo/provision.yaml'),
      },
      execArgv: [
        ...(preload === undefined ? [] : ['--import', pathToFileURL(preload).href]),
        ...(profileFolder === undefined
          ? []
          : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`, '--cpu-prof-interval=500']),
      ],
    });
    await relay.child.listening();
    relay.port = port;
    relay.url = `http://localhost:${port}`;
    await relay.#signIn();
    await relay.#api('PUT', '/api/demo/clock', { instant: OPEN_AT });
    relay.offsetMs = (await postgres.one('SELECT offset_ms::float8 AS offset FROM demo_clock')).offset;
    return relay;
  }

  /** @param {import('./database.mjs').BenchPostgres} postgres */
  constructor(postgres) {
    this.postgres = postgres;
    this.port = 0;
    this.url = '';
    /** @type {Child | undefined} */
    this.child = undefined;
    /** @type {Child | undefined} */
    this.standIn = undefined;
  }

  /** Ends it with its stand-in. */
  async stop() {
    await this.child?.stop();
    await this.standIn?.stop();
  }

  /**
   * Brings everybody in: a few callers talk with the counselor, all others wait and have had their automatic text. From
   * then on a message causes no text.
   * @param {Child} generator
   * @param {import('./bodies.mjs').Account} account
   */
  async welcomeCallers(generator, account) {
    const write = async (/** @type {string[]} */ callers) => {
      await generator.ask({ type: 'prepare', account, callers, count: callers.length });
      const load = { port: this.port, connections: CONNECTIONS, durationMs: 30_000, count: callers.length };
      const { accepted } = await generator.ask({ type: 'closed', ...load });
      if (accepted !== callers.length) throw new Error('a first message was not accepted');
      await this.projected();
    };
    await write(this.taken);
    const { waiting } = await this.#api('GET', '/api/desk');
    for (const ticket of waiting) await this.#api('POST', `/api/tickets/${ticket.id}/take`, {});
    await write(this.callers);
    await this.#until(
      `SELECT (SELECT count(*) FROM notice) >= $1 AND NOT EXISTS (SELECT FROM timer WHERE kind = 'waiting-notice')
         AND NOT EXISTS (SELECT FROM delivery WHERE state = 'waiting') AS done`,
      // Who was taken is told so a little later.
      [CALLERS + TAKEN],
      'every waiting text',
    );
  }

  /** Resolves when every stored event is a message in its ticket. */
  async projected() {
    const sql = `SELECT NOT EXISTS (SELECT FROM inbound_event WHERE state = 'stored') AS done`;
    await this.#until(sql, [], 'every message in its ticket');
  }

  /**
   * Resolves when so many of the callers' messages are in their tickets.
   * @param {number} messages
   */
  async inTickets(messages) {
    const sql = `SELECT count(*) = $1 AS done FROM message WHERE direction = 'inbound'`;
    await this.#until(sql, [messages], 'every message in its ticket');
  }

  /** What the relay's tables hold now. @returns {Promise<Counts>} */
  async counts() {
    return this.postgres.one(
      `SELECT (SELECT count(*)::int FROM inbound_event) AS stored,
         (SELECT count(*)::int FROM inbound_event WHERE state = 'projected') AS projected,
         (SELECT count(*)::int FROM message WHERE direction = 'inbound') AS messages,
         (SELECT count(*)::int FROM delivery) AS deliveries`,
    );
  }

  /**
   * How far the tickets are behind what was stored.
   * @returns {Promise<{ backlog: number, lagMs: number }>}
   */
  async lag() {
    const { backlog, oldest } = await this.postgres.one(
      `SELECT count(*)::int AS backlog, min(received_at) AS oldest FROM inbound_event WHERE state = 'stored'`,
    );
    return {
      backlog,
      lagMs: oldest === null ? 0 : Math.max(0, Date.now() + this.offsetMs - oldest.getTime()),
    };
  }

  /** @param {number} relayPort */
  async #startStandIn(relayPort) {
    const config = parse(await readFile(join(ROOT, 'demo/line-stand-in.yaml'), 'utf8'));
    config.users = [...this.callers, ...this.taken].map((userId, index) => ({
      userId,
      displayName: `相談者${index}`,
      friendOf: [ACCOUNT],
    }));
    const file = join(this.postgres.folder, 'line-stand-in.yaml');
    await writeFile(file, stringify(config));
    const standIn = new Child('the LINE stand-in', join(ROOT, 'dist/stand-in/server/main.js'), {
      env: {
        STAND_IN_CONFIG: file,
        STAND_IN_PORT: '0',
        RELAY_BASE_URL: `http://localhost:${relayPort}`,
      },
    });
    this.standIn = standIn;
    return (await standIn.listening()).url;
  }

  /**
   * Counselors who take no caller just now, each signed in.
   * @param {number} count
   * @returns {Promise<string[]>} their cookies
   */
  async people(count) {
    const tokens = Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
    await this.postgres.relay.query(
      `WITH person AS (
         INSERT INTO staff (id, login, display_name)
         SELECT gen_random_uuid(), 'crowd-' || n, 'crowd ' || n FROM generate_series(1, $1) AS n
         RETURNING id, split_part(login, '-', 2)::int AS n
       ), member AS (
         INSERT INTO membership (staff_id, account_id, role) SELECT id, $2, 'counselor' FROM person
       ), resting AS (
         INSERT INTO presence (staff_id, chosen, gone_at) SELECT id, 'break', now() FROM person
       )
       INSERT INTO session (token_hash, id, staff_id, method, device, created_at, seen_at, verified_at, expires_at)
       SELECT sha256(($3::text[])[n]::bytea), gen_random_uuid(), id, 'password', '', now(), now(), now(), now() + interval '1 hour'
       FROM person`,
      [count, ACCOUNT, tokens],
    );
    const [name] = this.cookie.split('=');
    return tokens.map((token) => `${name}=${token}`);
  }

  async #signIn() {
    const response = await fetch(`${this.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(COUNSELOR),
    });
    if (!response.ok) throw new Error(`the counselor could not sign in: ${response.status}`);
    this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async #api(method, path, body) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { cookie: this.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}`);
    return response.json();
  }

  /**
   * @param {string} sql gives `done`
   * @param {unknown[]} parameters
   * @param {string} what
   */
  async #until(sql, parameters, what) {
    const deadline = Date.now() + 90_000;
    while (!(await this.postgres.one(sql, parameters)).done) {
      if (Date.now() > deadline) throw new Error(`${what}: not within 90 s`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/**
 * @typedef {object} Counts
 * @property {number} stored
 * @property {number} projected
 * @property {number} messages
 * @property {number} deliveries
 */

/** @returns {Promise<number>} */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
