import { type ClientToServerEvents, type ServerToClientEvents } from '../contract.js';

/** Of a socket, what this needs. */
export interface IdleSocket {
  readonly connected: boolean;
  on(event: 'session.idle', listener: ServerToClientEvents['session.idle']): unknown;
  emit(event: 'session.use', ...said: Parameters<ClientToServerEvents['session.use']>): unknown;
}

/** What a person does is said at most this often: the server counts in minutes. */
const onceMs = 60_000;
/** While it is about to end, at once; a turn of the wheel is many events. */
const soonMs = 1000;
/** What is pressed at that moment would move away below the finger, if the line went at once. */
const lingerMs = 1000;

/** Whether the session is about to end because nobody does anything; and what tells the server that somebody does. */
export class SessionIdle {
  readonly #listeners = new Set<() => void>();
  #endsAt: number | null = null;
  #saidAt = -Infinity;
  #lingering: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly socket: IdleSocket) {
    socket.on('session.idle', ({ secondsLeft }) => this.#told(secondsLeft));
  }

  /** By this browser's own clock, which may be another than the server's; null: it doesn't. */
  getEndsAt = (): number | null => this.#endsAt;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A person did something here. Said too late it would be wrong, so it is never kept for later. */
  acted = (): void => {
    const now = Date.now();
    if (!this.socket.connected || now - this.#saidAt < (this.#endsAt === null ? onceMs : soonMs)) return;
    this.#saidAt = now;
    this.socket.emit('session.use', {}, () => undefined);
  };

  #told(secondsLeft: number | null): void {
    clearTimeout(this.#lingering);
    if (secondsLeft !== null) this.#set(Date.now() + secondsLeft * 1000);
    else if (this.#endsAt !== null) this.#lingering = setTimeout(() => this.#set(null), lingerMs);
  }

  #set(endsAt: number | null): void {
    this.#endsAt = endsAt;
    for (const listener of this.#listeners) listener();
  }
}
