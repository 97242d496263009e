import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type DisclosuresView } from '../../src/contract/disclosure.js';
import { type ErasuresView } from '../../src/contract/erasure.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const WISH = '記録の削除を希望します';

let standIn: StandIn;
let relay: Relay;
let counselor: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
  [counselor, admin] = (await Promise.all(
    ['sato', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient];
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
});

it('nobody is erased of whom something is still to be answered: a disclosure request, a break-glass', async () => {
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), WISH);
  await counselor.take(ticketId);
  await counselor.close(ticketId);
  const [ticket] = await relay.database.query<{ number: number }>('SELECT number FROM ticket WHERE id = $1', [
    ticketId,
  ]);
  const wish = async () => (await admin.request<ErasuresView>('GET', '/api/erasures')).body.erasures[0];
  const asked = await wish();
  expect(asked).toMatchObject({ state: 'asked', obstacle: null });
  const confirm = () => admin.request('POST', `/api/erasures/${asked?.id}/confirm`, { reason: '本人の希望' });
  const request = await admin.request<DisclosuresView>('POST', '/api/disclosures', {
    accountId: SUICIDE_PREVENTION,
    ticketNumber: ticket?.number,
    askerKind: 'police',
    asker: '中央警察署',
    basis: 'inquiry',
    receivedAt: EVENING.toISOString(),
    asked: '最後に書きこんだ時刻',
  });
  const id = request.body.disclosures.find((row) => row.ticket?.id === ticketId)?.id;
  expect((await wish())?.obstacle).toBe('disclosure');
  const open = { status: 409, body: { error: { code: 'caller_disclosure_open' } } };
  expect(await confirm()).toMatchObject(open);
  await admin.request('POST', `/api/disclosures/${id}/approve`, {});
  expect(await confirm()).toMatchObject(open);
  await admin.request('POST', `/api/disclosures/${id}/refuse`, { words: '根拠がない' });
  expect((await wish())?.obstacle).toBeNull();

  const [staff] = await relay.database.query<{ id: string }>(`SELECT id FROM staff WHERE login = 'sato'`);
  await relay.database.query(
    `INSERT INTO broken_glass (id, ticket_id, account_id, staff_id, session_id, reason_sealed, opened_at, ends_at, ended_at)
     VALUES (gen_random_uuid(), $1, $2, $3, gen_random_uuid(), '', $4, $4, $4)`,
    [ticketId, SUICIDE_PREVENTION, staff?.id, EVENING],
  );
  expect((await wish())?.obstacle).toBe('glass-unseen');
  expect(await confirm()).toMatchObject({ status: 409, body: { error: { code: 'caller_glass_unseen' } } });
  await relay.database.query('UPDATE broken_glass SET seen_at = $2, seen_by = $3 WHERE ticket_id = $1', [
    ticketId,
    EVENING,
    staff?.id,
  ]);
  expect((await confirm()).status).toBe(200);
});

it('nobody is erased while another supervisor still has to read why somebody looked at who they are', async () => {
  const [first, second] = await Promise.all(
    ['ueno', 'mori'].map((login) =>
      addStaff(relay, { login, memberships: { [SUICIDE_PREVENTION]: 'supervisor' } }),
    ),
  );
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), WISH);
  await counselor.take(ticketId);
  const unmasked = await first?.request('POST', `/api/tickets/${ticketId}/unmask`, {
    reason: '警察から身元の照会があったため',
  });
  expect(unmasked?.status).toBe(200);
  await counselor.close(ticketId);
  const wish = async () =>
    (await admin.request<ErasuresView>('GET', '/api/erasures')).body.erasures.find(
      ({ state }) => state === 'asked',
    );
  const asked = await wish();
  expect(asked?.obstacle).toBe('unmasking-unseen');
  const confirm = () => admin.request('POST', `/api/erasures/${asked?.id}/confirm`, { reason: '本人の希望' });
  expect(await confirm()).toMatchObject({
    status: 409,
    body: { error: { code: 'caller_unmasking_unseen' } },
  });
  expect((await second?.request('POST', `/api/tickets/${ticketId}/alarms/unmasked/seen`, {}))?.status).toBe(
    200,
  );
  expect((await wish())?.obstacle).toBeNull();
  expect((await confirm()).status).toBe(200);
});

