import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../scripts/lib/tools.mjs';
import { median } from './figures.mjs';

const ACCOUNT = 'suicide-prevention';
/** A Wednesday, 17:05 in Japan: the account is open. */
const OPEN_AT = new Date('2026-11-25T17:05:00+09:00');
const PEOPLE = 50;
/** One in so many asks for a language that nobody there answers in, and stands before all others. */
const UNFIT = 10;

/**
 * How long it takes to decide who gets the next caller, with 100 and with 10,000 waiting: two servers on two databases
 * of one PostgreSQL, in turn. Each decision is one transaction, as in service; what it gave is put back at the end of
 * the line, so that the line stays as long as it is.
 * @param {{ postgres: import('./database.mjs').BenchPostgres, say: (line: string) => void }} setting
 * @param {{ rounds: number, decisions: number }} size
 */
export async function measureAssignment({ postgres, say }, { rounds, decisions }) {
  const short = await Line.begin(postgres, 100);
  const long = await Line.begin(postgres, 10_000);
  try {
    const ratios = [];
    /** @type {{ short: number[], long: number[] }} */
    const times = { short: [], long: [] };
    for (let round = 0; round <= rounds; round += 1) {
      const one = await short.decide(decisions);
      const other = await long.decide(decisions);
      // The first one prepares statements.
      if (round === 0) continue;
      ratios.push(other / one);
      times.short.push(one);
      times.long.push(other);
    }
    const result = {
      ratio_10000_to_100: median(ratios),
      ms_at_100: median(times.short),
      ms_at_10000: median(times.long),
      people: PEOPLE,
      decisions: rounds * decisions,
    };
    say(
      `assignment: ${result.ms_at_100.toFixed(2)} ms a decision with 100 waiting | ` +
        `${result.ms_at_10000.toFixed(2)} ms with 10,000 | ratio ${result.ratio_10000_to_100.toFixed(2)}`,
    );
    return result;
  } finally {
    await short.end();
    await long.end();
  }
}

class Line {
  /**
   * @param {import('./database.mjs').BenchPostgres} postgres
   * @param {number} waiting
   */
  static async begin(postgres, waiting) {
    const name = `bench_line_${waiting}`;
    await postgres.relay.query(`CREATE DATABASE ${name}`);
    const within = (/** @type {string} */ url) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    await import('reflect-metadata');
    const [{ start }, { readEnvironment }, { AdjustableClock }, { Matcher }] = await Promise.all([
      built('app/start.js'),
      built('config/environment.js'),
      built('config/clock.js'),
      built('assignment/matcher.js'),
    ]);
    const clock = new AdjustableClock();
    const offsetMs = OPEN_AT.getTime() - Date.now();
    clock.setOffset(offsetMs);
    const server = await start(
      readEnvironment({
        NODE_ENV: 'test',
        PORT: '0',
        // It decides when it is told to, and does nothing else.
        ROLES: 'intake',
        LOG_LEVEL: 'error',
        DATA_DIR: join(postgres.folder, name),
        DATABASE_URL: within(postgres.appUrl),
        MIGRATION_DATABASE_URL: within(postgres.ownerUrl),
        MASTER_KEY: randomBytes(32).toString('base64'),
        PROVISION_FILE: join(ROOT, 'demo/provision.yaml'),
      }),
      { say: () => undefined, clock },
    );
    const client = new pg.Client({ connectionString: within(postgres.ownerUrl) });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(`INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1)`, [offsetMs]);
    // A slow start may have read that there is no row yet, and set the clock back.
    while (clock.offsetMs !== offsetMs) await new Promise((resolve) => setTimeout(resolve, 20));
    await fill(client, waiting);
    const { AccountDirectory } = await built('account/account.directory.js');
    await server.app.get(AccountDirectory).reload();
    return new Line(server, client, server.app.get(Matcher));
  }

  /**
   * @param {any} server
   * @param {pg.Client} client
   * @param {{ decide: (accountId: string) => Promise<boolean> }} matcher
   */
  constructor(server, client, matcher) {
    this.server = server;
    this.client = client;
    this.matcher = matcher;
  }

  /** Milliseconds of one decision, on average. @param {number} count */
  async decide(count) {
    const started = performance.now();
    for (let decision = 0; decision < count; decision += 1)
      if (!(await this.matcher.decide(ACCOUNT))) throw new Error('nobody was given');
    const took = (performance.now() - started) / count;
    const { rowCount } = await this.client.query(
      `UPDATE ticket SET state = 'waiting', assigned_to = NULL, taken_at = NULL,
         line_since = (SELECT max(line_since) FROM ticket) + number * interval '1 millisecond' WHERE state = 'active'`,
    );
    if (rowCount !== count) throw new Error(`${rowCount} were given, not ${count}`);
    return took;
  }

  async end() {
    await this.client.end();
    await this.server.close();
  }
}

/**
 * @param {pg.Client} client
 * @param {number} waiting
 */
async function fill(client, waiting) {
  await client.query(`UPDATE account SET settings = '{"assignment":{"mode":"automatic"}}' WHERE id = $1`, [
    ACCOUNT,
  ]);
  await client.query(
    `WITH made AS (INSERT INTO staff (id, login, display_name, password_hash, capacity)
       SELECT gen_random_uuid(), 'person-' || n, 'person-' || n, '', 50 FROM generate_series(1, $1::int) AS n RETURNING id),
     members AS (INSERT INTO membership (staff_id, account_id, role) SELECT id, $2, 'counselor' FROM made)
     INSERT INTO console_connection (socket_id, staff_id, seen_at) SELECT id::text, id, now() + interval '1 hour' FROM made`,
    [PEOPLE, ACCOUNT],
  );
  await client.query(
    `WITH callers AS (INSERT INTO caller (id, account_id, alias, key_id, created_at)
       SELECT gen_random_uuid(), $2, '', gen_random_uuid(), now() FROM generate_series(1, $1::int) RETURNING id)
     INSERT INTO ticket (id, account_id, number, caller_id, state, carried_over, opened_at, waiting_since, line_since, language)
     SELECT gen_random_uuid(), $2, n, id, 'waiting', false, $3, $3,
       $3::timestamptz + (n - CASE WHEN n % $4 = 0 THEN $1 ELSE 0 END) * interval '1 millisecond',
       CASE WHEN n % $4 = 0 THEN 'pt' END
     FROM (SELECT id, (row_number() OVER ())::int AS n FROM callers) AS numbered`,
    [waiting, ACCOUNT, OPEN_AT, UNFIT],
  );
  await client.query('ANALYZE');
}

/** @param {string} path @returns {Promise<any>} */
function built(path) {
  return import(new URL(`../dist/src/${path}`, import.meta.url).href);
}
