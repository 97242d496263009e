import { type ConsoleEvent } from '../contract.js';

export interface LoggedEvent {
  readonly event: ConsoleEvent;
  readonly receivedAt: number;
}

/**
 * The newest events, kept so that a state that was being fetched while they came can catch up with them. It reaches
 * back without a gap to `floor`; `null` means that the socket hasn't been registered yet.
 */
export class EventLog {
  private events: LoggedEvent[] = [];
  private floor: number | null = null;
  private newest: number | null = null;

  constructor(private readonly limit = 2000) {}

  /** Newest id the server is known to have sent: what the console says when it connects again. */
  get cursor(): number | null {
    return this.newest;
  }

  /** False when this event came before (a replay overlaps). */
  push(entry: LoggedEvent): boolean {
    const { id } = entry.event;
    if (this.newest !== null && id <= this.newest) return false;
    this.floor ??= id - 1;
    this.newest = id;
    this.events.push(entry);
    if (this.events.length > this.limit) {
      const dropped = this.events.shift();
      this.floor = dropped?.event.id ?? this.floor;
    }
    return true;
  }

  /** Everything up to this id has been sent. */
  reach(eventId: number): void {
    this.floor ??= eventId;
    this.newest = Math.max(this.newest ?? eventId, eventId);
  }

  /** Forgets what came before: there is a gap now. */
  restart(eventId: number): void {
    this.events = [];
    this.floor = eventId;
    this.newest = eventId;
  }

  /** Drops what came with words of these tickets; what it reaches back to stays the same. */
  forget(isErased: (ticketId: string) => boolean): void {
    this.events = this.events.filter(({ event }) => {
      if (event.type === 'message.changed') return !isErased(event.message.ticketId);
      return event.type !== 'held-replies.changed' || !isErased(event.ticketId);
    });
  }

  /** Events after a state's id; null when the log doesn't reach back that far. */
  after(eventId: number): LoggedEvent[] | null {
    if (this.floor !== null && eventId < this.floor) return null;
    return this.events.filter((entry) => entry.event.id > eventId);
  }
}