it('but nobody waits for a supervisor whom the account doesn’t have', async () => {
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), WISH);
  await counselor.take(ticketId);
  const only = await addStaff(relay, { login: 'abe', memberships: { [SUICIDE_PREVENTION]: 'supervisor' } });
  await only.request('POST', `/api/tickets/${ticketId}/unmask`, { reason: '警察から身元の照会があったため' });
  await counselor.close(ticketId);
  await relay.database.query(
    `DELETE FROM membership USING staff WHERE staff.id = staff_id AND role = 'supervisor' AND login <> 'abe'`,
  );
  const { erasures } = (await admin.request<ErasuresView>('GET', '/api/erasures')).body;
  expect(erasures.find(({ state }) => state === 'asked')?.obstacle).toBeNull();
});

describe('a glass that is broken in the moment in which an erasure begins', () => {
  let reader: ConsoleClient;
  let ticketId: string;
  let erasureId: string | undefined;
  let between: pg.Client;

  beforeAll(async () => {
    reader = await addStaff(relay, { login: 'yamada', memberships: { [SUICIDE_PREVENTION]: 'counselor' } });
  });
  beforeEach(async () => {
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), WISH);
    await counselor.take(ticketId);
    await counselor.close(ticketId);
    const { erasures } = (await admin.request<ErasuresView>('GET', '/api/erasures')).body;
    erasureId = erasures.find(({ state }) => state === 'asked')?.id;
    between = new pg.Client({ connectionString: relay.database.ownerUrl });
    await between.connect();
    await between.query('BEGIN');
  });
  afterEach(() => between.end());

  const glass = () =>
    reader.request('POST', `/api/tickets/${ticketId}/glass`, {
      reason: '担当が倒れ、続きを読む人がいないため',
    });
  const erase = () => admin.request('POST', `/api/erasures/${erasureId}/confirm`, { reason: '本人の希望' });
  const waits = (statement: string) =>
    eventually(
      async () =>
        (
          await relay.database.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
               AND query LIKE $1`,
            [`${statement}%`],
          )
        ).length > 0 || undefined,
      `“${statement}” waiting`,
    );

  it('was broken first: the erasure waits, and finds it', async () => {
    await between.query(`SELECT FROM staff WHERE login = 'yamada' FOR UPDATE`);
    const broken = glass();
    await waits('INSERT INTO broken_glass');
    const erased = erase();
    await waits('SELECT caller.id, caller.account_id');
    await between.query('COMMIT');
    expect((await broken).status).toBe(200);
    expect(await erased).toMatchObject({ status: 409, body: { error: { code: 'caller_glass_unseen' } } });
    await relay.database.query(
      'UPDATE broken_glass SET seen_at = $2, seen_by = staff_id WHERE ticket_id = $1',
      [ticketId, EVENING],
    );
    expect((await erase()).status).toBe(200);
  });

  it('comes too late: it stays whole', async () => {
    await between.query(
      `SELECT FROM caller_address WHERE caller_id = (SELECT caller_id FROM ticket WHERE id = $1) FOR UPDATE`,
      [ticketId],
    );
    const erased = erase();
    await waits('DELETE FROM caller_address');
    const broken = glass();
    await waits('SELECT erased_at');
    await between.query('COMMIT');
    expect((await erased).status).toBe(200);
    expect(await broken).toMatchObject({ status: 409, body: { error: { code: 'caller_erased' } } });
    expect(
      await relay.database.query('SELECT id FROM broken_glass WHERE ticket_id = $1', [ticketId]),
    ).toEqual([]);
  });
});
