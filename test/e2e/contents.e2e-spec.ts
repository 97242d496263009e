import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CannedTextsView } from '../../src/contract/canned-text.js';
import {
  type CannedTextBook,
  type CategoryBook,
  type CategoryChoice,
  type PhoneList,
  type PhoneLists,
  type SchedulePreview,
  type ScheduleVersions,
  type ScheduleView,
  type TextPreview,
} from '../../src/contract/content.js';
import { type ErrorBody } from '../../src/contract/error.js';
import { type PastTicketsView } from '../../src/contract/history.js';
import { type AccountTexts, type TextVersions } from '../../src/contract/opening.js';
import { type Schedule } from '../../src/contract/schedule.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { act, Caller } from '../support/line.js';
import { EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const ACCOUNT = `/api/accounts/${SUICIDE_PREVENTION}`;
const everyDay: Schedule['weekly'][number]['days'] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const daily = (opens: string, closes: string): Partial<Schedule> & Pick<Schedule, 'holidays'> => ({
  weekly: [{ days: everyDay, opens, closes }],
  holidays: 'as-weekday',
});

describe('what administrators edit', () => {
  let standIn: StandIn;
  let relay: Relay;
  let admin: ConsoleClient;
  let sato: ConsoleClient;
  let live: LiveConsole;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    live = await sato.live();
  });
  beforeEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at WHERE state <> 'closed'`,
    );
  });
  afterAll(async () => {
    live.close();
    await relay.close();
    await standIn.close();
  });

  const get = async <Body>(path: string, client = admin) => (await client.request<Body>('GET', path)).body;
  const put = <Body>(path: string, body: unknown, client = admin) =>
    client.request<Body & ErrorBody>('PUT', path, body);
  const post = <Body>(path: string, body: unknown, client = admin) =>
    client.request<Body & ErrorBody>('POST', path, body);
  const code = ({ status, body }: { status: number; body: unknown }) => [
    status,
    (body as ErrorBody).error.code,
  ];
  const opening = async () =>
    (await sato.desk()).accounts.find(({ id }) => id === SUICIDE_PREVENTION)?.opening;
  const hears = (after: number, accountId = SUICIDE_PREVENTION) =>
    eventually(
      () =>
        live.events.find(
          (event) => event.id > after && event.type === 'account.changed' && event.account.id === accountId,
        ),
      'the change on the screen of a counselor',
    );
  /** What was written down of such acts, newest first. */
  const traces = async (
    name: string,
  ): Promise<{ before: Record<string, unknown>; after: Record<string, unknown> }[]> => {
    const rows = await relay.database.query<{ before: string; after: string }>(
      'SELECT value_before AS before, value_after AS after FROM audit_entry WHERE act = $1 ORDER BY seq DESC',
      [name],
    );
    const parse = (text: string) => JSON.parse(text) as Record<string, unknown>;
    return rows.map(({ before, after }) => ({ before: parse(before), after: parse(after) }));
  };

  describe('hours', () => {
    const read = () => get<ScheduleView>(`${ACCOUNT}/schedule`);
    const save = (version: number, schedule: unknown) =>
      put<ScheduleView>(`${ACCOUNT}/schedule`, { version, schedule });
    const preview = async (schedule: unknown, days = 14) =>
      (await post<SchedulePreview>(`${ACCOUNT}/schedule/preview`, { schedule, days })).body;

    it('that close now close the line, and those that open now open it; the planned closing is kept', async () => {
      const first = await read();
      expect(first.savedBy).toBeNull();
      const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
      await caller.hears('いま相談員におつなぎしています');
      const shorter = daily('17:00', '19:00');
      const told = await preview(shorter);
      expect(told.now).toEqual({ before: 'open', after: 'closed' });
      expect(told.warnings).toContainEqual({ kind: 'closes-now', waiting: 1 });
      expect((await opening())?.state).toBe('open');

      const cursor = live.cursor;
      const { status, body } = await save(first.version, shorter);
      expect([status, body.version, body.savedBy]).toEqual([200, 2, '管理者']);
      expect(await hears(cursor)).toMatchObject({ account: { opening: { state: 'closed' } } });
      await caller.hears('受付の終わる時間になってしまいました');

      expect((await save(2, daily('17:00', '20:30'))).status).toBe(200);
      expect((await opening())?.state).toBe('open');
      await moveClock(relay, new Date(EVENING.getTime() + 31 * 60_000));
      const isClosed = async () => (await opening())?.state === 'closed' || undefined;
      await eventually(isClosed, 'the closing as it was edited');
      await moveClock(relay, EVENING);
      expect((await save(3, first.schedule)).status).toBe(200);
      const { items } = await get<ScheduleVersions>(`${ACCOUNT}/schedule/versions`);
      expect(items.map(({ version, savedBy }) => [version, savedBy])).toEqual([
        [4, '管理者'],
        [3, '管理者'],
        [2, '管理者'],
        [1, null],
      ]);
      expect(items[0]?.schedule).toEqual(first.schedule);
    });

    it('that somebody changed meanwhile are not overwritten', async () => {
      const { version, schedule } = await read();
      const answers = await Promise.all([
        save(version, daily('17:00', '23:00')),
        save(version, daily('16:00', '22:30')),
      ]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      const refused = answers.find(({ status }) => status === 409);
      expect(refused?.body.error.code).toBe('changed_meanwhile');
      expect((await save(version + 1, schedule)).status).toBe(200);
      const [trace] = await traces('hours.changed');
      expect([trace?.before, trace?.after].map((side) => Object.keys(side ?? {}))).toEqual([
        ['weekly'],
        ['weekly'],
      ]);
    });

    it('are previewed as they will be: changed days, days without an opening, and spans that overlap', async () => {
      const { schedule } = await read();
      const same = await preview(schedule, 60);
      expect([same.days.length, same.changed, same.warnings]).toEqual([60, [], []]);
      const other = await preview({
        weekly: [
          {
            days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
            opens: '17:00',
            closes: '22:30',
            lastAcceptance: '22:00',
          },
          { days: ['fri'], opens: '21:00', closes: '26:00' },
        ],
        holidays: 'as-weekday',
      });
      expect(other.warnings).toEqual([
        { kind: 'closed-days', dates: ['2026-11-29', '2026-12-06'] },
        { kind: 'overlap', dates: ['2026-11-27', '2026-12-04'] },
      ]);
      const days = [27, 28, 29].map((day) => `2026-11-${day}`);
      expect(other.changed).toEqual([...days, '2026-12-04', '2026-12-05', '2026-12-06']);
      expect(code(await save(0, { weekly: [], holidays: 'closed' }))).toEqual([400, 'invalid_field']);
    });
  });

  describe('texts', () => {
    const texts = async () => (await get<AccountTexts>(`${ACCOUNT}/texts`)).items;
    const textOf = async (situation: string) =>
      (await texts()).find((item) => item.situation === situation) as AccountTexts['items'][number];
    const save = (situation: string, version: number, body: string | null) =>
      put<AccountTexts>(`${ACCOUNT}/texts/${situation}`, { version, body });

    it('are said as the preview showed them, and go back to the built-in ones', async () => {
      await moveClock(relay, NIGHT);
      const before = await textOf('closed');
      const body = '「{account}」です。次は {next} に開きます。\n{phones}';
      const shown = (await post<TextPreview>(`${ACCOUNT}/texts/closed/preview`, { body })).body;
      expect(shown.unknown).toEqual([]);
      const cursor = live.cursor;
      expect((await save('closed', before.version, body)).status).toBe(200);
      await hears(cursor);
      const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
      expect(await caller.hears('に開きます')).toEqual([shown.text]);

      expect((await save('closed', before.version + 1, null)).status).toBe(200);
      const builtIn = await textOf('closed');
      expect(builtIn).toMatchObject({ body: null, version: before.version + 2 });
      const other = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
      expect(await other.hears('受け取りました')).toEqual([builtIn.preview]);
      const { items } = await get<TextVersions>(`${ACCOUNT}/texts/closed/versions`);
      expect(items.slice(0, 2).map((item) => [item.body, item.savedBy])).toEqual([
        [null, '管理者'],
        [body, '管理者'],
      ]);
      await moveClock(relay, EVENING);
      const [trace] = await traces('text.changed');
      expect([trace?.before, trace?.after]).toEqual([{ closed: body }, { closed: null }]);
    });

    it('are refused when they are stale, name what is not there, or may outgrow LINE', async () => {
      const { version } = await textOf('left');
      expect(code(await save('left', version + 1, '文面'))).toEqual([409, 'changed_meanwhile']);
      expect(code(await save('left', version, '{position} 番目です'))).toEqual([400, 'unknown_variable']);
      expect(code(await save('left', version, '  '))).toEqual([400, 'invalid_field']);
      expect(code(await save('attachment', 0, 'ファイルです'))).toEqual([400, 'link_missing']);
      const long = `${'あ'.repeat(4450)}{phones}{next}{next}{hours}`;
      const { longest, limit } = (await post<TextPreview>(`${ACCOUNT}/texts/left/preview`, { body: long }))
        .body;
      expect(longest).toBeGreaterThan(limit);
      expect(code(await save('left', version, long))).toEqual([400, 'text_may_be_too_long']);
      expect((await textOf('left')).version).toBe(version);
    });
  });

  it('canned texts: of the account and of all, in order, and without those that are put aside', async () => {
    const caller = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(caller.ticketId);
    const offered = async () =>
      (await get<CannedTextsView>(`/api/tickets/${caller.ticketId}/canned-texts`, sato)).items;
    const book = await get<CannedTextBook>(`${ACCOUNT}/canned-texts`);
    const [first, second, ...rest] = book.items as [
      CannedTextBook['items'][number],
      CannedTextBook['items'][number],
    ];
    const added = { id: null, shortcut: '深呼吸', title: '深呼吸', category: '落ち着く', active: true };
    const cursor = live.cursor;
    const items = [
      { ...added, body: '「{account}」です。ゆっくり息をしてみましょう。' },
      { ...second, title: '気持ちを受けとめる（短く）' },
      { ...first, active: false },
      ...rest,
    ];
    const saved = await put<CannedTextBook>(`${ACCOUNT}/canned-texts`, { version: book.version, items });
    expect(saved.status).toBe(200);
    expect(saved.body.items.map(({ id }) => id).slice(1)).toEqual(items.slice(1).map(({ id }) => id));
    await hears(cursor);
    const now = await offered();
    expect(now[0]).toEqual({
      shortcut: '深呼吸',
      title: '深呼吸',
      category: '落ち着く',
      text: '「こころの相談（サンプル）」です。ゆっくり息をしてみましょう。',
    });
    expect(now.map(({ shortcut }) => shortcut)).not.toContain(first.shortcut);

    const common = await get<CannedTextBook>('/api/canned-texts');
    const forAll = [
      { ...added, body: 'こちらは使われません。' },
      { ...added, shortcut: '共通', title: '共通', category: null, body: '{phones}' },
    ];
    await put('/api/canned-texts', { version: common.version, items: forAll });
    const both = await offered();
    expect(both.at(-1)).toMatchObject({ shortcut: '共通', text: expect.stringContaining('0120-279-338') });
    expect(both.filter(({ shortcut }) => shortcut === '深呼吸')).toHaveLength(1);

    const twice = { version: saved.body.version, items: [...items, items[0]] };
    expect(code(await put(`${ACCOUNT}/canned-texts`, twice))).toEqual([400, 'shortcut_twice']);
    const stale = await put(`${ACCOUNT}/canned-texts`, { version: book.version, items: book.items });
    expect(code(stale)).toEqual([409, 'changed_meanwhile']);
    const unknown = [{ ...added, body: '{position}' }];
    expect(code(await put('/api/canned-texts', { version: common.version + 1, items: unknown }))).toEqual([
      400,
      'unknown_variable',
    ]);
    const [, trace] = await traces('canned-text.changed');
    expect(trace?.after).toMatchObject({ '深呼吸.title': '深呼吸', [`${first.shortcut}.active`]: false });
  });

  it('numbers: a list that several accounts use, with who checked each and when', async () => {
    const { items, today } = await get<PhoneLists>('/api/phone-lists');
    expect([today, items.map(({ ownAccountId }) => ownAccountId)]).toEqual([
      '2026-11-25',
      [HUMAN_RIGHTS, SUICIDE_PREVENTION],
    ]);
    const own = items[1] as PhoneList;
    const plain = (list: PhoneList) =>
      list.numbers.map(({ verifiedBy: _by, overdue: _overdue, ...entry }) => entry);
    const number = {
      id: null,
      label: '県の窓口',
      number: '000-000-0000',
      hours: '平日 9〜17時',
      note: '無料',
    };
    const made = await post<PhoneList>('/api/phone-lists', {
      version: 0,
      name: '県の窓口',
      accountIds: [HUMAN_RIGHTS, SUICIDE_PREVENTION],
      numbers: [
        { ...number, verifiedOn: '2026-11-25' },
        { ...number, label: '古い窓口', verifiedOn: '2026-05-01' },
      ],
    });
    expect(made.status).toBe(201);
    expect(made.body.numbers.map(({ verifiedBy, overdue }) => [verifiedBy, overdue])).toEqual([
      ['管理者', false],
      ['管理者', true],
    ]);
    const { preview } = (await get<AccountTexts>(`${ACCOUNT}/texts`)).items.find(
      ({ situation }) => situation === 'closed',
    ) as AccountTexts['items'][number];
    expect(preview).toContain('県の窓口 000-000-0000（平日 9〜17時・無料）');

    const path = `/api/phone-lists/${made.body.id}`;
    const edit = { version: 1, name: '県', accountIds: [HUMAN_RIGHTS], numbers: plain(made.body) };
    const changed = await put<PhoneList>(path, { ...edit, numbers: edit.numbers.toReversed() });
    expect(changed.body.numbers.map(({ label }) => label)).toEqual(['古い窓口', '県の窓口']);
    expect(code(await put(path, edit))).toEqual([409, 'changed_meanwhile']);
    const future = [{ ...number, verifiedOn: '2026-11-26' }];
    expect(code(await put(path, { ...edit, version: 2, numbers: future }))).toEqual([
      400,
      'verified_in_future',
    ]);
    const label = '長'.repeat(90);
    const long = Array.from({ length: 100 }, () => ({ ...number, label, verifiedOn: today }));
    expect(code(await put(path, { ...edit, version: 2, numbers: long }))).toEqual([
      400,
      'text_may_be_too_long',
    ]);
    const none = { ...edit, version: own.version, accountIds: own.accountIds, numbers: [] };
    expect(code(await put(`/api/phone-lists/${own.id}`, none))).toEqual([409, 'numbers_needed']);
    expect((await admin.request('DELETE', `${path}?version=2`)).status).toBe(204);
    expect(code(await put(path, { ...edit, version: 3 }))).toEqual([404, 'phone_list_not_found']);
    const [trace] = await traces('phone.changed');
    expect(trace?.before).toHaveProperty(['県の窓口 000-000-0000.number']);
  });

  it('categories: chosen when a consultation ends, and never deleted once used', async () => {
    const book = await get<CategoryBook>(`${ACCOUNT}/categories`);
    const entry = (name: string) => ({ id: null, name, retired: false });
    const made = await put<CategoryBook>(`${ACCOUNT}/categories`, {
      version: book.version,
      required: true,
      items: [entry('学校'), entry('家族'), entry('からだ')],
    });
    const [school, family, body] = made.body.items as { id: string; name: string; retired: boolean }[];
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await sato.take(one.ticketId);
    const choice = await get<CategoryChoice>(`/api/tickets/${one.ticketId}/categories`, sato);
    expect([choice.required, choice.items.map(({ name }) => name)]).toEqual([
      true,
      ['学校', '家族', 'からだ'],
    ]);
    const seenThrough = await sato.newestWord(one.ticketId);
    const close = (categoryId: unknown) => act(sato, one.ticketId, 'close', { categoryId, seenThrough });
    expect(code(await close(null))).toEqual([409, 'category_required']);
    expect(code(await close('0198c5a0-0000-7000-8000-000000000000'))).toEqual([409, 'category_not_found']);
    expect((await close(family?.id)).status).toBe(200);
    const next = await one.writes('また来ました');
    await sato.take(next);
    const past = await get<PastTicketsView>(`/api/tickets/${next}/past`, sato);
    expect(past.items.map(({ category }) => category)).toEqual(['家族']);
    const edit = (items: (object | undefined)[], version = made.body.version) =>
      put<CategoryBook>(`${ACCOUNT}/categories`, {
        version,
        required: false,
        items: items.map((item) => ({ ...item, used: undefined })),
      });
    expect(code(await edit([school, body]))).toEqual([409, 'category_in_use']);
    // Two may change names; one that was never used may go, and one that was is retired.
    const after = await edit([
      { ...school, name: '家族' },
      { ...family, name: '学校', retired: true },
    ]);
    expect(after.body.items.map(({ id, name, used }) => [id, name, used])).toEqual([
      [school?.id, '家族', 0],
      [family?.id, '学校', 1],
    ]);
    const left = await get<CategoryChoice>(`/api/tickets/${next}/categories`, sato);
    expect(left).toEqual({ required: false, items: [{ id: school?.id, name: '家族' }] });
    expect(code(await edit([entry('学校')], made.body.version))).toEqual([409, 'changed_meanwhile']);
  });

  it('none of it is for supervisors or counselors', async () => {
    const tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const schedule = daily('00:00', '24:00');
    const routes: [method: string, path: string, body: object][] = [
      ['PUT', `${ACCOUNT}/schedule`, { version: 0, schedule }],
      ['POST', `${ACCOUNT}/schedule/preview`, { schedule, days: 14 }],
      ['PUT', `${ACCOUNT}/texts/left`, { version: 0, body: '文面' }],
      ['PUT', '/api/canned-texts', { version: 0, items: [] }],
      ['PUT', `${ACCOUNT}/canned-texts`, { version: 0, items: [] }],
      ['POST', '/api/phone-lists', { version: 0, name: '電話', accountIds: [], numbers: [] }],
      ['PUT', `${ACCOUNT}/categories`, { version: 0, required: false, items: [] }],
    ];
    for (const client of [tanaka, sato])
      for (const [method, path, body] of routes)
        expect(code(await client.request(method, path, body))).toEqual([403, 'not_permitted']);
    expect(code(await put('/api/accounts/nobody/schedule', { version: 0, schedule }))).toEqual([
      404,
      'account_not_found',
    ]);
  });
});
