import { Backoff } from './backoff.js';

/** Sends one batch; resolves to false when it didn't get through and has to be sent again. */
export type SendShown = (ticketId: string, messageIds: string[]) => Promise<boolean>;

const batchLimit = 500;

/**
 * Tells the server which of the caller's messages are on a screen: each once, in batches, and again until the server
 * has taken them, because "seen by nobody yet" is a figure that people act on.
 */
export class ShownReporter {
  private readonly reported = new Set<string>();
  private readonly pending = new Map<string, Set<string>>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly send: SendShown,
    private readonly delayMs = 200,
    private readonly backoff = new Backoff(1000, 30_000),
  ) {}

  add(ticketId: string, messageId: string): void {
    if (this.reported.has(messageId)) return;
    this.reported.add(messageId);
    const ids = this.pending.get(ticketId) ?? new Set();
    ids.add(messageId);
    this.pending.set(ticketId, ids);
    this.timer ??= setTimeout(() => void this.flush(), this.delayMs);
  }

  /** Also called when the connection is back. */
  async flush(): Promise<void> {
    this.stopTimers();
    await Promise.all([...this.pending].map(([ticketId, ids]) => this.flushTicket(ticketId, ids)));
    if (this.pending.size === 0) this.backoff.reset();
    // Nobody else would send it again: the caller may have written their last word.
    else this.retryTimer ??= setTimeout(() => void this.flush(), this.backoff.take());
  }

  stop(): void {
    this.stopTimers();
    this.pending.clear();
  }

  private stopTimers(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.retryTimer !== null) clearTimeout(this.retryTimer);
    this.timer = null;
    this.retryTimer = null;
  }

  private async flushTicket(ticketId: string, ids: Set<string>): Promise<void> {
    const batch = [...ids].slice(0, batchLimit);
    if (batch.length === 0 || !(await this.send(ticketId, batch))) return;
    for (const id of batch) ids.delete(id);
    if (ids.size === 0) this.pending.delete(ticketId);
    else await this.flushTicket(ticketId, ids);
  }
}
