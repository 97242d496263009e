import { readFile, writeFile } from 'node:fs/promises';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AccountHours,
  type AccountTexts,
  type CalendarView,
  type TextVersions,
  type WhatIfView,
} from '../../src/contract/opening.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const jst = (text: string) => new Date(`${text}+09:00`);
const base = `/api/accounts/${SUICIDE_PREVENTION}`;
const OPEN_MENU = 'richmenu-open-0001';
const CLOSED_MENU = 'richmenu-closed-0002';
const NOBODY = '0198c5a0-0000-7000-8000-000000000000';

describe('closing and opening by hand', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;
  let administrator: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor', [HUMAN_RIGHTS]: 'supervisor' },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const calendar = async () => (await counselor.request<CalendarView>('GET', `${base}/calendar`)).body;
  const whatIf = async (at: Date) =>
    (await counselor.request<WhatIfView>('GET', `${base}/what-if?instant=${at.toISOString()}`)).body;
  const override = (body: unknown, by = supervisor) =>
    by.request<CalendarView>('POST', `${base}/overrides`, body);
  const undo = (id: string, by = supervisor) =>
    by.request<CalendarView>('POST', `${base}/overrides/${id}/undo`, {});
  /** Also what lies ahead, where the clock was set back. */
  const undoAll = async () => {
    for (const { id } of (await calendar()).history) await undo(id);
  };
  const stateNow = async () =>
    (await supervisor.desk()).accounts.find(({ id }) => id === SUICIDE_PREVENTION)?.opening;
  const automatic = async (ticketId: string) =>
    (await supervisor.talkRoom(ticketId)).messages
      .filter(({ direction }) => direction === 'automatic')
      .map(({ content }) => (content.kind === 'text' ? content.text : ''));

  it('closes at once until a time, tells callers when it opens again, and every screen', async () => {
    await moveClock(relay, EVENING);
    const live = await counselor.live();
    const until = jst('2026-11-25T21:00:00');
    const answer = await override({ state: 'closed', reason: '停電のため', until: until.toISOString() });
    expect(answer.status).toBe(201);
    expect(answer.body.overrides).toMatchObject([
      { state: 'closed', reason: '停電のため', setBy: { displayName: '田中' }, undoneAt: null },
    ]);
    await eventually(
      () =>
        live.events.find(
          (event) =>
            event.type === 'account.changed' &&
            event.account.id === SUICIDE_PREVENTION &&
            event.account.opening.emergency?.reason === '停電のため',
        ),
      'the closing on the screen',
    );
    expect(await stateNow()).toMatchObject({ state: 'closed', nextChangeAt: until.toISOString() });
    expect((await calendar()).days[0]).toMatchObject({
      rule: { kind: 'weekly' },
      above: [{ kind: 'emergency', state: 'closed', reason: '停電のため' }],
    });
    expect((await calendar()).days[1]?.above).toEqual([]);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '聞いて');
    const [text] = await automatic(ticketId);
    expect(text).toContain('11月25日（水）21:00');
    // It ends by itself, and a timer tells it.
    const seen = live.events.length;
    await moveClock(relay, until);
    await eventually(
      () =>
        live.events
          .slice(seen)
          .find(
            (event) =>
              event.type === 'account.changed' &&
              event.account.id === SUICIDE_PREVENTION &&
              event.account.opening.state === 'open',
          ),
      'the end of it on the screen',
    );
    live.close();
  });

  it('holds until it is undone, keeps its history, and the newest decides', async () => {
    await moveClock(relay, EVENING);
    await undoAll();
    await override({ state: 'closed', reason: '人手不足', until: null });
    expect(await whatIf(jst('2027-01-05T18:00:00'))).toMatchObject({
      state: 'closed',
      explanation: { rule: { kind: 'emergency', state: 'closed', reason: '人手不足', until: null } },
      nextOpensAt: null,
    });
    await override({
      state: 'open',
      reason: '応援が来ました',
      until: jst('2026-11-26T01:00:00').toISOString(),
    });
    expect(await stateNow()).toMatchObject({ state: 'open' });
    const [newest, older] = (await calendar()).overrides;
    expect([newest?.state, older?.state]).toEqual(['open', 'closed']);
    expect((await undo(newest?.id ?? '')).status).toBe(200);
    expect(await stateNow()).toMatchObject({ state: 'closed', emergency: { reason: '人手不足' } });
    const { body } = await undo(older?.id ?? '', administrator);
    expect(body.overrides).toEqual([]);
    expect(body.history[1]).toMatchObject({ reason: '人手不足', undoneBy: { displayName: '管理者' } });
    expect(await stateNow()).toMatchObject({ state: 'open', emergency: null });
    // Once more changes nothing.
    const undoneAt = body.history[1]?.undoneAt;
    expect((await undo(older?.id ?? '')).body.history[1]?.undoneAt).toBe(undoneAt);
  });

  it('is for supervisors of the account and administrators', async () => {
    expect(await override({ state: 'closed', reason: 'x', until: null }, counselor)).toMatchObject({
      status: 403,
      body: { error: { code: 'not_permitted' } },
    });
    const stranger = await addStaff(relay, { login: 'mori', memberships: { [HUMAN_RIGHTS]: 'supervisor' } });
    for (const answer of [
      await override({ state: 'closed', reason: 'x', until: null }, stranger),
      await stranger.request('GET', `${base}/calendar`),
      await stranger.request('GET', `${base}/texts`),
    ])
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'account_not_found' } } });
    expect(await undo(NOBODY)).toMatchObject({
      status: 404,
      body: { error: { code: 'override_not_found' } },
    });
    const listed = async (client: ConsoleClient) =>
      (await client.request<AccountHours>('GET', '/api/accounts')).body.items.map(({ id, mayOverride }) => [
        id,
        mayOverride,
      ]);
    expect(await listed(counselor)).toEqual([
      [HUMAN_RIGHTS, true],
      [SUICIDE_PREVENTION, false],
    ]);
    expect(await listed(administrator)).toEqual([
      [HUMAN_RIGHTS, true],
      [SUICIDE_PREVENTION, true],
    ]);
  });

  it.each([
    ['no reason', { state: 'closed', reason: '  ', until: null }, 'reason'],
    ['an end that is over', { state: 'closed', reason: 'x', until: '2026-11-25T10:00:00+09:00' }, 'until'],
    ['an end years away', { state: 'closed', reason: 'x', until: '2029-11-25T10:00:00+09:00' }, 'until'],
    ['no such state', { state: 'ajar', reason: 'x', until: null }, 'state'],
  ])('takes no %s', async (_name, body, field) => {
    await moveClock(relay, EVENING);
    const before = (await calendar()).history.length;
    expect(await override(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_field', field } },
    });
    expect((await calendar()).history).toHaveLength(before);
  });

  it('is told beside the hours: 14 days with their rules, and what a caller would get at any instant', async () => {
    await moveClock(relay, EVENING);
    await undoAll();
    const { days, fault } = await calendar();
    expect(fault).toBeNull();
    expect(days.map(({ date }) => date)).toEqual(
      Array.from({ length: 14 }, (_, day) => (day < 6 ? `2026-11-${25 + day}` : `2026-12-0${day - 5}`)),
    );
    expect(days[1]).toMatchObject({
      weekday: 'thu',
      rule: { kind: 'weekly', day: 'thu' },
      intervals: [{ opens: '17:00', closes: '22:30', lastAcceptance: '22:00', lines: null }],
    });
    const open = await whatIf(jst('2026-11-26T18:00:00'));
    expect(open).toMatchObject({ state: 'open', situation: 'waiting' });
    expect(open.text).toContain('あなたは 1 番目です');
    expect(open.quickReplies).toEqual(['順番待ちをやめる']);
    const closed = await whatIf(jst('2026-11-26T22:00:00'));
    expect(closed).toMatchObject({ state: 'last-acceptance-passed', situation: 'closed' });
    expect(closed.text).toContain('11月27日（金）17:00');
    expect(await counselor.request('GET', `${base}/what-if?instant=soon`)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_field', field: 'instant' } },
    });
  });

  it('tells what callers would get before it is decided, and decides nothing by that', async () => {
    await moveClock(relay, EVENING);
    await undoAll();
    const suppose = async (at: Date, decision: string) =>
      (
        await counselor.request<WhatIfView>(
          'GET',
          `${base}/what-if?instant=${at.toISOString()}&state=${decision}`,
        )
      ).body;
    const until = jst('2026-11-25T21:00:00').toISOString();
    const closed = await suppose(EVENING, `closed&until=${until}`);
    expect(closed).toMatchObject({ state: 'closed', situation: 'closed', nextChangeAt: until });
    expect(closed.text).toContain('11月25日（水）21:00');
    expect((await suppose(EVENING, 'closed')).text).toContain('次の受付（未定）');
    expect(await suppose(jst('2026-11-25T21:00:00'), `closed&until=${until}`)).toMatchObject({
      state: 'open',
    });
    expect(await suppose(NIGHT, 'open')).toMatchObject({ state: 'open', situation: 'waiting' });
    expect(await suppose(EVENING, 'ajar')).toMatchObject({
      error: { code: 'invalid_field', field: 'state' },
    });
    expect(await whatIf(EVENING)).toMatchObject({ state: 'open' });
    expect((await calendar()).overrides).toEqual([]);
  });

  it('moves the rich menu: on each change, and only when LINE shows another one', async () => {
    await moveClock(relay, EVENING);
    await undoAll();
    await relay.database.query('UPDATE account SET settings = $1 WHERE id = $2', [
      JSON.stringify({ richMenus: { open: OPEN_MENU, closed: CLOSED_MENU } }),
      SUICIDE_PREVENTION,
    ]);
    const shown = async () =>
      (await standIn.state()).channels.find(({ id }) => id === SUICIDE_PREVENTION)?.richMenuId;
    const shows = (menu: string) =>
      eventually(async () => {
        const [row] = await relay.database.query<{ menu: string; left: number }>(
          `SELECT rich_menu_id AS menu, (SELECT count(*)::int FROM line_task) AS left FROM account WHERE id = $1`,
          [SUICIDE_PREVENTION],
        );
        return ((await shown()) === menu && row?.menu === menu && row.left === 0) || undefined;
      }, `the menu ${menu}`);
    await override({ state: 'closed', reason: '点検', until: jst('2026-11-25T21:00:00').toISOString() });
    await shows(CLOSED_MENU);
    // A second closing changes nothing that LINE shows.
    await override({
      state: 'closed',
      reason: '点検が続きます',
      until: jst('2026-11-25T21:00:00').toISOString(),
    });
    await shows(CLOSED_MENU);
    await moveClock(relay, jst('2026-11-25T21:00:01'));
    await shows(OPEN_MENU);
    await moveClock(relay, jst('2026-11-25T22:00:00'));
    await shows(CLOSED_MENU);
    const calls = await standIn.apiCalls({ endpoint: 'richMenu' });
    expect(calls.map(({ status, path: called }) => [status, called.split('/').at(-1)])).toEqual([
      [200, CLOSED_MENU],
      [200, OPEN_MENU],
      [200, CLOSED_MENU],
    ]);
  });
});

