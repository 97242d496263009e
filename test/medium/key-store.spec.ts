import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { DataSource } from 'typeorm';
import { KEY_WRAPPER, keyBinding, KeyStore } from '../../src/vault/key-store.js';
import { type KeyWrapper } from '../../src/vault/key-wrapper.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { RelayProcess } from '../support/relay-process.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(150_000);

/** More at once than one commit takes, so that a kill finds some at every stage. */
const STRANGERS = 25;
const KILLS = 2;

let standIn: StandIn;
let keys: TestKeyDatabase;

beforeAll(async () => {
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
});
afterAll(async () => {
  await keys.drop();
  await standIn.close();
});

const wrappedBy = () =>
  keys.query<{ purpose: string; parent: string | null; owner: string | null }>(
    `SELECT key.purpose, parent.purpose AS parent, parent.owner FROM keystore.data_key AS key
     LEFT JOIN keystore.data_key AS parent ON parent.id = key.parent_id GROUP BY 1, 2, 3 ORDER BY 1, 3`,
  );

/** What an earlier release left: every key wrapped by the master key, which had no name, beside the data. */
async function asBefore(relay: Relay): Promise<void> {
  const store = relay.server.app.get(KeyStore);
  const wrapper = relay.server.app.get<KeyWrapper>(KEY_WRAPPER);
  const rows = await relay.database.query<{ id: string }>(
    `SELECT id FROM keystore.data_key WHERE purpose <> 'wrapping'`,
  );
  const found = await store.get(
    relay.server.app.get(DataSource),
    rows.map((row) => row.id),
  );
  for (const key of found.values()) {
    const wrapped = await wrapper.wrap(keyBinding(key.id), key.secret.export());
    await relay.database.query('UPDATE keystore.data_key SET wrapped = $2, parent_id = NULL WHERE id = $1', [
      key.id,
      wrapped,
    ]);
  }
  await relay.database.query(`DELETE FROM keystore.data_key WHERE purpose = 'wrapping'`);
}

describe('the key store', () => {
  let relay: Relay;

  beforeAll(async () => {
    relay = await startRelay({ standIn, at: EVENING });
  });
  afterAll(async () => relay.close());

  it('takes over the keys that lay beside the data, and wraps them by their accounts', async () => {
    const caller = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, caller, '前からの相談です');
    await asBefore(relay);
    await relay.stop();

    const after = await startRelay({ standIn, at: EVENING, beside: relay, env: keys.env });
    try {
      await pointWebhooksAt(standIn, after.url);
      expect(await relay.database.query('SELECT FROM keystore.data_key')).toEqual([]);
      const expected = [
        ...['account', 'caller', 'index'].flatMap((purpose) =>
          ['human-rights', SUICIDE_PREVENTION]
            .filter((owner) => purpose !== 'caller' || owner === SUICIDE_PREVENTION)
            .map((owner) => ({ purpose, parent: 'wrapping', owner })),
        ),
        // By which the provision file is compared: of no account.
        { purpose: 'index', parent: null, owner: null },
        { purpose: 'wrapping', parent: null, owner: null },
      ];
      await eventually(async () => {
        expect(await wrappedBy()).toEqual(expected);
        return true;
      }, 'every key wrapped by its account');
      const supervisor = await ConsoleClient.signedIn(after.url, 'tanaka');
      expect((await supervisor.talkRoom(ticketId)).messages[0]?.content).toEqual({
        kind: 'text',
        text: '前からの相談です',
      });
      expect(await write(standIn, after, SUICIDE_PREVENTION, caller, '続きです')).toBe(ticketId);
      expect(await (await fetch(`${after.url}/readyz`)).json()).toMatchObject({ keyStore: true });
    } finally {
      await after.close();
    }
  });

  it('is closed to the role of the data, and its role gets nowhere else', async () => {
    const app = new pg.Client({ connectionString: relay.database.appUrl });
    await app.connect();
    await expect(app.query('SELECT FROM keystore.data_key')).rejects.toMatchObject({ code: '42501' });
    await app.end();
    const own = new pg.Client({ connectionString: keys.url });
    await own.connect();
    for (const sql of [
      'DROP TABLE keystore.data_key',
      'CREATE TABLE copy AS SELECT * FROM keystore.data_key',
    ])
      await expect(own.query(sql)).rejects.toMatchObject({ code: '42501' });
    await own.end();
  });

  it('refuses a master key that is not the one of before', async () => {
    const other = { ...keys.env, MASTER_KEY: randomBytes(32).toString('base64') };
    await expect(startRelay({ standIn, at: EVENING, beside: relay, env: other })).rejects.toThrow(
      /^MASTER_KEY/,
    );
    expect(relay.server.app.get(AccountDirectory).all()).not.toEqual([]);
  });
});

it('holds every key before the first word is sealed with it, however often the server is killed', async () => {
  const relay = await RelayProcess.create(standIn.url, keys.env);
  try {
    await relay.database.query('INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1)', [
      EVENING.getTime() - Date.now(),
    ]);
    // However long a start takes: what is given up by then would never be known.
    await standIn.setWebhookBehaviour({ redelivery: { enabled: true, intervalMs: 100, count: 5000 } });
    const callers = async () =>
      (await relay.database.query<{ key_id: string }>('SELECT key_id FROM caller')).map((row) => row.key_id);
    let known = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await relay.start();
      await pointWebhooksAt(standIn, relay.url);
      const strangers = await Promise.all(Array.from({ length: STRANGERS }, () => newCaller(standIn)));
      void Promise.all(
        strangers.map((userId) => standIn.sendText(SUICIDE_PREVENTION, userId, 'はじめまして')),
      );
      // In the middle of it: some have been made, and more are on their way.
      const before = known;
      await eventually(async () => (await callers()).length > before + kill * 8 || undefined, 'some callers');
      await relay.kill();
      known = (await callers()).length;
    }
    await relay.start();
    await eventually(
      async () => (await callers()).length === KILLS * STRANGERS || undefined,
      'everybody known',
      60_000,
    );
    const stored = new Set(
      (await keys.query<{ id: string }>('SELECT id FROM keystore.data_key')).map((row) => row.id),
    );
    expect((await callers()).filter((id) => !stored.has(id))).toEqual([]);
  } finally {
    await relay.close();
  }
});
