import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { CONNECT_TIMEOUT_MS } from '../data-source.js';
import { Database } from '../database.service.js';
import { type Queryable } from '../transaction.js';
import { type EventType } from './event.entity.js';
import { type ChannelName, channels } from './channels.js';

/** How often we look without being told, in milliseconds: a LISTEN connection can die without a word. */
const POLL_MS = 1000;
const RECONNECT_MS = 500;

export interface CommittedEvent {
  readonly id: number;
  readonly type: EventType;
  readonly accountId: string | null;
  readonly ticketId: string | null;
  readonly messageId: string | null;
  readonly staffId: string | null;
}

/**
 * Tells the parts of this process that events were committed, by this process or another. It is a hint only: whoever
 * listens reads the rows after its own cursor, so a lost hint costs a moment and never an event.
 */
@Injectable()
export class EventFeed implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(EventFeed.name);
  readonly #listeners: Record<ChannelName, Set<() => void>> = {
    events: new Set(),
    deliveries: new Set(),
    media: new Set(),
    lineTasks: new Set(),
    keys: new Set(),
    talks: new Set(),
  };
  #client: pg.Client | undefined;
  #poll: NodeJS.Timeout | undefined;
  #reconnect: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly database: Database,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#poll = setInterval(() => this.#hint(), POLL_MS);
    await this.#listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#poll);
    clearTimeout(this.#reconnect);
    await this.#client?.end().catch(() => undefined);
  }

  /** Calls `listener` whenever there may be something new. Returns how to stop that. */
  onHint(channel: ChannelName, listener: () => void): () => void {
    this.#listeners[channel].add(listener);
    return () => this.#listeners[channel].delete(listener);
  }

  /** Events after `cursor`, oldest first. */
  async read(cursor: number, limit: number): Promise<CommittedEvent[]> {
    return this.database.query<CommittedEvent>(
      `SELECT id, type, account_id AS "accountId", ticket_id AS "ticketId", message_id AS "messageId",
         staff_id AS "staffId"
       FROM event WHERE id > $1 ORDER BY id LIMIT $2`,
      [cursor, limit],
    );
  }

  async #listen(): Promise<void> {
    if (this.#stopped) return;
    const options = this.dataSource.options as { url?: string };
    const client = new pg.Client({
      connectionString: options.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client = client;
    // Without this handler node-postgres ends the process when the server goes away.
    client.on('error', () => this.#lost(client));
    client.on('end', () => this.#lost(client));
    client.on('notification', ({ channel }) => this.#hint(channel));
    try {
      await client.connect();
      for (const channel of Object.values(channels)) await client.query(`LISTEN ${channel}`);
      this.#hint();
    } catch {
      this.#lost(client);
    }
  }

  #lost(client: pg.Client): void {
    if (this.#stopped || this.#client !== client) return;
    this.#client = undefined;
    this.#logger.warn('the LISTEN connection is gone; polling until it is back');
    client.end().catch(() => undefined);
    this.#reconnect = setTimeout(() => void this.#listen(), RECONNECT_MS);
  }

  /** @param only PostgreSQL's name of the channel that spoke; all of them when it is left out */
  #hint(only?: string): void {
    for (const [name, channel] of Object.entries(channels) as [ChannelName, string][]) {
      if (only === undefined || only === channel) for (const listener of this.#listeners[name]) listener();
    }
  }
}

/** Newest event id that a snapshot includes. */
export async function newestEventId(tx: Queryable): Promise<number> {
  const [row] = await tx.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM event');
  return row?.id ?? 0;
}
