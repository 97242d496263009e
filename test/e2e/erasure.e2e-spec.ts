import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { runBackup } from '../../src/app/backup/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type Certificate, type ErasuresView } from '../../src/contract/erasure.js';
import { verifyAudit } from '../../src/audit/audit-verify.js';
import { Database } from '../../src/database/database.service.js';
import { isIntact } from '../../src/erasure/certificate.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { naming } from '../support/naming.js';
import { EVENING, moveClock, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { openedOf, richConsultation } from '../support/rich-consultation.js';
import { consoleAt } from '../support/staff.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const WISH = '記録の削除を希望します';
const DAY_MS = 86_400_000;
/** What a restored backup still has of an erased caller, and nobody can open. */
const KINDS_OF_WORDS = [
  'message.content_sealed',
  'media_chunk.sealed',
  'draft.content_sealed',
  'delivery.request_sealed',
  'inbound_event.sealed',
  'caller_address.address_sealed',
  'risk_mark.reason_sealed',
  'consult_request.why_sealed',
];

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: Relay;
let folder: string;
let counselor: ConsoleClient;
let supervisor: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-backups-'));
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  relay = await startRelay({ standIn, at: EVENING, env: keys.env });
  [counselor, supervisor, admin] = (await Promise.all(
    ['sato', 'tanaka', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient, ConsoleClient];
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = (given: { database?: Relay['database']; keys?: TestKeyDatabase } = {}) =>
  readEnvironment({
    ...relayEnvironment({
      database: given.database ?? relay.database,
      dataDir: folder,
      port: 0,
      standInUrl: standIn.url,
    }),
    ...(given.keys ?? keys).env,
  });
const backup = async (what: 'backup' | 'backup:keys', at?: Date) =>
  (await runBackup({ what, to: folder, file: undefined, keys: false }, settings(), at)).split('\n');
const erasures = async () => (await admin.request<ErasuresView>('GET', '/api/erasures')).body;
const erasureOf = async (callerId: string) =>
  (await erasures()).erasures.find((row) => row.callerId === callerId);
const callerOf = async (ticketId: string) => {
  const [row] = await relay.database.query<{ id: string; key: string; number: number }>(
    `SELECT caller.id, key_id AS key, number FROM caller JOIN ticket ON caller_id = caller.id WHERE ticket.id = $1`,
    [ticketId],
  );
  if (row === undefined) throw new Error('no such ticket');
  return row;
};
const contents = async (ticketId: string, at: Relay = relay) => {
  const reader = await consoleAt(supervisor, 'tanaka', { here: relay, at });
  return (await reader.talkRoom(ticketId)).messages.map(({ content }) => content);
};

/** A consultation that has ended. */
async function ended(userId: string, text: string): Promise<string> {
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, text);
  await counselor.take(ticketId);
  await counselor.reply(ticketId, 'わかりました');
  await eventually(
    async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes('わかりました') || undefined,
    'the reply at LINE',
  );
  await counselor.close(ticketId);
  return ticketId;
}

describe('a caller who wants to be erased', () => {
  it('hears that a person decides, and that it is done; then nobody can read it, from a backup neither', async () => {
    const neighbour = await ended(await newCaller(standIn), '隣の相談です');
    const { userId, ticketId } = await richConsultation(
      standIn,
      relay,
      SUICIDE_PREVENTION,
      { counselor, supervisor },
      '消してほしい相談です',
    );
    const caller = await callerOf(ticketId);
    const whole = await openedOf(relay, caller.id);
    expect(Object.keys(whole)).toEqual(expect.arrayContaining(KINDS_OF_WORDS));
    const [data = ''] = await backup('backup');
    const [keyFile = ''] = await backup('backup:keys');
    await counselor.close(ticketId);

    // In the account's own words, where it has some.
    const done = '「{account}」です。{until} までに、記録を消しました。';
    const farewell = `/api/accounts/${SUICIDE_PREVENTION}/texts/erasure-done`;
    expect((await admin.request('PUT', farewell, { version: 0, body: '{hours}' })).status).toBe(400);
    expect((await admin.request('PUT', farewell, { version: 0, body: done })).status).toBe(200);

    // To speak of it is no wish.
    await write(standIn, relay, SUICIDE_PREVENTION, userId, `${WISH}、と書けばいいのですか`);
    expect(await erasureOf(caller.id)).toBeUndefined();
    const second = await write(standIn, relay, SUICIDE_PREVENTION, userId, WISH);
    await eventually(
      async () =>
        (await textsTo(standIn, SUICIDE_PREVENTION, userId)).some((text) =>
          text.includes('受け取りました'),
        ) || undefined,
      'that it was understood',
    );
    const asked = await erasureOf(caller.id);
    expect(asked).toMatchObject({ state: 'asked', cause: 'caller', obstacle: 'open-ticket' });
    const confirm = () =>
      admin.request<ErasuresView>('POST', `/api/erasures/${asked?.id}/confirm`, { reason: '本人の希望' });
    expect(await confirm()).toMatchObject({
      status: 409,
      body: { error: { code: 'caller_in_consultation' } },
    });
    expect(
      (await counselor.request('POST', `/api/erasures/${asked?.id}/confirm`, { reason: 'x' })).status,
    ).toBe(403);
    await counselor.take(second);
    await counselor.close(second);
    expect((await confirm()).status).toBe(200);

    await eventually(async () => (await erasureOf(caller.id))?.state === 'done' || undefined, 'the erasure');
    const { body: certificate } = await admin.request<Certificate>(
      'GET',
      `/api/erasures/${asked?.id}/certificate`,
    );
    expect(isIntact(certificate)).toBe(true);
    expect(isIntact({ ...certificate, erasedAt: new Date(0).toISOString() })).toBe(false);
    expect(certificate).toMatchObject({ callerId: caller.id, cause: 'caller' });
    // Theirs, and those of reasons in the trace about them.
    expect(certificate.keyIds).toContain(caller.key);
    expect(new Date(certificate.backupsUntil).getTime() - new Date(certificate.erasedAt).getTime()).toBe(
      14 * DAY_MS,
    );
    await eventually(
      async () =>
        /^「.*サンプル.*」です。\d+月\d+日 までに、記録を消しました。$/.test(
          (await textsTo(standIn, SUICIDE_PREVENTION, userId)).at(-1) ?? '',
        ) || undefined,
      'that it is done',
    );
    const erased = { kind: 'labelled', label: 'erased', detail: null };
    expect(new Set((await contents(ticketId)).map((content) => JSON.stringify(content)))).toEqual(
      new Set([JSON.stringify(erased)]),
    );
    expect(await relay.database.query('SELECT FROM inbound_event WHERE caller_id = $1', [caller.id])).toEqual(
      [],
    );

    // Who writes again is heard, as a stranger.
    const fresh = await write(standIn, relay, SUICIDE_PREVENTION, userId, 'また来ました');
    expect((await callerOf(fresh)).id).not.toBe(caller.id);

    await restoredFrom(data, keys, async (older) => {
      expect(new Set((await contents(ticketId, older)).map((content) => JSON.stringify(content)))).toEqual(
        new Set([JSON.stringify(erased)]),
      );
      expect((await contents(neighbour, older))[0]).toEqual({ kind: 'text', text: '隣の相談です' });
      // Also by hand, with the master key and the keys that are left: the rows are all there, and none of them opens.
      const found = await openedOf(older, caller.id);
      expect(Object.keys(found)).toEqual(expect.arrayContaining(KINDS_OF_WORDS));
      for (const { opened, damaged, ...gone } of Object.values(found))
        expect({ opened, damaged, some: gone.erased > 0 }).toEqual({ opened: 0, damaged: 0, some: true });
      expect(Object.values(await openedOf(older, (await callerOf(neighbour)).id))).not.toContainEqual(
        expect.objectContaining({ opened: 0 }),
      );
    });
    await oldKeyStoreForgets(keyFile, caller.key);
    expect(await commands()).toEqual([
      { act: 'backup.taken', kind: 'data', state: 'begun' },
      { act: 'backup.taken', kind: 'data', state: 'done' },
      { act: 'backup.taken', kind: 'keys', state: 'begun' },
      { act: 'backup.taken', kind: 'keys', state: 'done' },
      { act: 'backup.restored', kind: 'keys', state: 'done' },
    ]);
  });

  /** What command lines left in the trace. */
  const commands = () =>
    relay.database.query(
      `SELECT act, details::jsonb ->> 'kind' AS kind, details::jsonb ->> 'state' AS state FROM audit_entry
       WHERE actor_kind = 'command' ORDER BY seq`,
    );

  /** The older data, with the living master key and a key store. */
  async function restoredFrom(file: string, store: TestKeyDatabase, look: (older: Relay) => Promise<void>) {
    const empty = await createTestKeyDatabase();
    const database = {
      ...relay.database,
      query: empty.query.bind(empty),
      ownerUrl: empty.ownerUrl,
      appUrl: empty.ownerUrl,
    };
    await runBackup({ what: 'restore', to: undefined, file, keys: false }, settings({ database }));
    await expect(
      runBackup({ what: 'restore', to: undefined, file, keys: false }, settings({ database })),
    ).rejects.toThrow('not empty');
    const older = await startRelay({ standIn, at: EVENING, beside: { ...relay, database }, env: store.env });
    try {
      await look(older);
      // The chain goes on from where it was then, with the restoring in it.
      const trace = await empty.query(
        `SELECT act FROM audit_entry WHERE actor_kind = 'command' ORDER BY seq`,
      );
      expect(trace).toEqual([{ act: 'backup.taken' }, { act: 'backup.restored' }]);
      const { findings } = await verifyAudit(older.server.app.get(Database));
      expect(findings).toEqual([]);
    } finally {
      await older.close();
    }
    await empty.drop();
  }

  /** A key store of before brings nobody back either, once it is restored beside the data of now. */
  async function oldKeyStoreForgets(file: string, keyId: string) {
    const store = await createTestKeyDatabase();
    await runBackup({ what: 'restore', to: undefined, file, keys: true }, settings({ keys: store }));
    expect(await store.query('SELECT FROM keystore.data_key WHERE id = $1', [keyId])).toEqual([]);
    expect(await store.query('SELECT FROM keystore.data_key')).not.toEqual([]);
    await store.drop();
  }

  it('is not erased while somebody holds it, and can be declined', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await ended(userId, '照会のある相談です');
    const caller = await callerOf(ticketId);
    const named = await naming(admin, SUICIDE_PREVENTION, caller.number, '照会への回答が済むまで');
    expect((await admin.request('POST', '/api/erasures/holds', named)).status).toBe(200);
    expect(await admin.request('POST', '/api/erasures', named)).toMatchObject({
      status: 409,
      body: { error: { code: 'caller_held' } },
    });
    expect((await erasures()).holds).toMatchObject([
      { callerId: caller.id, reason: '照会への回答が済むまで' },
    ]);
    expect((await admin.request('DELETE', `/api/erasures/holds/${caller.id}`)).status).toBe(200);
    await write(standIn, relay, SUICIDE_PREVENTION, userId, WISH);
    const asked = await eventually(() => erasureOf(caller.id), 'the wish');
    await admin.request('POST', `/api/erasures/${asked.id}/decline`, { reason: '続けたいとのこと' });
    expect(await erasureOf(caller.id)).toMatchObject({ state: 'declined', decidedBy: expect.any(String) });
    expect((await contents(ticketId))[0]).toEqual({ kind: 'text', text: '照会のある相談です' });
  });

  it('is forgotten by every process, and loses no word that comes at that moment', async () => {
    const other = await startRelay({ standIn, at: EVENING, beside: relay, env: keys.env });
    try {
      const userId = await newCaller(standIn);
      const ticketId = await ended(userId, 'ふたつの窓口で');
      const caller = await callerOf(ticketId);
      // Both know the caller's key now.
      expect((await contents(ticketId, other))[0]).toEqual({ kind: 'text', text: 'ふたつの窓口で' });
      await pointWebhooksAt(standIn, other.url);
      const known = await write(standIn, relay, SUICIDE_PREVENTION, userId, '思い出しました');
      await counselor.take(known);
      await counselor.close(known);
      const named = await naming(admin, SUICIDE_PREVENTION, caller.number, '誤って登録');
      // Erased by the one while they write through the other.
      const sending = standIn.sendText(SUICIDE_PREVENTION, userId, '同じ瞬間に', { wait: true });
      const answer = await admin.request('POST', '/api/erasures', named);
      const sent = await sending;
      const fresh = await ticketOfEvent(relay, SUICIDE_PREVENTION, sent.webhookEventId);
      if (answer.status === 200) expect((await callerOf(fresh)).id).not.toBe(caller.id);
      else {
        await counselor.take(fresh);
        await counselor.close(fresh);
        expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
      }
      await eventually(
        async () => (await erasureOf(caller.id))?.state === 'done' || undefined,
        'the erasure',
      );
      const erased = { kind: 'labelled', label: 'erased', detail: null };
      await eventually(async () => {
        expect((await contents(ticketId, other))[0]).toEqual(erased);
        return true;
      }, 'the other process forgetting the key');
      if (answer.status === 200)
        expect((await contents(fresh))[0]).toEqual({ kind: 'text', text: '同じ瞬間に' });
    } finally {
      await pointWebhooksAt(standIn, relay.url);
      await other.close();
    }
  });

  it('keeps backups of the key store no longer than is said', async () => {
    const [old = ''] = await backup('backup:keys', new Date(Date.now() - 13.5 * DAY_MS));
    const [young = '', said] = await backup('backup:keys');
    expect(said).toMatch(/^[1-9]\d* older than 13 days deleted/);
    await expect(
      runBackup({ what: 'restore', to: undefined, file: old, keys: true }, settings()),
    ).rejects.toThrow(/no such file/);
    expect(young).toMatch(/tomoshibi-keys-.*\.backup$/);
  });
});

describe('a wish that waits for a decision', () => {
  it('is decided by an administrator who erases without looking at it, and the caller hears of it', async () => {
    const { userId, caller } = await wished('まだ決まっていません');
    const asked = await erasureOf(caller.id);
    const named = await naming(admin, SUICIDE_PREVENTION, caller.number, '本人の希望');
    expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
    await eventually(async () => (await erasureOf(caller.id))?.state === 'done' || undefined, 'the erasure');
    expect(await erasureOf(caller.id)).toMatchObject({
      id: asked?.id,
      askedAt: asked?.askedAt,
      cause: 'staff',
      decidedBy: expect.any(String),
    });
    expect((await erasures()).erasures.filter((row) => row.callerId === caller.id)).toHaveLength(1);
    await eventually(
      async () =>
        (await textsTo(standIn, SUICIDE_PREVENTION, userId)).at(-1)?.includes('消しました') || undefined,
      'that it is done',
    );
  });
});

/** A caller who asked to be erased, and whom nobody has answered. */
async function wished(text: string) {
  const userId = await newCaller(standIn);
  const first = await ended(userId, text);
  const caller = await callerOf(first);
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, WISH);
  await counselor.take(ticketId);
  await counselor.close(ticketId);
  expect(await erasureOf(caller.id)).toMatchObject({ state: 'asked', obstacle: null });
  return { userId, ticketId: first, caller };
}

