import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { runBackup } from '../../src/app/backup/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type ErasuresView } from '../../src/contract/erasure.js';
import { type MessageContent } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type ConsoleRoute, routes, TICKET } from '../support/console-routes.js';
import { newCaller, write } from '../support/conversation.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { naming } from '../support/naming.js';
import { codeOf, linkFor, PasskeyUser, personOf, staffIdOf, tokenOf } from '../support/passkeys.js';
import { EVENING, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { openedOf, richConsultation } from '../support/rich-consultation.js';
import { consoleAt } from '../support/staff.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { hangUp } from '../support/wall.js';

jest.setTimeout(120_000);

/** Requests on their way together. */
const AT_ONCE = 8;
const ERASED = { kind: 'labelled', label: 'erased', detail: null };

interface KeyRow {
  id: string;
  purpose: string;
  wrapped: Buffer;
  created_at: Date;
  parent_id: string;
}

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: Relay;
let folder: string;
let counselor: ConsoleClient;
let supervisor: ConsoleClient;
let admin: ConsoleClient;
/** Whoever is erased: with a counselor when the older backups were taken. */
let userId: string;
let ticketId: string;
let caller: { id: string; key: string; number: number };
/** In the line when the older backups were taken, and erased since. */
let waitingId: string;
let neighbourId: string;
/** The key as it lay in the store before. */
let row: KeyRow;
/** What lets somebody in by itself, as it was held when the older backups were taken. */
let wall: ConsoleClient;
let link: string;
/** Taken before the erasure and after it. */
const before = { data: '', keys: '' };
const after = { data: '', keys: '' };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-restore-'));
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  relay = await startRelay({ standIn, at: EVENING, env: keys.env });
  [counselor, supervisor, admin] = (await Promise.all(
    ['sato', 'tanaka', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient, ConsoleClient];
  neighbourId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '隣の相談です');
  waitingId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '待っています');
  ({ userId, ticketId } = await richConsultation(
    standIn,
    relay,
    SUICIDE_PREVENTION,
    { counselor, supervisor },
    '消してほしい相談です',
  ));
  caller = await callerOf(ticketId);
  [row] = (await keys.query<KeyRow>('SELECT * FROM keystore.data_key WHERE id = $1', [caller.key])) as [
    KeyRow,
  ];
  ({ screen: wall } = await hangUp(supervisor));
  link = tokenOf(await linkFor(admin, 'suzuki'));
  await new PasskeyUser(relay.url).asked('/api/join/passkey/options', { token: link });
  const recovery = `/api/people/${await staffIdOf(admin, 'sato')}/recovery`;
  expect((await admin.request('POST', recovery, { reason: 'スマホをなくした' })).status).toBe(200);
  await backup(before);
  await counselor.take(waitingId);
  for (const id of [ticketId, waitingId]) {
    expect((await counselor.close(id)).status).toBe(200);
    await erase((await callerOf(id)).number);
  }
  await backup(after);
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

async function callerOf(id: string) {
  const [found] = await relay.database.query<{ id: string; key: string; number: number }>(
    'SELECT caller.id, key_id AS key, number FROM caller JOIN ticket ON caller_id = caller.id WHERE ticket.id = $1',
    [id],
  );
  if (found === undefined) throw new Error('no such ticket');
  return found;
}

async function erase(ticketNumber: number) {
  const named = await naming(admin, SUICIDE_PREVENTION, ticketNumber, '本人の希望');
  expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
  await eventually(async () => {
    const { body } = await admin.request<ErasuresView>('GET', '/api/erasures');
    return body.erasures.every(({ state }) => state === 'done') || undefined;
  }, 'the erasure');
}

type Stores = { database?: Relay['database']; keys?: TestKeyDatabase };

const settings = ({ database = relay.database, keys: store = keys }: Stores = {}) =>
  readEnvironment({
    ...relayEnvironment({ database, dataDir: folder, port: 0, standInUrl: standIn.url }),
    ...store.env,
  });

async function backup(into: typeof before) {
  const take = async (what: 'backup' | 'backup:keys') =>
    (await runBackup({ what, to: folder, file: undefined, keys: false }, settings())).split('\n')[0] ?? '';
  into.data = await take('backup');
  into.keys = await take('backup:keys');
}

const restore = (file: string, of: 'data' | 'keys', stores: Stores) =>
  runBackup({ what: 'restore', to: undefined, file, keys: of === 'keys' }, settings(stores));

/** An empty database for the data, or for the keys, that is gone when the test is over. */
const made: TestKeyDatabase[] = [];
async function emptyStores(): Promise<Required<Stores>> {
  const [data, store] = [await createTestKeyDatabase(), await createTestKeyDatabase()];
  made.push(data, store);
  const database = {
    ...relay.database,
    query: data.query.bind(data),
    ownerUrl: data.ownerUrl,
    appUrl: data.ownerUrl,
  };
  return { database, keys: store };
}
afterAll(() => Promise.all(made.map((database) => database.drop())));

/** A relay on restored databases, for as long as somebody looks. */
async function started({ database, keys: store }: Required<Stores>, look: (other: Relay) => Promise<void>) {
  const other = await startRelay({ standIn, at: EVENING, beside: { ...relay, database }, env: store.env });
  try {
    await look(other);
  } finally {
    await other.close();
  }
}

const hasKey = async (store: TestKeyDatabase) =>
  (await store.query('SELECT FROM keystore.data_key WHERE id = $1', [caller.key])).length > 0;
const putBack = (store: TestKeyDatabase) =>
  store.query(
    'INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, parent_id) VALUES ($1, $2, $3, $4, $5)',
    [row.id, row.purpose, row.wrapped, row.created_at, row.parent_id],
  );
const contents = async (id: string, at: Relay): Promise<MessageContent[]> => {
  const reader = await consoleAt(supervisor, 'tanaka', { here: relay, at });
  return (await reader.talkRoom(id)).messages.map(({ content }) => content);
};
const tracesOf = (database: Relay['database'], act: string) =>
  database.query(
    `SELECT actor_kind AS by, details::jsonb AS details FROM audit_entry WHERE act = $1 ORDER BY seq`,
    [act],
  );

/** Of the two callers, and of the one reason in the trace about one of them. */
it('older keys beside the data of now, and in either order with data that knows of the erasure', async () => {
  const beside = { database: relay.database, keys: (await emptyStores()).keys };
  expect(await restore(before.keys, 'keys', beside)).toContain('3 keys that were destroyed since');
  expect(await hasKey(beside.keys)).toBe(false);

  const keysFirst = await emptyStores();
  expect(await restore(before.keys, 'keys', keysFirst)).toContain('the next start destroys again');
  expect(await hasKey(keysFirst.keys)).toBe(true);
  expect(await restore(after.data, 'data', keysFirst)).toContain('3 keys that were destroyed since');
  expect(await hasKey(keysFirst.keys)).toBe(false);
  expect(await tracesOf(keysFirst.database, 'backup.restored')).toEqual([
    { by: 'command', details: expect.objectContaining({ kind: 'data', destroyedAgain: 3 }) },
  ]);

  const dataFirst = await emptyStores();
  expect(await restore(after.data, 'data', dataFirst)).toContain('the next start destroys again');
  expect(await restore(before.keys, 'keys', dataFirst)).toContain('3 keys that were destroyed since');
  for (const stores of [keysFirst, dataFirst])
    await started(stores, async (other) => {
      expect(new Set((await contents(ticketId, other)).map((content) => JSON.stringify(content)))).toEqual(
        new Set([JSON.stringify(ERASED)]),
      );
      expect((await contents(neighbourId, other))[0]).toEqual({ kind: 'text', text: '隣の相談です' });
      for (const { opened } of Object.values(await openedOf(other, caller.id))) expect(opened).toBe(0);
      // The restoring has destroyed them: nothing was left for the start to do.
      expect(await tracesOf(stores.database, 'key.destroyed-again')).toEqual([]);
    });
});

it('a start destroys again what somebody copied back, and a process that runs forgets it', async () => {
  // As a dump of the key store from before would have it: without a note of what was destroyed since.
  await keys.query('DELETE FROM keystore.destroyed_key WHERE key_id = $1', [caller.key]);
  await putBack(keys);
  await started({ database: relay.database, keys }, () =>
    hasKey(keys).then((has) => expect(has).toBe(false)),
  );
  const trace = { by: 'system', details: { keys: 1 } };
  expect(await tracesOf(relay.database, 'key.destroyed-again')).toEqual([trace]);

  // One row alone. The relay that runs reads with it, until another one starts.
  await putBack(keys);
  expect(await contents(ticketId, relay)).toContainEqual({ kind: 'text', text: '消してほしい相談です' });
  await started({ database: relay.database, keys }, async () => {
    expect(await hasKey(keys)).toBe(false);
    await eventually(async () => {
      expect((await contents(ticketId, relay))[0]).toEqual(ERASED);
      return true;
    }, 'the process that runs forgetting the key');
  });
  expect(await tracesOf(relay.database, 'key.destroyed-again')).toEqual([trace, trace]);
});

it('older data knows of no erasure: what it has is shown as erased, and no route fails', async () => {
  const { database } = await emptyStores();
  expect(await restore(before.data, 'data', { database, keys })).toContain('0 keys');
  // The store alone knows that this key was destroyed.
  await putBack(keys);
  await started({ database, keys }, async (older) => {
    expect(await hasKey(keys)).toBe(false);
    expect(await tracesOf(database, 'key.destroyed-again')).toEqual([{ by: 'system', details: { keys: 1 } }]);
    for (const id of [ticketId, waitingId]) expect((await contents(id, older))[0]).toEqual(ERASED);
    const asked = routes.filter(
      ([method, address]) => method === 'GET' || address.startsWith('/api/tickets/'),
    );
    const reads = asked.filter(([method]) => method === 'GET');
    const failed: string[] = [];
    const [admins, counselors, supervisors] = (await Promise.all(
      ['admin', 'sato', 'tanaka'].map((login) => ConsoleClient.signedIn(older.url, login)),
    )) as [ConsoleClient, ConsoleClient, ConsoleClient];
    const ask = async (client: ConsoleClient, id: string, [method, route, body]: ConsoleRoute) => {
      const { status } = await fetch(`${older.url}${route.replace(TICKET, id)}`, {
        method,
        headers: {
          cookie: client.cookie,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (status >= 500) failed.push(`${method} ${route}: ${status}`);
    };
    // What is read first, while the one is in a counselor's hands and the other in the line; then all that can be done.
    for (const [client, id, these] of [
      [admins, ticketId, reads],
      [counselors, ticketId, asked],
      [supervisors, waitingId, asked],
    ] as const)
      for (let from = 0; from < these.length; from += AT_ONCE)
        await Promise.all(these.slice(from, from + AT_ONCE).map((route) => ask(client, id, route)));
    expect(failed).toEqual([]);

    // Whoever writes again is heard, as a stranger.
    await pointWebhooksAt(standIn, older.url);
    const { webhookEventId } = await standIn.sendText(SUICIDE_PREVENTION, userId, 'また来ました');
    const fresh = await eventually(async () => {
      const [found] = await database.query<{ id: string }>(
        'SELECT ticket_id AS id FROM message WHERE source = $1',
        [`line:${SUICIDE_PREVENTION}:${webhookEventId}`],
      );
      return found?.id;
    }, 'the message in a ticket');
    expect(fresh).not.toBe(ticketId);
    expect((await contents(fresh, older))[0]).toEqual({ kind: 'text', text: 'また来ました' });
    await pointWebhooksAt(standIn, relay.url);
  });
});

it('lets nobody in by what they held when the backup was taken, and says what to look at', async () => {
  const { database } = await emptyStores();
  const said = await restore(before.data, 'data', { database, keys });
  expect(said).toContain('3 sessions, 1 screens on the wall, 1 unused links and 1 open recoveries');
  expect(said).toContain('Who left, was switched off or lost a role?');
  const ended = { sessions: 3, walls: 1, links: 1, recoveries: 1 };
  expect(await tracesOf(database, 'backup.restored')).toEqual([
    { by: 'command', details: expect.objectContaining(ended) },
  ]);
  // Whatever else is found by the hash of a token, or waits for an answer, has to be ended as well.
  const tables = await database.query<{ name: string }>(
    `SELECT DISTINCT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name IN ('token_hash', 'challenge') ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(['session', 'sign_in_link', 'wall', 'webauthn_challenge']);
  for (const { name } of tables) expect(await database.query(`SELECT FROM ${name}`)).toEqual([]);
  await started({ database, keys }, async (older) => {
    for (const person of [counselor, supervisor, admin])
      expect((await person.at(older.url).request('GET', '/api/session')).status).toBe(401);
    expect((await wall.at(older.url).request('GET', '/api/wall')).status).toBe(401);
    const joined = await new ConsoleClient(older.url).request('POST', '/api/join', { token: link });
    expect(codeOf(joined)).toBe('link_unusable');
    const fresh = await ConsoleClient.signedIn(older.url, 'admin');
    expect(await personOf(fresh, 'sato')).toMatchObject({ recovery: null, sessions: 0 });
  });
});
