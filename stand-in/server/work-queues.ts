type Task = () => Promise<unknown>;

/**
 * Runs tasks in order within one key and at the same time across keys, with an upper bound on both together.
 * Knows when nothing is left to do.
 */
export class WorkQueues {
  concurrency: number;
  readonly #queues = new Map<string, Task[]>();
  readonly #ready: string[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #idleWaiters: (() => void)[] = [];
  #running = 0;
  #waiting = 0;
  #paused = false;
  #closed = false;

  constructor(concurrency: number) {
    this.concurrency = concurrency;
  }

  get waiting(): number {
    return this.#waiting;
  }

  add(key: string, task: Task): void {
    if (this.#closed) return;
    this.#waiting += 1;
    const queue = this.#queues.get(key);
    if (queue !== undefined) {
      queue.push(task);
      return;
    }
    this.#queues.set(key, [task]);
    this.#ready.push(key);
    this.#start();
  }

  /** Runs at once, outside the queues, but counts as work. */
  async track<T>(task: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await task();
    } finally {
      this.#finished();
    }
  }

  later(milliseconds: number, task: Task): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.track(task);
    }, milliseconds);
    this.#timers.add(timer);
  }

  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) this.#start();
  }

  /** While paused, what waits in the queues doesn't count. */
  idle(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idleWaiters.push(resolve));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#queues.clear();
    this.#ready.length = 0;
    this.#waiting = 0;
    this.#tellIdle();
  }

  #start(): void {
    while (!this.#paused && this.#running < this.concurrency) {
      const key = this.#ready.shift();
      if (key === undefined) return;
      void this.#runNext(key);
    }
  }

  async #runNext(key: string): Promise<void> {
    const task = this.#queues.get(key)?.shift();
    if (task === undefined) return;
    this.#waiting -= 1;
    this.#running += 1;
    try {
      await task();
    } finally {
      if (this.#queues.get(key)?.length === 0) this.#queues.delete(key);
      else if (!this.#closed) this.#ready.push(key);
      this.#finished();
    }
  }

  #finished(): void {
    this.#running -= 1;
    this.#start();
    this.#tellIdle();
  }

  #isIdle(): boolean {
    const queuesRest = this.#paused || this.#waiting === 0;
    return this.#running === 0 && this.#timers.size === 0 && queuesRest;
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    const waiters = this.#idleWaiters;
    this.#idleWaiters = [];
    for (const waiter of waiters) waiter();
  }
}
