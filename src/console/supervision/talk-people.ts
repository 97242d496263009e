import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { type TalkPerson } from '../../contract/supervision.js';
import { EventFeed } from '../../database/event/event-feed.js';
import { Worker } from '../../database/worker.js';
import { TalkPresenceService } from '../../supervision/talk-presence.service.js';
import { type ConsoleSocket } from '../live/console-socket.js';
import { LiveService } from '../live/live.service.js';

/** How often we look without being told: whoever stopped writing says nothing. */
const POLL_MS = 2000;
const NOBODY: TalkPerson[] = [];

/** Tells each console who is seen in the talks that it has open, whenever that changed. */
@Injectable()
export class TalkPeople implements OnApplicationBootstrap, OnApplicationShutdown {
  /** What each console was told last of each talk. */
  readonly #told = new WeakMap<ConsoleSocket, Map<string, string>>();
  readonly #worker = new Worker('talk-people', POLL_MS, () => this.#tell());

  constructor(
    private readonly live: LiveService,
    private readonly presence: TalkPresenceService,
    private readonly feed: EventFeed,
  ) {}

  onApplicationBootstrap(): void {
    this.#worker.start((poke) => this.feed.onHint('talks', poke));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #tell(): Promise<boolean> {
    const sockets = [...this.live.sockets].filter(({ data }) => data.openTickets.size > 0);
    if (sockets.length === 0) return false;
    const ticketIds = new Set(sockets.flatMap(({ data }) => [...data.openTickets]));
    const people = await this.presence.people([...ticketIds]);
    for (const socket of sockets) this.#tellOne(socket, people);
    return false;
  }

  #tellOne(socket: ConsoleSocket, people: ReadonlyMap<string, TalkPerson[]>): void {
    const before = this.#told.get(socket) ?? new Map<string, string>();
    const now = new Map<string, string>();
    for (const ticketId of socket.data.openTickets) {
      const present = people.get(ticketId) ?? NOBODY;
      const said = JSON.stringify(present);
      now.set(ticketId, said);
      if (said !== (before.get(ticketId) ?? '[]'))
        socket.emit('ticket.people', { ticketId, people: present });
    }
    this.#told.set(socket, now);
  }
}
