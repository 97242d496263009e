/** Keeps the newest entries and forgets the oldest, so that a long run can't fill the memory. */
export class Ring<T> {
  readonly #capacity: number;
  #items: T[] = [];
  #start = 0;
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Returns the entry that had to make room, if any. */
  push(item: T): T | undefined {
    if (this.#items.length < this.#capacity) {
      this.#items.push(item);
      return undefined;
    }
    const forgotten = this.#items[this.#start];
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#capacity;
    this.#dropped += 1;
    return forgotten;
  }

  /** Oldest first. */
  *[Symbol.iterator](): Generator<T> {
    for (let offset = 0; offset < this.#items.length; offset += 1) {
      yield this.#items[(this.#start + offset) % this.#items.length] as T;
    }
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
    this.#dropped = 0;
  }
}
