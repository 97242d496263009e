import { Logger } from '@nestjs/common';

/**
 * A loop that runs `work` when poked and at least every `pollMs` milliseconds, one run at a time. `work` says whether
 * there may be more to do at once. A run that throws is logged by its error's name and tried again at the next poll.
 */
export class Worker {
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #poked = false;
  #active = false;
  #unsubscribe: (() => void) | undefined;

  constructor(
    name: string,
    private readonly pollMs: number,
    private readonly work: () => Promise<boolean>,
  ) {
    this.#logger = new Logger(`Worker ${name}`);
  }

  /** @param follow pokes whenever there may be something to do, until what it returns is called */
  start(follow?: (poke: () => void) => () => void): void {
    this.#active = true;
    this.#unsubscribe = follow?.(() => this.poke());
    this.poke();
  }

  /** There may be something to do: run now, or right after the present run. */
  poke(): void {
    if (!this.#active) return;
    if (this.#running !== undefined) {
      this.#poked = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (!this.#active) return;
      if (this.#poked) this.poke();
      else this.#timer = setTimeout(() => this.poke(), this.pollMs);
    });
  }

  /** Resolves when the present run has ended; no other starts. */
  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#active = false;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#poked = false;
        if (!(await this.work())) break;
        // However little there was to wait for, the rest of the process gets its turn.
        await new Promise((resolve) => setImmediate(resolve));
      } while (this.#active);
    } catch (error) {
      // Only the kind of error: a message from the database may quote what somebody wrote.
      this.#logger.error(describeError(error));
    }
  }
}

/** What may be logged of an error: its class and code, never its message, which may quote data. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? `${error.name} (${code})` : error.name;
}
