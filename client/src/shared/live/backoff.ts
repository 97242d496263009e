/** How long to wait before each further attempt: twice as long each time, up to a limit. */
export class Backoff {
  private nextMs: number;

  constructor(
    private readonly firstMs = 1000,
    private readonly limitMs = 10_000,
  ) {
    this.nextMs = firstMs;
  }

  take(): number {
    const delayMs = this.nextMs;
    this.nextMs = Math.min(delayMs * 2, this.limitMs);
    return delayMs;
  }

  reset(): void {
    this.nextMs = this.firstMs;
  }
}
