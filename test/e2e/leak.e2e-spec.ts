import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type IncidentsView } from '../../src/contract/incident.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { createTestKeyDatabase, postgresLog, type TestKeyDatabase } from '../support/database.js';
import { naming } from '../support/naming.js';
import { EVENING } from '../support/relay.js';
import { RelayProcess } from '../support/relay-process.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

/** In everything that anybody says, names or types here; ASCII, so that no escape can hide it. */
const MARK = 'MARK-51c8e2';

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: RelayProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-leak-'));
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  relay = await RelayProcess.create(standIn.url, {
    ...keys.env,
    // As much as it ever says.
    LOG_LEVEL: 'debug',
    LINE_ACCESS_LOG: path.join(folder, 'access.log'),
    SPOOL_DIR: path.join(folder, 'spool'),
  });
  await relay.database.query('INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1)', [
    EVENING.getTime() - Date.now(),
  ]);
  await relay.start();
  await pointWebhooksAt(standIn, relay.url);
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

const ticketOf = (webhookEventId: string) =>
  eventually(async () => {
    const [row] = await relay.database.query<{ ticket_id: string }>(
      'SELECT ticket_id FROM message WHERE source = $1',
      [`line:${SUICIDE_PREVENTION}:${webhookEventId}`],
    );
    return row?.ticket_id;
  }, 'the message in its ticket');
const said = (text: string) =>
  eventually(() => relay.output.includes(text) || undefined, `"${text}" in the log`);

const draftOf = (text: string) => ({
  draft: { text, quotes: null, tray: [], quickReplies: [], note: text },
  base: null,
});

/** What callers bring, understood and not. */
async function write(userId: string): Promise<string> {
  const text = await standIn.sendText(SUICIDE_PREVENTION, userId, `text ${MARK}`);
  const ticketId = await ticketOf(text.webhookEventId);
  await standIn.sendMessage(SUICIDE_PREVENTION, userId, {
    type: 'file',
    fileName: `${MARK}.pdf`,
    contentBase64: Buffer.from(`%PDF-1.4 ${MARK}`).toString('base64'),
  });
  await standIn.postback(SUICIDE_PREVENTION, userId, `data=${MARK}`);
  for (const body of [
    `no json ${MARK} ${userId}`,
    JSON.stringify({ destination: MARK, events: [] }),
    JSON.stringify({
      events: [{ type: 'message', message: { type: 'text', text: MARK }, source: { userId } }],
    }),
    JSON.stringify([MARK, userId]),
  ])
    await standIn.sendRaw(SUICIDE_PREVENTION, { body });
  await fetch(`${relay.url}/line/webhook/nobody`, { method: 'POST', body: MARK });
  await fetch(`${relay.url}/line/webhook/${SUICIDE_PREVENTION}`, { method: 'POST', body: MARK });
  return ticketId;
}

/** What counselors bring, taken and refused; also what is none of their business. */
async function work(counselor: ConsoleClient, ticketId: string): Promise<void> {
  await counselor.take(ticketId);
  await counselor.request('PUT', `/api/tickets/${ticketId}/draft`, draftOf(MARK));
  await counselor.request('POST', `/api/tickets/${ticketId}/notes`, { text: `note ${MARK}` });
  await counselor.request('POST', `/api/tickets/${ticketId}/risk`, { risk: 'watch', reason: MARK });
  for (const body of [{ text: 7, [MARK]: MARK }, { text: MARK.repeat(1000) }, [MARK]])
    await counselor.request('POST', `/api/tickets/${ticketId}/replies`, body);
  await counselor.request('GET', `/api/tickets/${MARK}`);
  const search = {
    accountId: SUICIDE_PREVENTION,
    from: '2026-11-01',
    to: '2026-11-25',
    words: MARK,
    after: null,
  };
  const found = await counselor.request<{ found: unknown[] }>('POST', '/api/search', search);
  expect(found.body.found).toHaveLength(1);
  for (const body of [
    { ...search, from: MARK },
    { ...search, [MARK]: MARK },
    { ...search, words: MARK.repeat(50) },
  ])
    expect((await counselor.request('POST', '/api/search', body)).status).toBe(400);
  await counselor.request('GET', `/api/${MARK}?${MARK}=${MARK}`);
  for (const body of [`{"login": "${MARK}", `, JSON.stringify({ login: MARK, password: `${MARK}-password` })])
    await fetch(`${relay.url}/api/session`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': MARK,
        referer: `http://localhost/${MARK}`,
      },
    });
}

/** Reasons, what is written down in an emergency, and what was set aside, read again. */
async function decide(counselor: ConsoleClient, ticketId: string): Promise<void> {
  const admin = await ConsoleClient.signedIn(relay.url, 'admin');
  const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  const send = async <Body>(client: ConsoleClient, where: string, sent: object): Promise<Body> => {
    const { status, body } = await client.request<Body>('POST', where, sent);
    expect([where, status]).toEqual([where, 200]);
    return body;
  };
  const { incidents } = await send<IncidentsView>(counselor, `/api/tickets/${ticketId}/incidents`, {
    situation: MARK,
  });
  const incident = `/api/incidents/${incidents[0]?.id ?? ''}`;
  const told = { clientId: randomUUID(), to: MARK, what: MARK, decidedBy: MARK };
  await send(counselor, `${incident}/disclosures`, told);
  await send(counselor, `/api/tickets/${ticketId}/unmask`, { reason: MARK });
  await send(supervisor, `${incident}/end`, { outcome: 'safe', summary: MARK });
  const [ticket] = await relay.database.query<{ number: number }>('SELECT number FROM ticket WHERE id = $1', [
    ticketId,
  ]);
  const named = await naming(admin, SUICIDE_PREVENTION, ticket?.number ?? 0, MARK);
  await send(admin, '/api/erasures/holds', named);
  for (const body of [named, { ...named, reason: MARK.repeat(100) }, { ...named, callerId: MARK }])
    await admin.request('POST', '/api/erasures', body);
  const { body } = await admin.request<{ items: { id: string }[] }>('GET', '/api/set-aside');
  const ids = body.items.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  await send(admin, '/api/set-aside/replay', { ids });
  await eventually(async () => {
    const waiting = await relay.database.query('SELECT FROM set_aside WHERE replay_requested_at IS NOT NULL');
    return waiting.length === 0 || undefined;
  }, 'the replay');
  await eventually(async () => {
    const media = await relay.database.query(`SELECT FROM media WHERE state = 'stored'`);
    return media.length > 0 || undefined;
  }, 'the file');
}

