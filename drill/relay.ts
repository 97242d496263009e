import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';

const STARTS_WITHIN_MS = 60_000;
const AGAIN_AFTER_MS = 200;
const OUTPUT_KEPT = 4000;

/** One process of the built server, started again whenever it was killed, as a supervisor of services does. */
export class DrillRelay {
  #child: ChildProcess | undefined;
  #output = '';
  #expected = false;
  /** Ends that nobody asked for: the server must live through whatever happens around it. */
  readonly crashes: string[] = [];

  constructor(
    readonly name: string,
    readonly url: string,
    private readonly environment: Readonly<Record<string, string>>,
    /** Whether LINE sends webhooks to it. */
    readonly getsWebhooks: boolean,
  ) {}

  /** Resolves when it takes requests. One that can't start yet (no database) is started again. */
  async start(): Promise<void> {
    await mkdir(this.environment['DATA_DIR'] ?? '', { recursive: true });
    const deadline = Date.now() + STARTS_WITHIN_MS;
    while (!(await this.startOnce())) {
      if (Date.now() > deadline) throw new Error(`${this.name} does not start: ${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }

  async ensureStarted(): Promise<void> {
    if (!this.#runs) await this.start();
  }

  /** Resolves with whether it listens, or with false when it ended before. */
  async startOnce(): Promise<boolean> {
    const child = this.launch();
    return Promise.race([once(child, 'message').then(() => true), once(child, 'exit').then(() => false)]);
  }

  launch(): ChildProcess {
    this.#expected = false;
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { PATH: process.env['PATH'] ?? '', ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    let listened = false;
    child.once('message', () => (listened = true));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString('utf8')).slice(-OUTPUT_KEPT);
      });
    }
    child.once('exit', (code, signal) => {
      if (listened && !this.#expected)
        this.crashes.push(`${this.name}: ${signal ?? `exit ${code}`}: ${this.#output}`);
    });
    return child;
  }

  /** Ends it at once, as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** The last resort, when there is no time left to wait for anything. */
  cutOff(): void {
    this.#expected = true;
    this.#child?.kill('SIGKILL');
  }

  get #runs(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#expected = true;
    if (child === undefined || !this.#runs) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