it('an account that keeps nobody for ever erases who has been gone for so long', async () => {
  const gone = await callerOf(await ended(await newCaller(standIn), 'ずっと前の相談です'));
  const here = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'いま話しています');
  const { caller: waits } = await wished('希望したまま、時が過ぎました');
  const asked = await erasureOf(waits.id);
  // Something that nobody foresaw keeps one of them from being erased.
  const odd = await callerOf(await ended(await newCaller(standIn), '消せない相談です'));
  await relay.database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN IF NEW.caller_id = '${odd.id}' THEN RAISE 'refused'; END IF; RETURN NEW; END $$`,
  );
  await relay.database.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await relay.database.query(
    `UPDATE account SET settings = jsonb_set(settings::jsonb, '{retention}', '{"days": 30}') WHERE id = $1`,
    [SUICIDE_PREVENTION],
  );
  await moveClock(relay, new Date(EVENING.getTime() + 32 * DAY_MS));
  await eventually(
    async () => (await erasureOf(gone.id))?.state === 'done' || undefined,
    'the erasure',
    30_000,
  );
  expect(await erasureOf(gone.id)).toMatchObject({ cause: 'retention', decidedBy: null });
  await eventually(
    async () => (await erasureOf(waits.id))?.state === 'done' || undefined,
    'the other erasure',
  );
  expect(await erasureOf(waits.id)).toMatchObject({
    id: asked?.id,
    askedAt: asked?.askedAt,
    cause: 'retention',
  });
  expect(await erasureOf(odd.id)).toBeUndefined();
  expect((await contents(here))[0]).toEqual({ kind: 'text', text: 'いま話しています' });
});