it('no word, name or LINE id is in anything that the processes write, however things fail', async () => {
  const { userId } = await standIn.createUser({ displayName: `${MARK}-name` });
  const ticketId = await write(userId);
  const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
  await work(counselor, ticketId);

  await exported(ticketId);
  await decide(counselor, ticketId);
  // LINE refuses, quoting what it was given, and then fails.
  const message = `invalid ${MARK} ${userId}`;
  await standIn.addFault({ endpoint: 'push', times: 1, kind: 'status', status: 400, message });
  await counselor.reply(ticketId, `refused ${MARK}`);
  await standIn.addFault({ endpoint: 'push', times: 1, kind: 'status', status: 500 });
  await counselor.reply(ticketId, `later ${MARK}`);

  // The database refuses rows, whose errors quote them: "Failing row contains …".
  await relay.database.query('DELETE FROM draft');
  await relay.database.query(`ALTER TABLE draft ADD CONSTRAINT never CHECK (false) NOT VALID`);
  await relay.database.query(`ALTER TABLE message ADD CONSTRAINT never CHECK (false) NOT VALID`);
  const failed = await counselor.request('PUT', `/api/tickets/${ticketId}/draft`, draftOf(`500 ${MARK}`));
  expect(failed.status).toBe(500);
  expect((await counselor.reply(ticketId, `500 ${MARK}`)).status).toBe(500);
  await standIn.sendText(SUICIDE_PREVENTION, userId, `not projected ${MARK}`);
  await said('23514');
  await relay.database.query(`ALTER TABLE message DROP CONSTRAINT never`);
  await relay.database.query(`ALTER TABLE draft DROP CONSTRAINT never`);
  await relay.database.query(`ALTER TABLE inbound_event RENAME TO inbound_event_away`);
  await standIn.sendText(SUICIDE_PREVENTION, userId, `spooled ${MARK}`, { wait: true });
  const spooled = await everythingIn(folder);
  await relay.database.query(`ALTER TABLE inbound_event_away RENAME TO inbound_event`);

  const metrics = await (await fetch(`${relay.url}/metrics`)).text();
  await relay.kill();
  await relay.start();
  const written = [
    relay.output,
    metrics,
    spooled,
    await everythingIn(folder),
    await readFile(postgresLog(), 'utf8'),
  ];
  // There is something to search in: the log, the access log, and PostgreSQL's own.
  expect(relay.output).toContain('IntakeService');
  expect(written[3]).toContain('/v2/bot/message/push');
  expect(written[4]).toContain('database system is ready');
  for (const text of written)
    for (const secret of [MARK, userId, userId.slice(1), encoded(MARK), encoded(userId)])
      expect(text).not.toContain(secret);
});

/** A file of the consultation, taken to its end, and another that breaks off. */
async function exported(ticketId: string): Promise<void> {
  const [ticket] = await relay.database.query<{ number: number }>('SELECT number FROM ticket WHERE id = $1', [
    ticketId,
  ]);
  await relay.database.query(
    `INSERT INTO staff (id, login, display_name, password_hash, capacity, administrator, vouched_at)
     SELECT gen_random_uuid(), 'admin2', $1, password_hash, 1, true, now() FROM staff WHERE login = 'admin'`,
    [`${MARK}-admin`],
  );
  const admin = await ConsoleClient.signedIn(relay.url, 'admin');
  const second = new ConsoleClient(relay.url);
  await second.signIn('admin2', 'tomoshibi-demo-4');
  const { body } = await admin.request<{ disclosures: { id: string }[] }>('POST', '/api/disclosures', {
    accountId: SUICIDE_PREVENTION,
    ticketNumber: ticket?.number,
    askerKind: 'police',
    asker: MARK,
    basis: 'warrant',
    receivedAt: '2026-11-25T17:00:00+09:00',
    asked: MARK,
  });
  const request = `/api/disclosures/${body.disclosures[0]?.id ?? ''}`;
  for (const client of [admin, second]) await client.request('POST', `${request}/approve`, {});
  const take = (signal?: AbortSignal) =>
    fetch(`${relay.url}${request}/export`, {
      method: 'POST',
      headers: { cookie: admin.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ withNotes: true }),
      ...(signal === undefined ? {} : { signal }),
    });
  expect((await (await take()).arrayBuffer()).byteLength).toBeGreaterThan(1000);
  const stop = new AbortController();
  const response = await take(stop.signal);
  expect(response.status).toBe(200);
  stop.abort();
}

/** As it would look within base64, whatever stands before it: the middle of it. */
function encoded(secret: string): string {
  return Buffer.from(secret, 'utf8').toString('base64').slice(4, -8);
}

async function everythingIn(root: string): Promise<string> {
  const files = await readdir(root, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readUnlessGone(path.join(file.parentPath, file.name))),
  );
  return texts.join('\n');
}

/** The relay goes on meanwhile, and deletes a spool file once it is drained. */
async function readUnlessGone(file: string): Promise<string> {
  try {
    return await readFile(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
