import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type AuditPage } from '../../src/contract/audit-view.js';
import { type ErasuresView, type FoundCaller } from '../../src/contract/erasure.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { naming } from '../support/naming.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const WISH = '記録の削除を希望します';
const NEXT_EVENING = new Date(EVENING.getTime() + 86_400_000);

let standIn: StandIn;
let relay: Relay;
let counselor: ConsoleClient;
let supervisor: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
  await signIn();
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
});

/** Also after the clock was moved over the end of their sessions. */
async function signIn() {
  [counselor, supervisor, admin] = (await Promise.all(
    ['sato', 'tanaka', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient, ConsoleClient];
}

interface Ended {
  readonly userId: string;
  readonly ticketId: string;
  readonly callerId: string;
  readonly number: number;
  readonly alias: string;
  readonly openedAt: Date;
}

/** A consultation that is over. */
async function ended(
  words: string,
  { account = SUICIDE_PREVENTION, userId }: { account?: string; userId?: string } = {},
): Promise<Ended> {
  const who = userId ?? (await newCaller(standIn));
  const ticketId = await write(standIn, relay, account, who, words);
  await counselor.take(ticketId);
  await counselor.close(ticketId);
  const [row] = await relay.database.query<Omit<Ended, 'userId' | 'ticketId'>>(
    `SELECT caller.id AS "callerId", number, alias, opened_at AS "openedAt"
     FROM ticket JOIN caller ON caller.id = caller_id WHERE ticket.id = $1`,
    [ticketId],
  );
  if (row === undefined) throw new Error('no such ticket');
  return { userId: who, ticketId, ...row };
}

const look = (accountId: string, ticketNumber: number | string) =>
  admin.request<FoundCaller & ErrorBody>(
    'GET',
    `/api/erasures/caller?accountId=${accountId}&ticketNumber=${ticketNumber}`,
  );
const looks = async () =>
  (await admin.request<AuditPage>('GET', '/api/audit?act=caller.looked-up')).body.entries;
const erasures = async () => (await admin.request<ErasuresView>('GET', '/api/erasures')).body;

it('shows an administrator whom a number means, and not a word of theirs, with a trace', async () => {
  const first = await ended('さいしょの話です');
  await moveClock(relay, NEXT_EVENING);
  await signIn();
  const second = await ended('つぎの日の話です', { userId: first.userId });
  expect(second.callerId).toBe(first.callerId);
  const { status, body } = await look(SUICIDE_PREVENTION, first.number);
  expect(status).toBe(200);
  expect(body).toStrictEqual({
    callerId: first.callerId,
    accountId: SUICIDE_PREVENTION,
    ticketNumber: first.number,
    alias: first.alias,
    consultations: 2,
    firstAt: first.openedAt.toISOString(),
    lastAt: second.openedAt.toISOString(),
    isHeld: false,
    erasure: null,
    obstacle: null,
  });
  expect(body.firstAt < body.lastAt).toBe(true);
  expect((await look(SUICIDE_PREVENTION, second.number)).body).toEqual({
    ...body,
    ticketNumber: second.number,
  });
  await look(SUICIDE_PREVENTION, second.number);
  // Looking twice within ten minutes is one look.
  expect((await looks()).map(({ ticket }) => ticket?.id)).toEqual([second.ticketId, first.ticketId]);
});

it('tells the accounts’ numbers apart, and answers nothing for what is no ticket', async () => {
  const here = await ended('こころの窓口で');
  const there = await ended('人権の窓口で', { account: HUMAN_RIGHTS });
  expect((await look(HUMAN_RIGHTS, there.number)).body.callerId).toBe(there.callerId);
  const crossed = await look(HUMAN_RIGHTS, here.number);
  expect(crossed).toMatchObject({ status: 404, body: { error: { code: 'ticket_not_found' } } });
  const before = (await looks()).length;
  for (const [account, number] of [
    [SUICIDE_PREVENTION, 999_999],
    ['no-such-account', here.number],
  ] as const)
    expect(await look(account, number)).toMatchObject({
      status: 404,
      body: { error: { code: 'ticket_not_found' } },
    });
  for (const number of ['', 'abc', '0', '-1', '1.5', '3000000000'])
    expect(await look(SUICIDE_PREVENTION, number)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_field', field: 'ticketNumber' } },
    });
  expect(await look('', here.number)).toMatchObject({ status: 400, body: { error: { field: 'accountId' } } });
  expect((await looks()).length).toBe(before);
});

it('says what stands already: a hold, a wish, an erasure', async () => {
  const { userId, callerId, number } = await ended('やっぱり消してほしい');
  const seen = async () => (await look(SUICIDE_PREVENTION, number)).body;
  const named = await naming(admin, SUICIDE_PREVENTION, number, '照会のため');
  expect(named.callerId).toBe(callerId);
  expect((await admin.request('POST', '/api/erasures/holds', named)).status).toBe(200);
  expect(await seen()).toMatchObject({ isHeld: true, erasure: null, obstacle: 'held' });
  expect((await admin.request('DELETE', `/api/erasures/holds/${callerId}`)).status).toBe(200);

  const wish = await write(standIn, relay, SUICIDE_PREVENTION, userId, WISH);
  await eventually(
    async () => (await seen()).erasure === 'asked' || undefined,
    'the wish in what is shown of them',
  );
  expect(await seen()).toMatchObject({ isHeld: false, obstacle: 'open-ticket' });
  await counselor.take(wish);
  await counselor.close(wish);
  const asked = (await erasures()).erasures.find((row) => row.callerId === callerId);
  const decline = (id: string | undefined) =>
    admin.request('POST', `/api/erasures/${id}/decline`, { reason: '続けたいとのこと' });
  expect((await decline(asked?.id)).status).toBe(200);
  expect(await seen()).toMatchObject({ erasure: null, obstacle: null });

  expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
  await eventually(async () => (await seen()).erasure === 'done' || undefined, 'the erasure');
  expect(await admin.request('POST', '/api/erasures/holds', named)).toMatchObject({
    status: 409,
    body: { error: { code: 'caller_erased' } },
  });
});

it('erases and holds nobody but who was shown for the number', async () => {
  const meant = await ended('この人です');
  const other = await ended('べつの人です');
  const named = await naming(admin, SUICIDE_PREVENTION, meant.number, '誤って登録');
  const { callerId: _shown, ...blind } = named;
  const stands = async () => ({
    ...(await erasures()),
    acts: (await admin.request<AuditPage>('GET', '/api/audit?group=keys')).body.entries.length,
  });
  const before = await stands();
  for (const path of ['/api/erasures', '/api/erasures/holds']) {
    const mistyped = await admin.request('POST', path, { ...named, ticketNumber: other.number });
    expect(mistyped).toMatchObject({ status: 409, body: { error: { code: 'caller_mismatch' } } });
    expect(await admin.request('POST', path, blind)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_field', field: 'callerId' } },
    });
    expect(await admin.request('POST', path, { ...named, ticketNumber: 3_000_000_000 })).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_field', field: 'ticketNumber' } },
    });
    expect(await admin.request('POST', path, { ...named, accountId: HUMAN_RIGHTS })).toMatchObject({
      status: 404,
      body: { error: { code: 'ticket_not_found' } },
    });
  }
  expect(await stands()).toEqual(before);
  const wordsOf = async ({ ticketId }: Ended) => (await supervisor.talkRoom(ticketId)).messages[0]?.content;
  expect(await wordsOf(meant)).toEqual({ kind: 'text', text: 'この人です' });

  expect((await admin.request('POST', '/api/erasures', named)).status).toBe(200);
  await eventually(
    async () => (await look(SUICIDE_PREVENTION, meant.number)).body.erasure === 'done' || undefined,
    'the erasure',
  );
  expect(await wordsOf(meant)).toMatchObject({ label: 'erased' });
  expect(await wordsOf(other)).toEqual({ kind: 'text', text: 'べつの人です' });
});