describe('the texts of an account', () => {
  it('keep every version, and show what a caller would read', async () => {
    const standIn = await startStandIn();
    const relay = await startRelay({ standIn, at: EVENING });
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'tomoshibi-texts-')), 'provision.yaml');
    const changed = (await readFile('demo/provision.yaml', 'utf8')).replace(
      'メッセージを受け取りました。いまは新しい相談をお受けできない時間で、',
      'いまは相談をお受けできない時間で、',
    );
    await writeFile(file, changed);
    const texts = `/api/accounts/${HUMAN_RIGHTS}/texts`;
    const versions = async (client: ConsoleClient, situation: string) =>
      (await client.request<TextVersions>('GET', `${texts}/${situation}/versions`)).body.items;
    let later: Relay | undefined;
    try {
      const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
      expect(await versions(supervisor, 'closed')).toMatchObject([{ version: 1, savedBy: null }]);
      await relay.stop();
      later = await startRelay({ standIn, at: EVENING, beside: relay, env: { PROVISION_FILE: file } });
      const again = await ConsoleClient.signedIn(later.url, 'tanaka');
      const [newest, older, ...others] = await versions(again, 'closed');
      expect(others).toEqual([]);
      expect(newest).toMatchObject({ version: 2 });
      expect(newest?.body?.startsWith('いまは相談を')).toBe(true);
      expect(older?.body?.startsWith('メッセージを受け取りました。いまは')).toBe(true);
      // What did not change has no new version.
      expect(await versions(again, 'waiting')).toHaveLength(1);
      const { body } = await again.request<AccountTexts>('GET', texts);
      const closed = body.items.find(({ situation }) => situation === 'closed');
      expect(closed).toMatchObject({ version: 2 });
      expect(closed?.preview).toContain('0570-003-110');
      expect(closed?.preview).not.toMatch(/\{\w+\}/);
      expect(body.phoneNumbers[0]).toMatchObject({ number: '0570-003-110', verifiedOn: '2026-08-21' });
      expect(await again.request('GET', `${texts}/nothing/versions`)).toMatchObject({ status: 400 });
    } finally {
      await later?.stop();
      await relay.close();
      await standIn.close();
    }
  });
});
