import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { ROOT } from '../scripts/lib/tools.mjs';
import { median } from './figures.mjs';

const ACCOUNT = 'suicide-prevention';
/** A Wednesday, 17:05 in Japan. */
const NOW = new Date('2026-11-25T17:05:00+09:00');
const DAY = '2026-11-25';
/** Each caller has a key of their own, as in service. */
const CALLERS = 200;
const MESSAGES = 60;
/** As long as what people write in one go. */
const TEXT = 'きのうの夜もあまり眠れませんでした。学校のことを考えると、胸のあたりが重くなります。';
/** Stands in one consultation of the oldest, so that all are gone through. */
const RARE = '屋根裏部屋';

/**
 * How many messages a second a search opens and compares, as it is in service: who may read each consultation asked,
 * the rows read, opened, folded, its trace written; beside reading the same rows and leaving them shut.
 * @param {{ postgres: import('./database.mjs').BenchPostgres, say: (line: string) => void }} setting
 * @param {{ rounds: number, consultations: number }} size
 */
export async function measureSearch({ postgres, say }, { rounds, consultations }) {
  const library = await Library.begin(postgres, consultations);
  try {
    /** @type {{ scanned: number, read: number }[]} */
    const results = [];
    for (let round = 0; round <= rounds; round += 1) {
      const scanned = await library.search();
      const read = await library.read();
      // The first one unwraps keys and prepares statements.
      if (round > 0) results.push({ scanned, read });
    }
    const scanned = median(results.map((each) => each.scanned));
    const read = median(results.map((each) => each.read));
    say(
      `search: ${scanned.toFixed(0)} messages/s opened and compared | ${read.toFixed(0)}/s read and left shut | ` +
        `ratio ${(scanned / read).toFixed(2)}`,
    );
    return {
      scanned_per_s: scanned,
      read_per_s: read,
      ratio: median(results.map((each) => each.scanned / each.read)),
      messages: consultations * MESSAGES,
      consultations,
      ms_for_1000_consultations: (1000 * MESSAGES * 1000) / scanned,
    };
  } finally {
    await library.end();
  }
}

class Library {
  /**
   * @param {import('./database.mjs').BenchPostgres} postgres
   * @param {number} consultations
   */
  static async begin(postgres, consultations) {
    const name = 'bench_search';
    await postgres.relay.query(`CREATE DATABASE ${name}`);
    const within = (/** @type {string} */ url) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    await import('reflect-metadata');
    const [{ start }, { readEnvironment }, { AdjustableClock }] = await Promise.all([
      built('app/start.js'),
      built('config/environment.js'),
      built('config/clock.js'),
    ]);
    const clock = new AdjustableClock();
    clock.setOffset(NOW.getTime() - Date.now());
    const server = await start(
      readEnvironment({
        NODE_ENV: 'test',
        PORT: '0',
        ROLES: 'console',
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
    const [{ Database }, { SearchService }, { KeyStore }, { Vault }, { SELECT_WORDS }] = await Promise.all([
      built('database/database.service.js'),
      built('search/search.service.js'),
      built('vault/key-store.js'),
      built('vault/vault.service.js'),
      built('search/scan.js'),
    ]);
    const { app } = server;
    const keys = await app.get(KeyStore).create('caller', CALLERS, ACCOUNT);
    const tickets = await fill(client, app.get(Vault), keys, consultations);
    const supervisor = (await client.query(`SELECT id FROM staff WHERE login = 'tanaka'`)).rows[0].id;
    return new Library({
      server,
      client,
      tickets,
      supervisor,
      select: SELECT_WORDS,
      database: app.get(Database),
      searches: app.get(SearchService),
    });
  }

  /**
   * @param {{ server: any, client: pg.Client, tickets: string[], supervisor: string, select: string, database: any,
   *   searches: any }} parts
   */
  constructor(parts) {
    this.parts = parts;
  }

  /** Messages a second. */
  async search() {
    const { searches, supervisor, tickets } = this.parts;
    const principal = { staffId: supervisor, memberships: new Map([[ACCOUNT, 'supervisor']]) };
    const started = performance.now();
    let found = 0;
    for (let after = null, isWhole = false; !isWhole;) {
      const answer = await searches.search(principal, {
        accountId: ACCOUNT,
        from: DAY,
        to: DAY,
        words: `${RARE}　学校`,
        after,
      });
      found += answer.found.length;
      after = answer.next;
      isWhole = after === null;
    }
    if (found !== 1) throw new Error(`${found} were found, not 1`);
    return (tickets.length * MESSAGES * 1000) / (performance.now() - started);
  }

  /** Messages a second, read as a search reads them, through the same pool. */
  async read() {
    const { database, tickets, select } = this.parts;
    const [from, to] = [new Date(`${DAY}T00:00:00+09:00`), new Date(`${DAY}T24:00:00+09:00`)];
    const started = performance.now();
    let rows = 0;
    for (let at = 0; at < tickets.length; at += 20)
      rows += (await database.query(select, [tickets.slice(at, at + 20), from, to])).length;
    if (rows !== tickets.length * MESSAGES) throw new Error(`${rows} rows were read`);
    return (rows * 1000) / (performance.now() - started);
  }

  async end() {
    await this.parts.client.end();
    await this.parts.server.close();
  }
}

/**
 * @param {pg.Client} client
 * @param {any} vault
 * @param {any[]} keys
 * @param {number} consultations
 * @returns {Promise<string[]>} newest first
 */
async function fill(client, vault, keys, consultations) {
  const callers = keys.map((key) => ({ id: randomUUID(), key }));
  await client.query(
    `INSERT INTO caller (id, account_id, alias, key_id, created_at)
     SELECT id, $3, '', key, $4 FROM unnest($1::uuid[], $2::uuid[]) AS given (id, key)`,
    [callers.map(({ id }) => id), callers.map(({ key }) => key.id), ACCOUNT, NOW],
  );
  const tickets = [];
  for (let number = 1; number <= consultations; number += 1) {
    const { id: callerId, key } = callers[number % callers.length] ??
      callers[0] ?? { id: '', key: undefined };
    const id = randomUUID();
    const openedAt = new Date(NOW.getTime() - (consultations - number) * 1000);
    await client.query(
      `INSERT INTO ticket (id, account_id, number, caller_id, state, carried_over, opened_at, waiting_since, line_since,
         closed_at) VALUES ($1, $2, $3, $4, 'closed', false, $5, $5, $5, $5)`,
      [id, ACCOUNT, number, callerId, openedAt],
    );
    const messages = Array.from({ length: MESSAGES }, () => randomUUID());
    await client.query(
      `INSERT INTO message (id, ticket_id, direction, content_sealed, occurred_at)
       SELECT id, $3, 'inbound', sealed, $4 FROM unnest($1::uuid[], $2::bytea[]) AS given (id, sealed)`,
      [
        messages,
        messages.map((messageId, index) =>
          vault.sealJson(key, `message.content:${messageId}`, {
            kind: 'text',
            text: number === 1 && index === 0 ? `${RARE}で、${TEXT}` : TEXT,
          }),
        ),
        id,
        openedAt,
      ],
    );
    tickets.unshift(id);
  }
  await client.query('ANALYZE');
  return tickets;
}

/** @param {string} path @returns {Promise<any>} */
function built(path) {
  return import(new URL(`../dist/src/${path}`, import.meta.url).href);
}
