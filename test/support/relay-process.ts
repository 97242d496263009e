import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from './database.js';
import { provisionIn } from './provision.js';
import { freePort, relayEnvironment } from './relay.js';

/** The built server in a process of its own, which can be killed and started again on the same database and port. */
export class RelayProcess {
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly database: TestDatabase,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly dataDir: string,
    readonly url: string,
    private readonly isGuest: boolean,
  ) {}

  static async create(
    standInUrl: string,
    env: Readonly<Record<string, string>> = {},
    through: (databaseUrl: string) => string = (url) => url,
    /** The database of another relay, which takes care of it. */
    shared?: TestDatabase,
  ): Promise<RelayProcess> {
    const database = shared ?? (await createTestDatabase());
    const dataDir = await mkdtemp(path.join(tmpdir(), 'tomoshibi-relay-'));
    const port = await freePort();
    const environment = {
      ...relayEnvironment({ database, dataDir, port, standInUrl }),
      DATABASE_URL: through(database.appUrl),
      PROVISION_FILE: await provisionIn(dataDir),
      ...env,
    };
    return new RelayProcess(database, environment, dataDir, `http://localhost:${port}`, shared !== undefined);
  }

  /** Everything it has written so far. */
  get output(): string {
    return this.#output;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env['PATH'] ?? '', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString('utf8');
      });
    }
    const ended = once(child, 'exit').then(() => {
      throw new Error(`the server ended before it listened: ${this.#output}`);
    });
    await Promise.race([once(child, 'message'), ended]);
    ended.catch(() => undefined);
  }

  /** Sends it a signal at which it ends by itself, and gives its exit code. */
  async endBy(signal: NodeJS.Signals): Promise<number | null> {
    await this.#end(signal);
    return this.#child?.exitCode ?? null;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.dataDir, { recursive: true, force: true });
    if (!this.isGuest) await this.database.drop();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
