import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/src/database/embedded/embedded-postgres.js';

const BARE = 'bench_bare';

/** As little as a table of messages can be: a key, four columns and no other index. */
const BARE_TABLE = `CREATE TABLE message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  webhook_event_id varchar NOT NULL, user_id varchar NOT NULL, occurred_at timestamptz NOT NULL, event bytea NOT NULL)`;

/**
 * One PostgreSQL for the whole run, in a folder of its own: a database for the relay and one for the bare server.
 * @param {(line: string) => void} say
 */
export async function startPostgres(say) {
  const folder = await mkdtemp(join(tmpdir(), 'tomoshibi-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    // Run by root, the database has an account of its own, which must be able to pass through.
    await chmod(folder, 0o711);
    const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say });
    const database = new BenchPostgres(folder, server);
    try {
      await database.prepare();
    } catch (error) {
      await database.stop();
      throw error;
    }
    return database;
  } catch (error) {
    await remove();
    throw error;
  }
}

export class BenchPostgres {
  /**
   * @param {string} folder
   * @param {import('../src/database/embedded/embedded-postgres.js').EmbeddedPostgres} server
   */
  constructor(folder, server) {
    this.folder = folder;
    this.server = server;
    this.pid = server.pid;
    this.ownerUrl = server.ownerUrl;
    this.appUrl = server.appUrl;
    const bare = new URL(server.ownerUrl);
    bare.pathname = `/${BARE}`;
    this.bareUrl = bare.href;
    this.relay = client(server.ownerUrl);
    this.bare = client(this.bareUrl);
  }

  async prepare() {
    await this.relay.connect();
    await this.relay.query(`CREATE DATABASE ${BARE}`);
    await this.bare.connect();
    await this.bare.query(BARE_TABLE);
  }

  async version() {
    const { rows } = await this.relay.query('SHOW server_version');
    return String(rows[0].server_version);
  }

  /**
   * One row of the relay's database.
   * @param {string} sql
   * @param {unknown[]} [parameters]
   * @returns {Promise<any>}
   */
  async one(sql, parameters = []) {
    return (await this.relay.query(sql, parameters)).rows[0];
  }

  /** @returns {Promise<number>} */
  async bareRows() {
    return (await this.bare.query('SELECT count(*)::int AS count FROM message')).rows[0].count;
  }

  async stop() {
    await Promise.allSettled([this.relay.end(), this.bare.end()]);
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** @param {string} connectionString */
function client(connectionString) {
  const made = new pg.Client({ connectionString });
  made.on('error', () => undefined);
  return made;
}
