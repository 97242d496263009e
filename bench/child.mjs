import { fork } from 'node:child_process';

const STARTS_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 15_000;

/** @type {Set<Child>} */
const running = new Set();
// Whatever way this process ends, its children go with it.
process.on('exit', () => {
  for (const child of running) child.kill();
});

/** Ends every child that still runs, the last one started first. */
export async function stopAllChildren() {
  for (const child of [...running].toReversed()) await child.stop();
}

/**
 * A program of the bench in a process of its own. It says `{ type: 'listening' }` when it is ready, and answers numbered
 * requests one at a time.
 */
export class Child {
  /**
   * @param {string} name for people
   * @param {string} script
   * @param {{ env?: Record<string, string>, execArgv?: string[], data?: unknown }} [options] `data`: sent to it first
   */
  constructor(name, script, { env = {}, execArgv = [], data } = {}) {
    this.name = name;
    // Nothing of the developer's own settings may change what is measured.
    const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
    this.process = fork(script, [], {
      env: { PATH, HOME, ...(TMPDIR === '' ? {} : { TMPDIR }), ...env },
      execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running.add(this);
    this.exited = new Promise((resolve) => {
      this.process.once('exit', (code, signal) => {
        running.delete(this);
        resolve(signal ?? code);
      });
    });
    this.stopping = false;
    this.requests = 0;
    if (data !== undefined) this.process.send(/** @type {any} */ (data));
  }

  /**
   * Resolves with the message by which it says that it is ready.
   * @returns {Promise<any>}
   */
  listening() {
    return this.#message((message) => message.type === 'listening', STARTS_WITHIN_MS);
  }

  /**
   * Asks it to do something and gives what it answers.
   * @param {{ type: string, [key: string]: unknown }} request
   * @param {number} timeoutMs
   * @returns {Promise<any>}
   */
  async ask(request, timeoutMs = 60_000) {
    const id = (this.requests += 1);
    const answer = this.#message((message) => message.id === id, timeoutMs);
    this.process.send({ ...request, id });
    const { error, result } = await answer;
    if (error !== undefined) throw new Error(`${this.name}: ${error}`);
    return result;
  }

  /** Ends it in order; cuts it off when that takes too long. */
  async stop() {
    this.stopping = true;
    if (!running.has(this)) return;
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), STOPS_WITHIN_MS);
    await this.exited;
    clearTimeout(timer);
  }

  kill() {
    this.process.kill('SIGKILL');
  }

  /**
   * @param {(message: any) => boolean} wanted
   * @param {number} timeoutMs
   * @returns {Promise<any>}
   */
  #message(wanted, timeoutMs) {
    return new Promise((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        this.process.off('message', look);
      };
      const look = (/** @type {any} */ message) => {
        if (!wanted(message)) return;
        settle();
        resolve(message);
      };
      const fail = (/** @type {string} */ why) => {
        settle();
        reject(new Error(`${this.name} ${why}`));
      };
      const timer = setTimeout(() => fail(`gave no answer within ${timeoutMs} ms`), timeoutMs);
      this.process.on('message', look);
      void this.exited.then((how) => fail(`has ended (${how})`));
    });
  }
}

/**
 * The child's side: answers requests by type until the bench goes away.
 * @param {Record<string, (request: any) => unknown>} handlers
 */
export function answerRequests(handlers) {
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  // Ctrl-C reaches the whole group; the bench itself ends us, in its order.
  process.on('SIGINT', () => undefined);
  const answer = async (/** @type {any} */ request) => {
    const handler = handlers[request.type];
    if (handler === undefined) return;
    try {
      process.send?.({ id: request.id, result: await handler(request) });
    } catch (error) {
      process.send?.({ id: request.id, error: error instanceof Error ? error.message : String(error) });
    }
  };
  process.on('message', (request) => void answer(request));
}
