import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../database/database.service.js';
import { EventFeed, newestEventId } from '../../database/event/event-feed.js';
import { GroupCommit } from '../../database/group-commit.js';
import { Worker } from '../../database/worker.js';
import { type ConsoleEvent } from '../../contract/socket.js';
import { type ConsoleSocket } from './console-socket.js';
import { EventPresenter } from './event-presenter.js';
import { type PresentedEvent } from './ticket-events.js';

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
  /** Who comes back in the same moment, as after a restart, missed the same: it is read and opened once for all. */
  readonly #joins = new GroupCommit<ConsoleSocket>((sockets) => this.#welcome(sockets), 1, Infinity);
  readonly #worker = new Worker('live', POLL_MS, () => this.#dispatch());
  #cursor = 0;
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
    this.#worker.start((poke) => this.feed.onHint('events', poke));
  }

  async onApplicationShutdown(): Promise<void> {
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
    // It may have left while we could not start: nothing would take it out again.
    if (!socket.connected) return;
    this.#sockets.add(socket);
    socket.data.cursor = after ?? this.#cursor;
    await this.#joins.add([socket]);
    socket.emit('live', { eventId: socket.data.cursor });
  }

  leave(socket: ConsoleSocket): void {
    this.#sockets.delete(socket);
  }

  async #welcome(sockets: readonly ConsoleSocket[]): Promise<void> {
    const newest = await newestEventId(this.database);
    for (const socket of sockets) {
      // A cursor from another database, or too long ago: there is no third way than to fetch afresh.
      if (socket.data.cursor <= newest && newest - socket.data.cursor <= LONGEST_REPLAY) continue;
      socket.data.cursor = newest;
      socket.emit('resync', { eventId: newest });
    }
    await this.#catchUp(sockets);
  }

  async #catchUp(sockets: readonly ConsoleSocket[]): Promise<void> {
    const behind = () => sockets.filter(({ connected, data }) => connected && data.cursor < this.#cursor);
    for (let late = behind(); late.length > 0; late = behind()) await this.#replay(late);
    // No await between the comparison above and this: nothing can be dispatched in between.
    for (const { data } of sockets) data.live = true;
  }

  async #replay(sockets: readonly ConsoleSocket[]): Promise<void> {
    const viewers = sockets.map(({ data }) => data);
    const events = await this.feed.read(Math.min(...viewers.map(({ cursor }) => cursor)), BATCH);
    send(await this.presenter.present(events, viewers), sockets);
    const reached = events.at(-1)?.id ?? this.#cursor;
    for (const data of viewers) data.cursor = Math.max(data.cursor, reached);
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
    const live: ConsoleSocket[] = [];
    for (const socket of this.#sockets) {
      if (!socket.data.live) continue;
      if (viewers.has(socket)) live.push(socket);
      else {
        // It came while we were opening words for the others: what it may see was not among them.
        socket.data.live = false;
        this.#catchUp([socket]).catch(() => socket.disconnect(true));
      }
    }
    send(presented, live);
    for (const { data } of live) data.cursor = Math.max(data.cursor, last.id);
    return events.length === BATCH;
  }
}

/** To each what is for it and new to it; what several get is written down once, and not once for each. */
function send(presented: readonly PresentedEvent[], sockets: readonly ConsoleSocket[]): void {
  for (const { event, isFor } of presented) {
    const hearers = sockets.filter(({ data }) => event.id > data.cursor && isFor(data));
    leaveWhole(event, hearers);
    hearers[0]?.nsp.to(hearers.map(({ id }) => id)).emit('event', event);
  }
}

/** Whose glass is whole again is in that talk no more, whatever their screen does. */
function leaveWhole(event: ConsoleEvent, sockets: readonly ConsoleSocket[]): void {
  if (event.type !== 'glass.changed' || !event.isOver) return;
  for (const { data } of sockets)
    if (data.principal.staffId === event.readerId) data.openTickets.delete(event.ticketId);
}
