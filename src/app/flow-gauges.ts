import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Database } from '../database/database.service.js';

const inboundEvents = new Gauge({
  name: 'tomoshibi_inbound_events',
  help: 'Webhook events kept, by state: stored ones wait to become messages',
  labelNames: ['state'] as const,
});
const callerMessages = new Gauge({
  name: 'tomoshibi_caller_messages',
  help: "Callers' messages, by whether any console has shown them",
  labelNames: ['seen'] as const,
});
const deliveries = new Gauge({
  name: 'tomoshibi_deliveries',
  help: 'Deliveries by state; accepted means that LINE took it',
  labelNames: ['state'] as const,
});
const media = new Gauge({
  name: 'tomoshibi_media',
  help: 'Pictures, recordings and files by state; waiting ones are being fetched or scanned',
  labelNames: ['state'] as const,
});
const tickets = new Gauge({
  name: 'tomoshibi_open_tickets',
  help: 'Open tickets',
  labelNames: ['account', 'state'] as const,
});
const setAside = new Gauge({
  name: 'tomoshibi_set_aside',
  help: 'Signed bodies that could not be understood',
});

/** How long counted figures are given again, in milliseconds. */
const FRESH_MS = 1000;

interface Count {
  readonly label: string;
  readonly count: number;
}

/** Figures of the flow, counted from the rows themselves: what is stored, shown, sent, and what still waits. */
@Injectable()
export class FlowGauges {
  #countedAt = -Infinity;

  constructor(private readonly database: Database) {}

  /** Counts anew, but not for everybody who asks: whole tables are counted. */
  async update(): Promise<void> {
    if (performance.now() - this.#countedAt < FRESH_MS) return;
    this.#countedAt = performance.now();
    await this.#count();
  }

  async #count(): Promise<void> {
    await this.#fill(
      inboundEvents,
      'state',
      'SELECT state AS label, count(*)::int AS count FROM inbound_event GROUP BY 1',
    );
    await this.#fill(
      deliveries,
      'state',
      'SELECT state AS label, count(*)::int AS count FROM delivery GROUP BY 1',
    );
    await this.#fill(
      callerMessages,
      'seen',
      `SELECT CASE WHEN first_shown_at IS NULL THEN 'by-nobody-yet' ELSE 'shown' END AS label, count(*)::int AS count
       FROM message WHERE direction = 'inbound' GROUP BY 1`,
    );
    await this.#fill(media, 'state', 'SELECT state AS label, count(*)::int AS count FROM media GROUP BY 1');
    tickets.reset();
    const open = await this.database.query<{ account: string; state: string; count: number }>(
      `SELECT account_id AS account, state, count(*)::int AS count FROM ticket WHERE state <> 'closed' GROUP BY 1, 2`,
    );
    for (const { account, state, count } of open) tickets.set({ account, state }, count);
    const [row] = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM set_aside',
    );
    setAside.set(row?.count ?? 0);
  }

  async #fill<Label extends string>(gauge: Gauge<Label>, label: Label, sql: string): Promise<void> {
    gauge.reset();
    for (const row of await this.database.query<Count>(sql)) {
      gauge.set({ [label]: row.label } as Record<Label, string>, row.count);
    }
  }
}
