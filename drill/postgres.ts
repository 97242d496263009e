import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareBinaries } from '../src/database/embedded/binaries.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { placeCluster } from '../src/database/embedded/placement.js';
import { waitUntilGone } from '../src/database/embedded/processes.js';
import { startServer, stopServer } from '../src/database/embedded/server.js';

const GONE_WITHIN_MS = 10_000;

/** A real PostgreSQL of the drill's own, which can be killed and started again on the same port and data. */
export class DrillPostgres {
  #pid: number;
  readonly #pool: pg.Pool;

  private constructor(
    private readonly folder: string,
    private readonly server: EmbeddedPostgres,
  ) {
    this.#pid = server.pid;
    this.#pool = new pg.Pool({ connectionString: server.ownerUrl, max: 3, connectionTimeoutMillis: 5000 });
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => void client.on('error', () => undefined));
  }

  static async start(): Promise<DrillPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'tomoshibi-drill-'));
    try {
      // Run by root, the database has an account of its own, which must be able to pass through.
      await chmod(folder, 0o711);
      const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: () => undefined });
      return new DrillPostgres(folder, server);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get ownerUrl(): string {
    return this.server.ownerUrl;
  }

  get appUrl(): string {
    return this.server.appUrl;
  }

  /** A folder below the drill's own, which goes with it. */
  folderOf(name: string): string {
    return join(this.folder, name);
  }

  async query<Row extends pg.QueryResultRow>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.#pool.query<Row>(sql, parameters)).rows;
  }

  /** SIGKILL is a power cut of the server alone; SIGQUIT is `pg_ctl stop -m immediate`. */
  async kill(signal: 'SIGKILL' | 'SIGQUIT'): Promise<void> {
    process.kill(this.#pid, signal);
    if (!(await waitUntilGone(this.#pid, GONE_WITHIN_MS))) throw new Error('PostgreSQL did not end');
  }

  /** Starts it again; it replays its journal first. */
  async restart(): Promise<void> {
    const placement = await placeCluster(this.server.dataDir, () => undefined);
    const binaries = await prepareBinaries(this.server.dataDir, placement.runAs, () => undefined);
    const logFile = join(this.server.dataDir, 'postgres.log');
    const port = Number(new URL(this.server.ownerUrl).port);
    const { pid } = await startServer({ placement, binaries, logFile, log: () => undefined }, port);
    this.#pid = pid;
  }

  /** The last resort, when there is no time left to wait for anything. */
  cutOff(): void {
    try {
      process.kill(this.#pid, 'SIGQUIT');
    } catch {
      // It has ended already.
    }
  }

  async stop(): Promise<void> {
    await this.#pool.end();
    await stopServer(this.#pid);
    // Its own handle knows the first process only; what is left for it is to give the folder free.
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
