import { AdjustableClock } from '../src/config/clock.js';

interface Step {
  /** Real time, in milliseconds, from which on … */
  readonly from: number;
  /** … the clock showed this. */
  readonly shows: number;
}

/**
 * A clock that stands still until the simulation moves it on. What somebody stamped in real time was stamped at what
 * the clock showed then, so that LINE's stand-in may go on living in real time.
 */
export class SimulatedClock extends AdjustableClock {
  readonly #steps: Step[];

  constructor(startsAt: Date) {
    super();
    this.#steps = [{ from: Date.now(), shows: startsAt.getTime() }];
  }

  /** What the clock shows, in milliseconds. */
  get instant(): number {
    return this.#newest.shows;
  }

  /** Real milliseconds since it was moved last. */
  get standsFor(): number {
    return Date.now() - this.#newest.from;
  }

  override get offsetMs(): number {
    return this.instant - Date.now();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  override fromRealTime(milliseconds: number): Date {
    let [low, high] = [0, this.#steps.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#steps[middle]?.from ?? 0) <= milliseconds) low = middle;
      else high = middle - 1;
    }
    return new Date(this.#steps[low]?.shows ?? this.instant);
  }

  /** A demo's clock can't be set here: only the simulation moves this one. */
  override setOffset(_offsetMs: number): void {}

  /** Moves it on; never back. */
  async moveTo(instant: number): Promise<void> {
    const shows = Math.max(instant, this.instant);
    const stamped = Date.now();
    // Within one real millisecond nobody could tell what was stamped before from what is stamped after.
    while (Date.now() <= stamped) await new Promise((resolve) => setImmediate(resolve));
    this.#steps.push({ from: Date.now(), shows });
  }

  get #newest(): Step {
    return this.#steps.at(-1) as Step;
  }
}
