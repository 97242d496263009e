/** Pieces of work that a worker has begun and doesn't wait for: how many there are, and when all have ended. */
export class UnderWay {
  readonly #runs = new Set<Promise<void>>();

  get size(): number {
    return this.#runs.size;
  }

  /**
   * @param work begun already
   * @param failed told when it fails
   * @param ended called when its place is free again
   */
  add(work: Promise<void>, failed: (error: unknown) => void, ended: () => void): void {
    const run = work.catch(failed).finally(() => {
      this.#runs.delete(run);
      ended();
    });
    this.#runs.add(run);
  }

  /** Resolves when everything that is under way now has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#runs);
  }
}
