import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../../src/config/app-error.js';
import { inboundBinding, setAsideBinding } from '../../src/inbox/inbox.repository.js';
import { EMERGENCY_EVENT_TYPE } from '../../src/intake/emergency/emergency-record.js';
import { withoutPeople } from '../../src/intake/group-event.js';
import { IntakeService } from '../../src/intake/intake.service.js';
import { Database } from '../../src/database/database.service.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type LineEvent } from '../../src/line/webhook-body.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { malformedBodies, wrongSignatures } from '../support/malformed.js';
import { type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { channelOf } from '../support/webhook.js';

const SEED = 20261122;
/** Half of each over HTTP, half to the service itself; together more than 10,000. */
const UNSIGNED = 6000;
const SIGNED = 4200;
const TOGETHER = 16;

jest.setTimeout(120_000);

const { botUserId, channelSecret } = channelOf(HUMAN_RIGHTS);
const sign = (body: Buffer) => createHmac('sha256', channelSecret).update(body).digest('base64');

/** The same for JSON values that are equal, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // What waited on the disk is stored without its reply token, which the emergency text may have spent.
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'replyToken')
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}

/** Runs all of them, some at a time, and gives what each gave. */
async function together<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++)
      results[index] = await run(items[index] as Item, index);
  };
  await Promise.all(Array.from({ length: TOGETHER }, lane));
  return results;
}

describe('malformed webhooks', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  let standIn: StandIn;
  let relay: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, env: { ROLES: 'intake' } });
  });
  afterAll(async () => {
    agent.destroy();
    await relay.close();
    await standIn.close();
  });

  const post = (body: Buffer, signature: string | null) =>
    new Promise<number>((resolve, reject) => {
      const headers = {
        'content-length': body.length,
        ...(signature === null ? {} : { 'x-line-signature': signature }),
      };
      const call = request(`${relay.url}/line/webhook/${HUMAN_RIGHTS}`, { method: 'POST', agent, headers });
      call.on('error', reject).on('response', (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      call.end(body);
    });
  const receive = (body: Buffer, signature: string | undefined) =>
    relay.server.app
      .get(IntakeService)
      .receive(HUMAN_RIGHTS, body, signature)
      .then(
        () => 200,
        (error: unknown) => (error instanceof AppError ? error.status : 500),
      );
  const rows = async () => {
    const tables = await relay.database.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema IN ('public', 'keystore') AND table_type = 'BASE TABLE' ORDER BY 1`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await relay.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${name}`,
      );
      counts[name] = row?.count ?? -1;
    }
    return counts;
  };

  it('leave nothing and get 401 when their signature is missing or wrong', async () => {
    const before = await rows();
    const bodies = malformedBodies(botUserId, SEED, UNSIGNED);
    const signatures = wrongSignatures(sign(Buffer.from('another body')), SEED, bodies.length);
    const statuses = await together(bodies, (body, index) => {
      const signature = signatures[index] ?? null;
      return index % 2 === 0 ? post(body, signature) : receive(body, signature ?? undefined);
    });
    expect(statuses).toHaveLength(UNSIGNED);
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(await rows()).toEqual(before);
  });

  it('get 200 and are kept, every event or the whole body once, when they are signed', async () => {
    const bodies = malformedBodies(botUserId, SEED + 1, SIGNED);
    // Every tenth comes twice, as LINE delivers again.
    const deliveries = bodies.flatMap((body, index) => (index % 10 === 0 ? [body, body] : [body]));
    const statuses = await together(deliveries, (body, index) =>
      index % 2 === 0 ? post(body, sign(body)) : receive(body, sign(body)),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    // On a busy machine a commit may be too slow for LINE: then the body waits on the disk for its turn.
    await eventually(
      async () => {
        const ready = (await (await fetch(`${relay.url}/readyz`)).json()) as { spoolEmpty: boolean };
        return ready.spoolEmpty || undefined;
      },
      'an empty spool',
      60_000,
    );

    const kept = await stored();
    const found = new Set<string>();
    const lost = bodies.filter((body) => {
      const keys = keysOf(body, kept);
      for (const key of keys ?? []) found.add(key);
      return keys === undefined;
    });
    expect(lost.slice(0, 3).map((body) => body.toString('latin1'))).toEqual([]);
    // Nothing twice, and nothing that nobody sent.
    expect([...kept.values()].filter((times) => times > 1)).toEqual([]);
    expect(found.size).toBe(kept.size);
    expect(kept.size).toBeGreaterThan(SIGNED / 2);
  });

  it('break no later step: whatever could be stored becomes what a person sees', async () => {
    await eventually(
      async () => {
        const left = await relay.database.query(`SELECT FROM inbound_event WHERE state = 'stored' LIMIT 1`);
        return left.length === 0 || undefined;
      },
      'an empty backlog',
      60_000,
    );
    const broken = await relay.database.query(
      `SELECT error, count(*)::int FROM inbound_event WHERE state = 'set-aside' GROUP BY error`,
    );
    expect(broken).toEqual([]);
    expect(await post(Buffer.from(JSON.stringify({ destination: botUserId, events: [] })), 'x')).toBe(401);
  });

  /** Everything that is stored, by what it holds, and how often. */
  const stored = async (): Promise<Map<string, number>> => {
    const vault = relay.server.app.get(Vault);
    const database = relay.server.app.get(Database);
    const kept = new Map<string, number>();
    const count = (key: string) => kept.set(key, (kept.get(key) ?? 0) + 1);
    const events = await relay.database.query<{ id: string; sealed: Buffer }>(
      'SELECT webhook_event_id AS id, sealed FROM inbound_event',
    );
    const opened = await vault.openJson(
      database,
      events.map(({ id, sealed }) => ({ binding: inboundBinding(HUMAN_RIGHTS, id), bytes: sealed })),
    );
    for (const value of opened)
      // On a very busy machine somebody may have been told that the database is away: that is our own word.
      if ((value as LineEvent).type !== EMERGENCY_EVENT_TYPE) count(`event:${canonical(value)}`);
    const aside = await relay.database.query<{ id: string; sealed: Buffer }>(
      'SELECT id, sealed FROM set_aside',
    );
    for (const { id, sealed } of aside) {
      const bytes = await vault.openBytes(database, { binding: setAsideBinding(id), bytes: sealed });
      count(`bytes:${bytes?.toString('base64')}`);
    }
    return kept;
  };
});

/** By what a body was kept; undefined when anything in it was not. */
function keysOf(body: Buffer, kept: ReadonlyMap<string, number>): string[] | undefined {
  const inOne = `bytes:${body.toString('base64')}`;
  if (kept.has(inOne)) return [inOne];
  const keys: string[] = [];
  try {
    for (const event of (JSON.parse(body.toString('utf8')) as { events: unknown[] }).events) {
      const wanted = [
        `event:${canonical(event)}`,
        `bytes:${Buffer.from(JSON.stringify(event)).toString('base64')}`,
      ];
      const whole = wanted.find((candidate) => kept.has(candidate));
      // Of what several people say, only that it was said.
      const key = whole ?? `event:${canonical(withoutPeople(event as LineEvent))}`;
      if (!kept.has(key)) return undefined;
      keys.push(key);
    }
    return keys;
  } catch {
    return undefined;
  }
}
