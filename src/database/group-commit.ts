import { isPassing } from './database.service.js';

interface Request<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers what arrives while a batch is under way and hands it on as the next one: under load many requests share one
 * round trip and one fsync, and a lone request waits for nobody. A request that can't be committed fails by itself.
 */
export class GroupCommit<Item> {
  readonly #waiting: Request<Item>[] = [];
  #running = 0;

  /**
   * @param commit makes a batch durable, or nothing of it; what is durable already may come again
   * @param lanes commits that may be under way at once
   * @param maxItems items of one batch at most, unless a single request brings more
   */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<void>,
    private readonly lanes: number,
    private readonly maxItems: number,
  ) {}

  /** Resolves when the items are durable; rejects when they can't be, or when the database is away. */
  add(items: readonly Item[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#running < this.lanes) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    // Requests that are being read in this turn of the loop come along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      await this.#settle(this.#take());
    }
    this.#running -= 1;
  }

  /** What one request breaks is done again in halves, in order, until it stands alone: nobody else fails with it. */
  async #settle(batch: readonly Request<Item>[]): Promise<void> {
    try {
      await this.commit(batch.flatMap((request) => request.items));
      for (const request of batch) request.resolve();
    } catch (error) {
      // That the database was away says nothing about any of them, and each would wait for it again.
      if (batch.length === 1 || isPassing(error)) {
        for (const request of batch) request.reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, middle));
      await this.#settle(batch.slice(middle));
    }
  }

  #take(): Request<Item>[] {
    let size = 0;
    let count = 0;
    for (const request of this.#waiting) {
      if (count > 0 && size + request.items.length > this.maxItems) break;
      size += request.items.length;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
