import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { runBackup } from '../../src/app/backup/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type ErasuresView } from '../../src/contract/erasure.js';
import { Database } from '../../src/database/database.service.js';
import { keyIdOf } from '../../src/vault/seal.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { EVENING, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(180_000);

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: Relay;
let folder: string;
let counselor: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-farewell-'));
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  relay = await startRelay({ standIn, at: EVENING, env: keys.env });
  [counselor, admin] = (await Promise.all(
    ['sato', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient];
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = (database = relay.database, store = keys) =>
  readEnvironment({
    ...relayEnvironment({ database, dataDir: folder, port: 0, standInUrl: standIn.url }),
    ...store.env,
  });
const backup = async (what: 'backup' | 'backup:keys') => {
  const given = { what, to: folder, file: undefined, keys: false };
  return (await runBackup(given, settings())).split('\n')[0] ?? '';
};

/** Somebody asks to be erased and is, while LINE takes no push: where to tell them waits. */
async function erasedWhileLineIsAway(): Promise<string> {
  const userId = await newCaller(standIn);
  const wish = '記録の削除を希望します';
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, wish);
  await eventually(
    async () =>
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).some((text) => text.includes('受け取りました')) ||
      undefined,
    'that it was understood',
  );
  await counselor.take(ticketId);
  await counselor.close(ticketId);
  await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 500 });
  const { body } = await admin.request<ErasuresView>('GET', '/api/erasures');
  const asked = body.erasures.find(({ state }) => state === 'asked');
  const confirm = `/api/erasures/${asked?.id}/confirm`;
  expect((await admin.request('POST', confirm, { reason: '本人の希望' })).status).toBe(200);
  await eventually(async () => (await farewell(relay)).length > 0 || undefined, 'the farewell waiting');
  return userId;
}

/** What waits to be told to whoever was erased: its words, and whose key opens them. */
async function farewell(at: Relay) {
  const rows = await at.database.query<{ id: string; bytes: Buffer }>(
    `SELECT id, sealed AS bytes FROM line_task WHERE kind = 'farewell'`,
  );
  const opened = await at.server.app.get(Vault).openJson(
    at.server.app.get(Database),
    rows.map(({ id, bytes }) => ({ binding: `line_task.sealed:${id}` as const, bytes })),
  );
  return rows.map(({ bytes }, index) => ({ keyId: keyIdOf(bytes), payload: opened[index] }));
}
const purposeOf = async (keyId: string | undefined, store = keys) =>
  (
    await store.query<{ purpose: string }>('SELECT purpose FROM keystore.data_key WHERE id = $1', [keyId])
  ).map(({ purpose }) => purpose);
const gone = (keyId: string | undefined) =>
  eventually(async () => (await purposeOf(keyId)).length === 0 || undefined, 'its key destroyed', 30_000);

it('where an erased caller is told opens in no backup once they were told, or it was given up', async () => {
  const userId = await erasedWhileLineIsAway();
  const [waiting] = await farewell(relay);
  expect(waiting?.payload).toMatchObject({ userId });
  expect(await purposeOf(waiting?.keyId)).toEqual(['farewell']);
  const [data, keyFile] = [await backup('backup'), await backup('backup:keys')];
  await standIn.clearFaults();
  await gone(waiting?.keyId);
  expect((await textsTo(standIn, SUICIDE_PREVENTION, userId)).at(-1)).toMatch(/月\d+日/);

  // The data as it was, with the keys of now.
  const empty = await createTestKeyDatabase();
  const { ownerUrl } = empty;
  const database = { ...relay.database, query: empty.query.bind(empty), ownerUrl, appUrl: ownerUrl };
  await runBackup({ what: 'restore', to: undefined, file: data, keys: false }, settings(database));
  const env = { ...keys.env, ROLES: 'console' };
  const older = await startRelay({ standIn, at: EVENING, beside: { ...relay, database }, env });
  try {
    expect(await farewell(older)).toEqual([{ keyId: waiting?.keyId, payload: undefined }]);
  } finally {
    await older.close();
    await empty.drop();
  }
  // An older key store beside the data of now: it is destroyed again.
  const store = await createTestKeyDatabase();
  const beside = settings(relay.database, store);
  await runBackup({ what: 'restore', to: undefined, file: keyFile, keys: true }, beside);
  expect(await purposeOf(waiting?.keyId, store)).toEqual([]);
  expect(await store.query('SELECT FROM keystore.data_key')).not.toEqual([]);
  await store.drop();

  await erasedWhileLineIsAway();
  const [second] = await farewell(relay);
  await relay.database.query(`UPDATE line_task SET expires_at = now() WHERE kind = 'farewell'`);
  await gone(second?.keyId);
  await standIn.clearFaults();
});
