/** How often the same is read anew at most, in milliseconds. */
const APART_MS = 2000;

/**
 * One reading for everybody who asks at about the same time. Nobody is ever given one that began before they asked, so
 * that what they have just heard of is in it; where readings would come too close to each other, they wait for the next
 * one, together. However many screens ask, the database is asked once in a while.
 */
export class SharedReading<Result> {
  #next: Promise<Result> | undefined;
  #beganAt = -Infinity;

  constructor(private readonly read: () => Promise<Result>) {}

  get(): Promise<Result> {
    this.#next ??= this.#begin();
    return this.#next;
  }

  async #begin(): Promise<Result> {
    const wait = this.#beganAt + APART_MS - performance.now();
    // Also without a wait, it begins after whoever asks in the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    this.#beganAt = performance.now();
    this.#next = undefined;
    return this.read();
  }
}
