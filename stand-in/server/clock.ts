/** The platform's own clock. Tests move it forward instead of waiting for a minute or a day to pass. */
export class Clock {
  #offset = 0;

  now(): number {
    return Date.now() + this.#offset;
  }

  advance(milliseconds: number): number {
    this.#offset += milliseconds;
    return this.now();
  }

  reset(): void {
    this.#offset = 0;
  }
}
