import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { EventFeed, newestEventId } from '../database/event/event-feed.js';
import { Worker } from '../database/worker.js';
import { type ConsoleSocket } from './console-socket.js';
import { EventPresenter } from './event-presenter.js';

const BATCH = 200;
const POLL_MS = 1000;
/** A console that missed more than this fetches afresh: cheaper for both. */
const LONGEST_REPLAY = 2000;

/**
 * Sends committed events to consoles, in order and without a gap: what a console missed is replayed from the table,
 * then it gets events as they come.
 */
@Injectable()
export class LiveService implements OnApplicationShutdown {
  readonly #sockets = new Set<ConsoleSocket>();
  readonly #worker = new Worker('live', POLL_MS, () => this.#dispatch());
  #cursor = 0;
  #unsubscribe: (() => void) | undefined;
  #started: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly feed: EventFeed,
    private readonly presenter: EventPresenter,
  ) {}

  /** Sends what is committed from now on. */
  start(): Promise<void> {
    this.#started ??= this.#begin().catch((error: unknown) => {
      // The database was away: whoever comes next tries again.
      this.#started = undefined;
      throw error;
    });
    return this.#started;
  }

  async #begin(): Promise<void> {
    this.#cursor = await newestEventId(this.database);
    this.#unsubscribe = this.feed.onHint('events', () => this.#worker.poke());
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#unsubscribe?.();
    await this.#worker.stop();
  }

  get sockets(): ReadonlySet<ConsoleSocket> {
    return this.#sockets;
  }

  /**
   * Brings a console up to date and keeps it so.
   * @param after newest event it has applied; null when it has none and will fetch its state after this
   */
  async join(socket: ConsoleSocket, after: number | null): Promise<void> {
    // Consoles come back in the very moment in which a restarted server listens: without our own cursor we could not
    // tell what they have missed.
    await this.start();
    this.#sockets.add(socket);
    socket.data.cursor = after ?? this.#cursor;
    const newest = await newestEventId(this.database);
    // A cursor from another database, or too long ago: there is no third way than to fetch afresh.
    if (socket.data.cursor > newest || newest - socket.data.cursor > LONGEST_REPLAY) {
      socket.data.cursor = newest;
      socket.emit('resync', { eventId: newest });
    }
    await this.#catchUp(socket);
    socket.emit('live', { eventId: socket.data.cursor });
  }

  leave(socket: ConsoleSocket): void {
    this.#sockets.delete(socket);
  }

  async #catchUp(socket: ConsoleSocket): Promise<void> {
    while (socket.connected && socket.data.cursor < this.#cursor) await this.#replay(socket);
    // No await between the comparison above and this: nothing can be dispatched in between.
    socket.data.live = true;
  }

  async #replay(socket: ConsoleSocket): Promise<void> {
    const events = await this.feed.read(socket.data.cursor, BATCH);
    const presented = await this.presenter.present(events, [socket.data]);
    for (const { event, isFor } of presented) if (isFor(socket.data)) socket.emit('event', event);
    socket.data.cursor = events.at(-1)?.id ?? this.#cursor;
  }

  async #dispatch(): Promise<boolean> {
    if (this.#sockets.size === 0) {
      const newest = await newestEventId(this.database);
      // Somebody who came in the meantime counts on everything after the cursor that they found.
      if (this.#sockets.size > 0) return true;
      this.#cursor = newest;
      return false;
    }
    const events = await this.feed.read(this.#cursor, BATCH);
    const last = events.at(-1);
    if (last === undefined) return false;
    const viewers = new Set(this.#sockets);
    const presented = await this.presenter.present(
      events,
      [...viewers].map((socket) => socket.data),
    );
    this.#cursor = last.id;
    for (const socket of this.#sockets) {
      if (!socket.data.live) continue;
      if (!viewers.has(socket)) {
        // It came while we were opening words for the others: what it may see was not among them.
        socket.data.live = false;
        this.#catchUp(socket).catch(() => socket.disconnect(true));
        continue;
      }
      for (const { event, isFor } of presented) {
        if (event.id > socket.data.cursor && isFor(socket.data)) socket.emit('event', event);
      }
      socket.data.cursor = Math.max(socket.data.cursor, last.id);
    }
    return events.length === BATCH;
  }
}
