/**
 * The one clock of every rule: opening hours, order, once-per-period texts, timers. SQL `now()` is for leases and
 * sign-in sessions only, which must keep real time whatever this clock shows.
 */
export abstract class Clock {
  abstract now(): Date;

  /** An instant that somebody outside stamped in real time, for example LINE's `timestamp`, as this clock shows it. */
  abstract fromRealTime(milliseconds: number): Date;
}

/** Real time, moved by an offset that a demo or a test may set. */
export class AdjustableClock extends Clock {
  #offsetMs = 0;

  /** Milliseconds by which this clock is ahead of real time. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  override now(): Date {
    return this.fromRealTime(Date.now());
  }

  override fromRealTime(milliseconds: number): Date {
    return new Date(milliseconds + this.#offsetMs);
  }

  setOffset(offsetMs: number): void {
    this.#offsetMs = Math.round(offsetMs);
  }
}
