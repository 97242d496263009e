import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent } from '../support/conversation.js';
import { type Relay, startRelay } from '../support/relay.js';
import { RelayProcess } from '../support/relay-process.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

// Connections, retries and drains take real time.
jest.setTimeout(90_000);

const EMERGENCY = /システムの調子/;
const server = () =>
  (JSON.parse(process.env['TOMOSHIBI_TEST_POSTGRES'] ?? '{}') as { ownerUrl: string }).ownerUrl;
const readiness = async (url: string) => {
  const response = await fetch(`${url}/readyz`);
  return { status: response.status, body: (await response.json()) as Record<string, boolean> };
};
const ready = (url: string) =>
  eventually(async () => (await readiness(url)).status === 200 || undefined, 'readiness', 30_000);
const figure = async (url: string, name: string) => {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(
    new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(metrics)?.[1] ?? Number.NaN,
  );
};
const inbound = (messages: readonly MessageView[]) =>
  messages.flatMap(({ direction, content }) =>
    direction === 'inbound' && content.kind === 'text' ? [content.text] : [],
  );

describe('while PostgreSQL is away', () => {
  let standIn: StandIn;
  let proxy: TcpProxy;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let folder: string;
  /** Nothing while no relay was started. */
  let close: () => Promise<void>;

  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterAll(async () => standIn.close());
  beforeEach(async () => {
    close = () => Promise.resolve();
    folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-spool-'));
    proxy = await TcpProxy.to(server());
  });
  afterEach(async () => {
    proxy.restore();
    await close();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (env: Record<string, string> = {}) => {
    relay = await startRelay({
      standIn,
      through: (url) => proxy.through(url),
      env: { SPOOL_DIR: folder, ...env },
    });
    close = () => relay.close();
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  };
  const roomOf = async (webhookEventId: string, account = SUICIDE_PREVENTION) =>
    (await supervisor.talkRoom(await ticketOfEvent(relay, account, webhookEventId))).messages;

  it('answers 200, tells each caller once where to call, and brings everything in in order afterwards', async () => {
    await start();
    const [known, stranger] = [await newCaller(standIn), await newCaller(standIn)];
    const say = (userId: string, text: string) =>
      standIn.sendText(SUICIDE_PREVENTION, userId, text, { wait: true });
    const first = await say(known, '1 その前');
    await roomOf(first.webhookEventId);
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, known)).length === 1 || undefined,
      'the waiting text',
    );

    proxy.cut();
    for (const text of ['2 いない間', '3 まだいない', '4 それでも']) await say(known, text);
    await say(stranger, '1 はじめまして');
    const last = await say(stranger, '2 聞いてください');
    await standIn.follow(SUICIDE_PREVENTION, await newCaller(standIn), { wait: true });
    const standby = { ...textEvent(newUserId(), '別の窓口へ'), mode: 'standby' };
    const inGroup = {
      ...textEvent(newUserId(), 'みなさん'),
      source: { type: 'group', groupId: `C${'1'.repeat(32)}` },
    };
    expect(await postEvents(relay.url, SUICIDE_PREVENTION, [standby, inGroup])).toBe(200);
    expect(await supervisor.request('GET', '/api/desk')).toMatchObject({
      status: 503,
      body: { error: { code: 'unavailable' } },
    });
    expect((await standIn.webhookAttempts()).filter(({ status }) => status !== 200)).toEqual([]);

    const told = async (userId: string) =>
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => EMERGENCY.test(text));
    for (const userId of [known, stranger])
      await eventually(async () => (await told(userId)).length > 0 || undefined, 'the emergency text');
    expect((await told(stranger))[0]).toContain('0120-279-338');
    // It lives, and says that it is not well.
    expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
    expect(await readiness(relay.url)).toMatchObject({
      status: 503,
      body: { database: false, spoolEmpty: false },
    });
    expect(await figure(relay.url, 'tomoshibi_spool_bytes')).toBeGreaterThan(0);
    for (const file of (await readdir(folder)).filter((name) => name.endsWith('.spool'))) {
      const bytes = await readFile(path.join(folder, file));
      expect(bytes.toString('utf8')).not.toMatch(/いない間|はじめまして|システム/);
      expect(bytes.includes(stranger)).toBe(false);
    }

    proxy.restore();
    await ready(relay.url);
    const room = await roomOf(first.webhookEventId);
    await eventually(
      async () => inbound(await roomOf(first.webhookEventId)).length === 4 || undefined,
      'every word',
    );
    expect(inbound(await roomOf(first.webhookEventId))).toEqual([
      '1 その前',
      '2 いない間',
      '3 まだいない',
      '4 それでも',
    ]);
    expect(room.length).toBeGreaterThan(0);
    expect(inbound(await roomOf(last.webhookEventId))).toEqual(['1 はじめまして', '2 聞いてください']);
    // What was said meanwhile stands in the talk room, with what LINE said of it.
    const automatic = await eventually(async () => {
      const found = (await roomOf(last.webhookEventId)).filter(
        ({ direction, content }) =>
          direction === 'automatic' && content.kind === 'text' && EMERGENCY.test(content.text),
      );
      return found.length > 0 ? found : undefined;
    }, 'the emergency text in the talk room');
    expect(automatic).toHaveLength(1);
    expect(automatic[0]?.delivery).toMatchObject({ state: 'accepted', attempts: 1 });
    const counts = await eventually(async () => {
      const rows = await relay.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM notice WHERE situation = 'emergency' GROUP BY caller_id`,
      );
      return rows.length === 3 ? rows.map(({ count }) => count) : undefined;
    }, 'the notices');
    // One for who wrote or followed; none where somebody else answers (`standby`), and none in groups.
    expect(counts).toEqual([1, 1, 1]);
    for (const userId of [known, stranger]) expect(await told(userId)).toHaveLength(1);
    expect((await readdir(folder)).filter((name) => name.endsWith('.spool'))).toEqual([]);
    // No token is tried twice: the texts that follow leave those alone that the emergency text may have spent.
    expect(await standIn.violations()).toEqual([]);
  });

  it('keeps within its bound: past it LINE hears 503 and delivers again, and nothing is lost', async () => {
    await start({ SPOOL_MAX_BYTES: '6000' });
    const userId = newUserId();
    const events = Array.from({ length: 16 }, (_value, index) => ({
      ...textEvent(userId, `${index} ${'あ'.repeat(100)}`),
      timestamp: Date.now() + index,
    }));
    proxy.cut();
    const statuses: number[] = [];
    for (const event of events) statuses.push(await postEvents(relay.url, HUMAN_RIGHTS, [event]));
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(await figure(relay.url, 'tomoshibi_spool_refused_total{reason="full"}')).toBeGreaterThan(0);
    expect(await figure(relay.url, 'tomoshibi_spool_bytes')).toBeLessThanOrEqual(6000);
    proxy.restore();
    await ready(relay.url);
    for (const [index, event] of events.entries())
      if (statuses[index] === 503) expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(200);
    const id = events[0]?.webhookEventId ?? '';
    await eventually(
      async () => inbound(await roomOf(id, HUMAN_RIGHTS)).length === 16 || undefined,
      'all words',
    );
    expect(inbound(await roomOf(id, HUMAN_RIGHTS)).map((text) => Number.parseInt(text))).toEqual(
      events.map((_event, index) => index),
    );
  });

  it('leaves nobody in silence whose words even the disk can’t keep: they hear whom to call, once', async () => {
    await start({ SPOOL_MAX_BYTES: '2000' });
    const [first, late] = [await newCaller(standIn), await newCaller(standIn)];
    const told = async (userId: string) =>
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => EMERGENCY.test(text));
    proxy.cut();
    const [before] = await standIn.webhookAttempts({ limit: 1 });
    for (const userId of [first, late, late])
      await standIn.sendText(SUICIDE_PREVENTION, userId, 'あ'.repeat(600), { wait: true });
    const attempts = await standIn.webhookAttempts({ after: before?.order ?? 0 });
    expect(attempts.map(({ status }) => status)).toEqual([503, 503, 503]);
    for (const userId of [first, late]) {
      await eventually(async () => (await told(userId)).length > 0 || undefined, 'the emergency text');
      expect(await told(userId)).toHaveLength(1);
    }
    proxy.restore();
    await ready(relay.url);
    // Another outage is another situation.
    const { webhookEventId } = await standIn.sendText(SUICIDE_PREVENTION, late, '戻りました', { wait: true });
    await roomOf(webhookEventId);
    proxy.cut();
    await standIn.sendText(SUICIDE_PREVENTION, late, 'あ'.repeat(600), { wait: true });
    await eventually(async () => (await told(late)).length === 2 || undefined, 'the second emergency text');
  });

  it('waits for no hanging database, and a commit that succeeds after all comes in once', async () => {
    await start();
    const userId = newUserId();
    const before = textEvent(userId, '1 まだ');
    await postEvents(relay.url, HUMAN_RIGHTS, [before]);
    await roomOf(before.webhookEventId, HUMAN_RIGHTS);
    proxy.hold();
    const events = ['2 返事がない', '3 それでも'].map((text, index) => ({
      ...textEvent(userId, text),
      timestamp: Date.now() + 1000 + index,
    }));
    for (const event of events) expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(200);
    proxy.restore();
    await ready(relay.url);
    await eventually(
      async () => inbound(await roomOf(before.webhookEventId, HUMAN_RIGHTS)).length === 3 || undefined,
      'both',
    );
    expect(inbound(await roomOf(before.webhookEventId, HUMAN_RIGHTS))).toEqual([
      '1 まだ',
      '2 返事がない',
      '3 それでも',
    ]);
  });

  it('brings in what another process left, except what the disk has damaged, which it keeps', async () => {
    await start();
    // In `standby` nobody is told anything, so that only what came lies in the file.
    const said = Array.from({ length: 5 }, (_value, index) => ({
      ...textEvent(newUserId(), `${index}`),
      mode: 'standby',
    }));
    proxy.cut();
    for (const event of said) expect(await postEvents(relay.url, HUMAN_RIGHTS, [event])).toBe(200);
    const first = relay;
    await first.stop();
    const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.spool'));
    const bytes = await readFile(path.join(folder, name));
    // A bit in the middle of the third record.
    const third = [0, 0].reduce((at) => bytes.indexOf('TmSp', at + 1), 0);
    bytes[third + 200] = (bytes[third + 200] ?? 0) ^ 1;
    await writeFile(path.join(folder, name), bytes);
    proxy.restore();
    relay = await startRelay({ standIn, beside: first, env: { SPOOL_DIR: folder } });
    close = async () => {
      await relay.close();
      await first.close();
    };
    await ready(relay.url);
    const stored = await relay.database.query<{ id: string }>(
      'SELECT webhook_event_id AS id FROM inbound_event ORDER BY inbound_event.id',
    );
    const wanted = said.filter((_event, index) => index !== 2).map(({ webhookEventId }) => webhookEventId);
    expect(stored.map(({ id }) => id)).toEqual(wanted);
    await eventually(
      async () => !(await readdir(folder)).some((file) => file.endsWith('.spool')) || undefined,
      'the file gone',
    );
    expect(await figure(relay.url, 'tomoshibi_spool_records')).toBe(0);
    expect(await figure(relay.url, 'tomoshibi_spool_damaged_total')).toBeGreaterThan(0);
    const [damaged = '', ...others] = (await readdir(folder)).filter((file) => file.endsWith('.damaged'));
    expect(others).toEqual([]);
    const fourth = bytes.indexOf('TmSp', third + 1);
    const kept = await readFile(path.join(folder, damaged));
    expect(kept.subarray(third)).toEqual(bytes.subarray(third, fourth));
    // Nothing of what came in.
    expect(kept.subarray(0, third).every((byte) => byte === 0)).toBe(true);
  });
});

describe('a server that is killed while PostgreSQL is away', () => {
  it('has everything in its ticket, in order and once, after the next start', async () => {
    const standIn = await startStandIn();
    const proxy = await TcpProxy.to(server());
    const relay = await RelayProcess.create(standIn.url, {}, (url) => proxy.through(url));
    try {
      await relay.start();
      const people = Array.from({ length: 6 }, newUserId);
      proxy.cut();
      for (let round = 0; round < 4; round += 1) {
        const events = people.map((userId) => textEvent(userId, `${round}`));
        const statuses = await Promise.all(
          events.map((event) => postEvents(relay.url, HUMAN_RIGHTS, [event])),
        );
        expect(new Set(statuses)).toEqual(new Set([200]));
      }
      await relay.kill();
      proxy.restore();
      await relay.start();
      await ready(relay.url);
      await eventually(
        async () =>
          (await relay.database.query(`SELECT FROM message WHERE direction = 'inbound'`)).length === 24 ||
          undefined,
        'every word',
      );
      expect(await figure(relay.url, 'tomoshibi_spool_records')).toBe(0);
      expect(await figure(relay.url, 'tomoshibi_spool_drained_total')).toBeGreaterThanOrEqual(24);
      const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
      const { waiting } = await supervisor.desk();
      expect(waiting).toHaveLength(6);
      for (const { id } of waiting)
        expect(inbound((await supervisor.talkRoom(id)).messages)).toEqual(['0', '1', '2', '3']);
      expect(relay.output).not.toMatch(/U[0-9a-f]{32}/);
    } finally {
      proxy.restore();
      await relay.close();
      await proxy.close();
      await standIn.close();
    }
  });
});
