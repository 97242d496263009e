import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AccountDetail,
  type AccountList,
  type LineCheckView,
  type PersonMade,
  type ProgressView,
  type TestSent,
  type TestView,
} from '../../src/contract/administration.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type PeopleView } from '../../src/contract/sign-in.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('administration', () => {
  let standIn: StandIn;
  let relay: Relay;
  let admin: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const get = async <Body>(path: string) => (await admin.request<Body>('GET', path)).body;
  const at = (id: string) => `/api/admin/accounts/${id}`;
  const refusal = (status: number, code: string) => ({ status, body: { error: { code } } });
  /** What the trace says of the newest act of this kind. */
  const traced = async (act: string) => {
    const [row] = await relay.database.query<{ before: string; after: string; actor: string }>(
      `SELECT value_before AS before, value_after AS after, (SELECT login FROM staff WHERE id = actor_id) AS actor
       FROM audit_entry WHERE act = $1 ORDER BY seq DESC LIMIT 1`,
      [act],
    );
    return {
      actor: row?.actor,
      before: JSON.parse(row?.before ?? 'null') as Record<string, unknown> | null,
      after: JSON.parse(row?.after ?? 'null') as Record<string, unknown> | null,
    };
  };

  describe('accounts', () => {
    const secret = 'a'.repeat(28) + '1234';
    const account = {
      id: 'kokoro',
      name: { ja: 'こころの相談', en: 'Kokoro' },
      purpose: '夜の相談',
      channelId: '2000000009',
      channelSecret: secret,
      hours: 'later',
    };

    it('are made switched off, opened once they have hours, and traced with secrets masked', async () => {
      await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
      expect(await admin.request('POST', '/api/admin/accounts', account)).toMatchObject(
        refusal(403, 'verification_required'),
      );
      await relay.database.query('UPDATE session SET verified_at = now()');
      const made = await admin.request<AccountDetail>('POST', '/api/admin/accounts', account);
      expect(made.body).toMatchObject({
        id: 'kokoro',
        version: 1,
        active: false,
        webhookUrl: `${relay.url}/line/webhook/kokoro`,
        line: { channelSecret: { last4: '1234' }, channelAccessToken: null, previousChannelSecret: null },
      });
      expect(JSON.stringify(made.body)).not.toContain(secret);
      expect(await traced('account.changed')).toMatchObject({
        actor: 'admin',
        after: { 'name.ja': 'こころの相談', 'credentials.channelSecrets': '•••' },
      });
      expect(await admin.request('POST', '/api/admin/accounts', account)).toMatchObject(
        refusal(409, 'account_exists'),
      );
      expect(await admin.request('POST', `${at('kokoro')}/activate`, { version: 1 })).toMatchObject(
        refusal(409, 'hours_missing'),
      );
      await relay.database.query(
        `INSERT INTO opening_schedule (account_id, rules) SELECT 'kokoro', rules FROM opening_schedule WHERE account_id = $1`,
        [SUICIDE_PREVENTION],
      );
      const opened = await admin.request<AccountDetail>('POST', `${at('kokoro')}/activate`, { version: 1 });
      expect(opened.body).toMatchObject({ active: true, version: 2 });
      const { accounts } = await get<AccountList>('/api/admin/accounts');
      expect(accounts.find(({ id }) => id === 'kokoro')).toMatchObject({ active: true, opening: 'open' });
    });

    it('are changed by who has seen what they are now, and by nobody else', async () => {
      const before = await get<AccountDetail>(at('kokoro'));
      const { version, name, purpose, settings } = before;
      const change = { version, name, purpose, settings: { ...settings, undoSeconds: 9 } };
      const changed = await admin.request<AccountDetail>('PUT', at('kokoro'), change);
      expect(changed.body).toMatchObject({ version: version + 1, settings: { undoSeconds: 9 } });
      expect(await traced('account.changed')).toMatchObject({
        before: { 'settings.undoSeconds': 5 },
        after: { 'settings.undoSeconds': 9 },
      });
      expect(await admin.request('PUT', at('kokoro'), change)).toMatchObject(refusal(409, 'stale_edit'));
      const broken = { ...change, version: version + 1, settings: { ...settings, undoSeconds: 31 } };
      expect(await admin.request('PUT', at('kokoro'), broken)).toMatchObject(refusal(400, 'invalid_field'));
      expect(await get<AccountDetail>(at('kokoro'))).toEqual(changed.body);
    });

    it('take new secrets, keep the old one for as long as wanted, and give none back', async () => {
      const { version } = await get<AccountDetail>(at('kokoro'));
      const line = { channelId: '2000000009', keepPreviousSecret: true, botUserId: null };
      const put = (body: object) =>
        admin.request<AccountDetail & ErrorBody>('PUT', `${at('kokoro')}/line`, body);
      const newer = 'b'.repeat(28) + '9876';
      const token = 'an-access-token-that-nobody-sees-again';
      const changed = await put({ ...line, version, channelSecret: newer, channelAccessToken: token });
      expect(changed.body.line).toMatchObject({
        channelSecret: { last4: '9876' },
        previousChannelSecret: { last4: '1234' },
        channelAccessToken: { last4: 'gain' },
      });
      const kept = await put({ ...line, version: version + 1, keepPreviousSecret: false });
      expect(kept.body.line).toMatchObject({
        channelSecret: { last4: '9876' },
        previousChannelSecret: null,
        channelAccessToken: { last4: 'gain' },
      });
      const gone = await put({
        ...line,
        version: version + 2,
        keepPreviousSecret: false,
        channelAccessToken: null,
      });
      expect(gone.body.line.channelAccessToken).toBeNull();
      const taken = await put({
        ...line,
        version: version + 3,
        botUserId: 'U1f0a5c7b9d2e4836af1b3c5d7e9f0a21',
      });
      expect(taken).toMatchObject(refusal(409, 'bot_user_id_taken'));
      const trace = await relay.database.query<{ text: string }>(
        `SELECT coalesce(value_before, '') || coalesce(value_after, '') AS text FROM audit_entry`,
      );
      for (const { text } of trace)
        for (const hidden of [secret, newer, token]) expect(text).not.toContain(hidden);
    });

    it('keep what is written to one that is switched off, and tell whoever wrote', async () => {
      const path = at(HUMAN_RIGHTS);
      const { version } = await get<AccountDetail>(path);
      await admin.request('POST', `${path}/deactivate`, { version });
      const caller = await newCaller(standIn);
      const ticketId = await write(standIn, relay, HUMAN_RIGHTS, caller, '聞いてください');
      const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
      const desk = await tanaka.desk();
      expect(desk.accounts.find(({ id }) => id === HUMAN_RIGHTS)?.opening.state).toBe('closed');
      expect(desk.followUps.map(({ id }) => id)).toContain(ticketId);
      const texts = await eventually(async () => {
        const told = await textsTo(standIn, HUMAN_RIGHTS, caller);
        return told.length > 0 ? told : undefined;
      }, 'the caller being told');
      expect(texts.join()).toContain('お受けできない');
      const opened = await admin.request('POST', `${path}/activate`, { version: version + 1 });
      expect(opened.status).toBe(200);
    });
  });

  describe('LINE', () => {
    it('is asked when somebody wants to know, and not again within a minute', async () => {
      const path = `${at(SUICIDE_PREVENTION)}/line-check`;
      expect(await get<LineCheckView>(path)).toMatchObject({ checkedAt: null, findings: [] });
      const asked = await admin.request<LineCheckView>('POST', path, {});
      expect(asked.body.findings.map(({ id, state }) => [id, state])).toContainEqual(['webhook-test', 'ok']);
      expect(await get<LineCheckView>(path)).toEqual(asked.body);
      expect(await admin.request('POST', path, {})).toMatchObject(refusal(429, 'line_check_too_soon'));
      await relay.database.query(`UPDATE line_check_result SET checked_at = now() - interval '61 seconds'`);
      expect((await admin.request('POST', path, {})).status).toBe(200);
      const confirmed = await admin.request<LineCheckView>('POST', `${path}/confirm`, { item: 'greeting' });
      const [greeting] = confirmed.body.manual;
      expect(greeting).toMatchObject({ id: 'greeting', confirmed: { by: '管理者' } });
      expect((await admin.request('POST', `${path}/confirm`, { item: 'nothing' })).status).toBe(400);
    });

    it('takes a test for who wrote the code, and for nobody else', async () => {
      const path = `${at(SUICIDE_PREVENTION)}/test-callers`;
      const stranger = await newCaller(standIn);
      const mine = await newCaller(standIn);
      await write(standIn, relay, SUICIDE_PREVENTION, stranger, '123456');
      const { code } = (await admin.request<TestView>('POST', `${path}/code`, {})).body;
      expect(code?.code).toMatch(/^\d{6}$/);
      const wide = (code?.code ?? '').replaceAll(/\d/g, (digit) => '０１２３４５６７８９'[+digit] ?? '');
      await write(standIn, relay, SUICIDE_PREVENTION, mine, wide);
      const view = await get<TestView>(path);
      expect([view.code, view.callers.length]).toEqual([null, 1]);
      const send = (callerId: string) =>
        admin.request<TestSent & ErrorBody>('POST', `${path}/${callerId}/send`, {});
      const callers = await relay.database.query<{ id: string }>(
        'SELECT id FROM caller WHERE account_id = $1 AND test_since IS NULL',
        [SUICIDE_PREVENTION],
      );
      for (const { id } of callers)
        expect(await send(id)).toMatchObject(refusal(404, 'test_caller_not_found'));
      const id = view.callers[0]?.id ?? '';
      expect((await send(id)).body).toMatchObject({ outcome: 'accepted', status: 200 });
      expect((await textsTo(standIn, SUICIDE_PREVENTION, mine)).join()).toContain('テスト送信です');
      expect((await textsTo(standIn, SUICIDE_PREVENTION, stranger)).join()).not.toContain('テスト送信です');
      expect((await admin.request<TestView>('DELETE', `${path}/${id}`)).body.callers).toEqual([]);
      expect(await send(id)).toMatchObject(refusal(404, 'test_caller_not_found'));
    });
  });

  describe('people', () => {
    const person = {
      login: 'mori',
      displayName: '森',
      administrator: false,
      capacity: 2,
      professions: ['nurse'],
      languages: ['en'],
      memberships: [{ accountId: SUICIDE_PREVENTION, role: 'counselor' }],
    };
    const of = async (login: string) => {
      const found = (await get<PeopleView>('/api/people')).people.find((each) => each.login === login);
      if (found === undefined) throw new Error(`no ${login}`);
      return found;
    };

    it('are made, changed and traced; a stale change is refused', async () => {
      const made = await admin.request<PersonMade>('POST', '/api/people', person);
      expect(made.status).toBe(200);
      expect(await of('mori')).toMatchObject({ ...person, active: true, version: 1, passkeys: 0 });
      expect(await admin.request('POST', '/api/people', person)).toMatchObject(refusal(409, 'login_taken'));
      const { login: _login, ...fields } = person;
      const change = { ...fields, version: 1, capacity: 5, displayName: '森下' };
      expect((await admin.request('PUT', `/api/people/${made.body.staffId}`, change)).status).toBe(200);
      expect(await of('mori')).toMatchObject({ displayName: '森下', capacity: 5, version: 2 });
      expect(await traced('staff.changed')).toMatchObject({
        actor: 'admin',
        before: { capacity: 2, displayName: '森' },
        after: { capacity: 5, displayName: '森下' },
      });
      expect(await admin.request('PUT', `/api/people/${made.body.staffId}`, change)).toMatchObject(
        refusal(409, 'stale_edit'),
      );
      const elsewhere = { ...change, version: 2, memberships: [{ accountId: 'nowhere', role: 'counselor' }] };
      expect(await admin.request('PUT', `/api/people/${made.body.staffId}`, elsewhere)).toMatchObject(
        refusal(404, 'account_not_found'),
      );
    });

    it('who are switched off are out within seconds, and their callers are in the line again', async () => {
      const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
      const leaving = await addStaff(relay, { login: 'leaving', memberships });
      const live = await leaving.live();
      const ticketId = await write(
        standIn,
        relay,
        SUICIDE_PREVENTION,
        await newCaller(standIn),
        '聞いてください',
      );
      expect((await leaving.take(ticketId)).status).toBe(200);
      const { staffId, version } = await of('leaving');
      const gone = await admin.request('POST', `/api/people/${staffId}/deactivate`, { version });
      expect(gone.status).toBe(200);
      await eventually(() => live.ended || undefined, 'the console being cut off');
      expect((await leaving.request('GET', '/api/desk')).status).toBe(401);
      expect((await leaving.signIn('leaving', 'tomoshibi-demo-1')).status).toBe(401);
      const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
      const waiting = (await tanaka.desk()).waiting.find(({ id }) => id === ticketId);
      expect(waiting).toMatchObject({ state: 'waiting', assignedTo: null });
    });

    it('keep one administrator, whoever else is taken away', async () => {
      const own = await of('admin');
      const { login: _login, staffId, version, ...fields } = own;
      const { displayName, capacity, professions, languages, memberships } = fields;
      const less = {
        version,
        displayName,
        capacity,
        professions,
        languages,
        memberships,
        administrator: false,
      };
      expect(await admin.request('PUT', `/api/people/${staffId}`, less)).toMatchObject(
        refusal(409, 'last_administrator'),
      );
      expect(await admin.request('POST', `/api/people/${staffId}/deactivate`, { version })).toMatchObject(
        refusal(409, 'not_for_oneself'),
      );
      expect(await of('admin')).toMatchObject({ administrator: true, active: true });
    });

    it('change themselves, but not what they may read', async () => {
      const { staffId, version, displayName, capacity, professions, languages, memberships } =
        await of('admin');
      const own = { displayName, professions, languages, memberships, administrator: true };
      const put = (more: object) =>
        admin.request('PUT', `/api/people/${staffId}`, { ...own, capacity, version, ...more });
      const supervisor = [{ accountId: SUICIDE_PREVENTION, role: 'supervisor' }];
      expect(await put({ memberships: supervisor })).toMatchObject(refusal(409, 'own_roles'));
      const auditor = [{ accountId: SUICIDE_PREVENTION, role: 'auditor' }];
      expect(await put({ oversight: auditor })).toMatchObject(refusal(409, 'own_roles'));
      expect(await of('admin')).toMatchObject({ memberships, version });
      const [tried] = await relay.database.query(
        `SELECT act, actor_id AS actor, subject_id AS subject FROM audit_entry ORDER BY seq DESC LIMIT 1`,
      );
      expect(tried).toEqual({ act: 'own-roles.refused', actor: staffId, subject: staffId });
      expect((await put({ capacity: capacity + 1 })).status).toBe(200);
      expect((await admin.request('GET', '/api/people')).status).toBe(200);

      // Another administrator gives it, and the trace says who.
      const other = await addStaff(relay, {
        login: 'jimu',
        memberships: { [SUICIDE_PREVENTION]: 'counselor' },
      });
      await relay.database.query(`UPDATE staff SET administrator = true WHERE login = 'jimu'`);
      const given = { ...own, capacity, version: version + 1, memberships: supervisor };
      expect((await other.request('PUT', `/api/people/${staffId}`, given)).status).toBe(200);
      expect(await traced('staff.changed')).toMatchObject({
        actor: 'jimu',
        after: { [`memberships.${SUICIDE_PREVENTION}`]: 'supervisor' },
      });
      await relay.database.query(`UPDATE staff SET administrator = false WHERE login = 'jimu'`);
      admin = await ConsoleClient.signedIn(relay.url, 'admin');
    });

    it('are counted in how far each account has come', async () => {
      const { administrators, ownWayIn, accounts } = await get<ProgressView>('/api/admin/progress');
      expect([administrators, ownWayIn]).toEqual([1, true]);
      expect(accounts.find(({ id }) => id === SUICIDE_PREVENTION)).toMatchObject({
        active: true,
        lineCheck: 'ok',
        hasHours: true,
        heardAt: expect.any(String),
        firstMessageAt: expect.any(String),
      });
      expect(accounts.find(({ id }) => id === 'kokoro')).toMatchObject({
        lineCheck: null,
        firstMessageAt: null,
      });
    });
  });
});
