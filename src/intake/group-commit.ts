interface Request<Item> {
  readonly items: readonly Item[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers what arrives while a commit is under way and hands it on as one batch: under load many requests share one
 * round trip and one fsync, and a lone request waits for nobody. Each caller's promise settles with its batch.
 */
export class GroupCommit<Item> {
  readonly #waiting: Request<Item>[] = [];
  #running = 0;

  /**
   * @param commit makes a batch durable
   * @param lanes commits that may be under way at once
   * @param maxItems items of one batch at most, unless a single request brings more
   */
  constructor(
    private readonly commit: (items: readonly Item[]) => Promise<void>,
    private readonly lanes: number,
    private readonly maxItems: number,
  ) {}

  /** Resolves when the items are durable; rejects when their batch failed. */
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
      const batch = this.#take();
      try {
        await this.commit(batch.flatMap((request) => request.items));
        for (const request of batch) request.resolve();
      } catch (error) {
        for (const request of batch) request.reject(error);
      }
    }
    this.#running -= 1;
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
