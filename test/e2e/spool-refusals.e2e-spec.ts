import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent } from '../support/conversation.js';
import { type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

// Connections, retries and drains take real time.
jest.setTimeout(90_000);

const testServer = () =>
  JSON.parse(process.env['TOMOSHIBI_TEST_POSTGRES'] ?? '{}') as { ownerUrl: string; appUrl: string };
const words = (messages: readonly MessageView[]) =>
  messages.flatMap(({ direction, content }) =>
    direction === 'inbound' && content.kind === 'text' ? [content.text] : [],
  );

describe('a PostgreSQL that is there and refuses', () => {
  let standIn: StandIn;
  let proxy: TcpProxy;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let folder: string;

  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterAll(async () => standIn.close());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-spool-'));
    proxy = await TcpProxy.to(testServer().ownerUrl);
  });
  afterEach(async () => {
    await relay.close();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}) => {
    relay = await startRelay({
      standIn,
      through: (url) => proxy.through(url),
      env: { SPOOL_DIR: folder, ...env },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  };
  const app = () => new URL(testServer().appUrl).username;
  const spoolFiles = async () => (await readdir(folder)).filter((name) => name.includes('.spool'));
  const emptied = () =>
    eventually(async () => ((await spoolFiles()).length === 0 ? true : undefined), 'an empty spool', 30_000);
  const figure = async (name: string) => {
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    return metrics
      .split('\n')
      .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  };
  const five = (userId: string, from: number) =>
    Array.from({ length: 5 }, (_value, index) => ({
      ...textEvent(userId, `${from + index}`),
      timestamp: Date.now() + from + index,
    }));
  const post = async (events: readonly ReturnType<typeof textEvent>[]) => {
    for (const event of events) expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(200);
  };
  const heard = async (webhookEventId: string, count: number) => {
    await emptied();
    const ticket = await ticketOfEvent(relay, HUMAN_RIGHTS, webhookEventId);
    return eventually(async () => {
      const said = words((await supervisor.talkRoom(ticket)).messages);
      return said.length === count ? said : undefined;
    }, 'every word');
  };

  it('keeps everything while it comes back read-only, and brings it in once when it takes words again', async () => {
    await start();
    const userId = newUserId();
    const received = await figure('tomoshibi_inbound_events_received_total');
    const [{ name } = { name: '' }] = await relay.database.query<{ name: string }>(
      'SELECT current_database() AS name',
    );
    proxy.cut();
    const first = five(userId, 0);
    await post(first);
    await relay.database.query(
      `ALTER ROLE ${app()} IN DATABASE ${name} SET default_transaction_read_only = on`,
    );
    proxy.restore();
    const refused = await figure('tomoshibi_spool_drained_total');
    await eventually(
      async () =>
        (await fetch(`${relay.url}/readyz`).then((answer) => answer.json())) as { database: boolean },
      'an answer',
    ).then(async () =>
      eventually(
        async () =>
          ((await fetch(`${relay.url}/readyz`).then((answer) => answer.json())) as { database: boolean })
            .database || undefined,
        'the database back',
      ),
    );
    await post(five(userId, 5));
    // Longer than the five tries that once were an entry's last.
    const began = performance.now();
    await eventually(() => performance.now() - began > 4000 || undefined, 'several tries');
    expect(await figure('tomoshibi_spool_drained_total')).toBe(refused);
    expect((await spoolFiles()).filter((file) => file.endsWith('.damaged'))).toEqual([]);
    await relay.database.query(`ALTER ROLE ${app()} IN DATABASE ${name} RESET default_transaction_read_only`);
    proxy.cut();
    proxy.restore();
    const all = Array.from({ length: 10 }, (_value, index) => `${index}`);
    expect(await heard(first[0]?.webhookEventId ?? '', 10)).toEqual(all);
    expect((await figure('tomoshibi_inbound_events_received_total')) - received).toBe(10);
  });

  it('answers 200 to what it may not store, and stores it when it may', async () => {
    await start();
    const userId = newUserId();
    await relay.database.query(`REVOKE INSERT ON inbound_event FROM ${app()}`);
    const events = five(userId, 0);
    await post(events);
    await eventually(async () => (await spoolFiles()).length > 0 || undefined, 'the spool');
    await relay.database.query(`GRANT INSERT ON inbound_event TO ${app()}`);
    expect(await heard(events[0]?.webhookEventId ?? '', 5)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('shows an administrator the one entry that can never be stored, and stores those around it', async () => {
    await start();
    const userId = newUserId();
    proxy.cut();
    const events = five(userId, 0);
    await post(events);
    const bad = events[2]?.webhookEventId ?? '';
    await relay.database.query(
      `ALTER TABLE inbound_event ADD CONSTRAINT refused CHECK (webhook_event_id <> '${bad}')`,
    );
    proxy.restore();
    expect(await heard(events[0]?.webhookEventId ?? '', 4)).toEqual(['0', '1', '3', '4']);
    const aside = await relay.database.query<{ reason: string }>('SELECT reason FROM set_aside');
    expect(aside).toEqual([{ reason: 'not-storable' }]);
    await relay.database.query('ALTER TABLE inbound_event DROP CONSTRAINT refused');
    await relay.database.query('UPDATE set_aside SET replay_requested_at = now()');
    expect(await heard(events[0]?.webhookEventId ?? '', 5)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('uses a folder as soon as it can be used', async () => {
    const blocked = path.join(folder, 'in-the-way');
    await writeFile(blocked, '');
    await start({ SPOOL_DIR: blocked });
    const userId = await newCaller(standIn);
    proxy.cut();
    const event = textEvent(userId, '聞こえますか');
    expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(503);
    expect(await figure('tomoshibi_spool_usable')).toBe(0);
    await rm(blocked);
    await eventually(
      async () => (await figure('tomoshibi_spool_usable')) === 1 || undefined,
      'the folder in use',
      20_000,
    );
    expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(200);
    proxy.restore();
    expect(await heard(event.webhookEventId, 1)).toEqual(['聞こえますか']);
    expect(await textsTo(standIn, HUMAN_RIGHTS, userId)).toBeDefined();
  });
});
