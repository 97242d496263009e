import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type MutesView, type StandingView } from '../../src/contract/line.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

describe('the line', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    await configure(relay, SUICIDE_PREVENTION, {});
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days' WHERE state <> 'closed'`,
    );
    await moveClock(relay, EVENING);
    await configure(relay, SUICIDE_PREVENTION, {});
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const line = async () => (await counselor.desk()).waiting.map((ticket) => ticket.id);
  const alarms = async (ticketId: string) =>
    (await ticketOf(supervisor, ticketId)).alarms.map((alarm) => alarm.kind);
  const later = (minutes: number) => moveClock(relay, new Date(EVENING.getTime() + minutes * 60_000));
  const mark = (by: ConsoleClient, { ticketId }: Caller, risk: string, reason = '理由') =>
    act(by, ticketId, 'risk', { risk, reason });

  it('goes by risk first, rings until a supervisor has seen it, and keeps who said what', async () => {
    const [one, two, three] = [await caller(), await caller(), await caller()];
    const people = { one: one.ticketId, two: two.ticketId, three: three.ticketId };
    expect(await line()).toEqual([people.one, people.two, people.three]);

    expect(await mark(counselor, three, 'high', '今夜のことを話している')).toMatchObject({
      status: 200,
      body: { risk: 'high', state: 'waiting' },
    });
    await mark(counselor, two, 'watch');
    expect(await line()).toEqual([people.three, people.two, people.one]);
    expect(await alarms(people.three)).toEqual(['risk']);
    expect(await alarms(people.two)).toEqual([]);

    expect(await act(counselor, people.three, 'alarms/risk/seen')).toMatchObject(
      refused(403, 'not_permitted'),
    );
    expect((await act(supervisor, people.three, 'alarms/risk/seen')).body.alarms).toEqual([]);
    // The same again is no news; more is.
    await mark(counselor, three, 'high', 'まだ続いている');
    expect(await alarms(people.three)).toEqual([]);
    await mark(counselor, three, 'imminent');
    expect(await alarms(people.three)).toEqual(['risk']);
    await mark(supervisor, three, 'none', '落ち着いた');
    expect(await alarms(people.three)).toEqual([]);
    expect(await line()).toEqual([people.two, people.one, people.three]);

    const { body } = await supervisor.request<StandingView>('GET', `/api/tickets/${people.three}/standing`);
    expect(body.risks.map(({ risk, reason, by }) => [risk, reason, by])).toEqual([
      ['none', '落ち着いた', '田中'],
      ['imminent', '理由', 'yamada'],
      ['high', 'まだ続いている', 'yamada'],
      ['high', '今夜のことを話している', 'yamada'],
    ]);
    const rooms = (await supervisor.talkRoom(people.three)).messages.filter(
      ({ direction }) => direction === 'note',
    );
    expect(rooms.map(({ content }) => content)).toContainEqual({
      kind: 'labelled',
      label: 'risk',
      detail: 'imminent',
    });
    expect((await one.texts()).concat(await three.texts()).join()).not.toContain('話している');
  });

  it('lets nobody but the counselor and supervisors mark what somebody looks after, and nobody without a reason', async () => {
    const taken = await caller();
    const other = await addStaff(relay, { login: 'ito', memberships: { [SUICIDE_PREVENTION]: 'counselor' } });
    expect((await counselor.take(taken.ticketId)).status).toBe(200);
    expect(await mark(other, taken, 'high')).toMatchObject(refused(409, 'ticket_taken'));
    expect(await mark(counselor, taken, 'high', '  ')).toMatchObject({ status: 400 });
    expect((await mark(counselor, taken, 'high')).status).toBe(200);
    expect((await mark(supervisor, taken, 'watch')).status).toBe(200);
    await mark(counselor, taken, 'imminent');
    await counselor.close(taken.ticketId);
    // What no supervisor has seen outlives the ticket.
    const ended = async () =>
      (await supervisor.desk()).ended.map(({ id, alarms: [alarm] }) => [id, alarm?.kind]);
    expect(await ended()).toEqual([[taken.ticketId, 'risk']]);
    expect((await counselor.desk()).ended).toEqual([]);
    await act(supervisor, taken.ticketId, 'alarms/risk/seen');
    expect(await ended()).toEqual([]);
    expect(await mark(counselor, taken, 'high')).toMatchObject(refused(409, 'ticket_closed'));
  });

  it('is taken from its head; before their turn, by a supervisor with a reason that leaves a trace', async () => {
    const [one, two, three] = [await caller(), await caller(), await caller()];
    expect(await counselor.take(two.ticketId)).toMatchObject(refused(409, 'not_first_in_line'));
    expect(await act(counselor, two.ticketId, 'take', { reason: '知っている方' })).toMatchObject(
      refused(409, 'not_first_in_line'),
    );
    expect(await supervisor.take(three.ticketId)).toMatchObject(refused(409, 'reason_required'));
    expect((await act(supervisor, three.ticketId, 'take', { reason: '前回の続き' })).status).toBe(200);
    const { body } = await supervisor.request<StandingView>('GET', `/api/tickets/${three.ticketId}/standing`);
    expect(body.picks).toMatchObject([{ ahead: 2, reason: '前回の続き', by: '田中' }]);
    expect((await counselor.take(one.ticketId)).status).toBe(200);
    expect((await counselor.take(two.ticketId)).status).toBe(200);
  });

  it('is left only by who says so; writing again begins a new wait', async () => {
    const [one, two] = [await caller(), await caller()];
    await one.hears('1 番目');
    await one.leaves();
    await followsUp(counselor, one.ticketId, 'left');
    await one.hears('順番待ちを終わりに');
    expect(await line()).toEqual([two.ticketId]);
    // The button of before means nothing any more.
    await one.leaves();
    expect(await one.writes('やっぱり話したいです')).toBe(one.ticketId);
    await waits(counselor, one.ticketId);
    expect(await line()).toEqual([two.ticketId, one.ticketId]);
    await one.hears('2 番目');
  });

  it('keeps who takes back what they said, who falls silent, and who blocks and comes back', async () => {
    const [one, two] = [await caller(), await caller()];
    const before = await ticketOf(counselor, one.ticketId);
    await mark(counselor, one, 'watch');
    await one.blocks();
    const blocked = await followsUp(counselor, one.ticketId, 'blocked');
    expect(blocked.alarms.map(({ kind }) => kind)).toEqual(['at-risk-left']);
    await mark(counselor, one, 'none');
    await one.unblocks();
    const back = await waits(counselor, one.ticketId);
    expect({ line: back.line, since: back.waitingSince }).toEqual({
      line: before.line,
      since: before.waitingSince,
    });
    expect(await line()).toEqual([one.ticketId, two.ticketId]);
  });

  it('has an upper bound, past which callers are told so and kept; never somebody at risk', async () => {
    await configure(relay, SUICIDE_PREVENTION, { waiting: { atMost: 1 } });
    const one = await caller();
    const two = await caller();
    await followsUp(counselor, two.ticketId, 'full');
    const [text] = await two.hears('大変混み合っていて');
    expect(text).toMatch(/\d{3,4}-?\d/);
    // Once, however much they write.
    await two.writes('まだですか');
    await mark(counselor, two, 'watch');
    await two.writes('お願いします');
    await waits(counselor, two.ticketId);
    expect((await two.texts()).filter((words) => words.includes('大変混み合っていて'))).toHaveLength(1);
    expect(await line()).toEqual([two.ticketId, one.ticketId]);
  });

  it('has limits for one caller, which say when to come again and yield to risk', async () => {
    await configure(relay, SUICIDE_PREVENTION, { limits: { consultationsPerDay: 1, coolDownMinutes: 30 } });
    const one = await caller();
    await counselor.take(one.ticketId);
    await counselor.close(one.ticketId);
    const again = await one.writes('もう少しだけ');
    expect((await followsUp(counselor, again, 'limit')).id).toBe(again);
    await one.hears('11月26日（木）0:00');
    expect((await act(counselor, again, 'follow-up/line')).body.state).toBe('waiting');

    const two = await caller();
    await act(supervisor, two.ticketId, 'take', { reason: '試験' });
    await mark(supervisor, two, 'watch');
    await supervisor.close(two.ticketId);
    await waits(counselor, await two.writes('まだつらいです'));
  });

  it('mutes for a time: kept, not queued, nothing sent; a supervisor may review and lift it, and risk ends it', async () => {
    const [one, two] = [await caller(), await caller()];
    await one.hears('番目');
    const minutes = { minutes: 60, reason: 'いたずらが続いた' };
    expect(await act(counselor, one.ticketId, 'mute', minutes)).toMatchObject(refused(403, 'not_permitted'));
    expect((await act(supervisor, one.ticketId, 'mute', minutes)).body.followUp?.reason).toBe('muted');
    expect(await act(supervisor, one.ticketId, 'mute', minutes)).toMatchObject(refused(409, 'caller_muted'));
    const texts = await one.texts();
    expect(await one.writes('おーい')).toBe(one.ticketId);
    await one.unblocks();
    expect(await line()).toEqual([two.ticketId]);
    expect(await counselor.take(one.ticketId)).toMatchObject(refused(409, 'caller_muted'));
    expect(await act(counselor, one.ticketId, 'follow-up/line')).toMatchObject(refused(409, 'caller_muted'));
    expect((await supervisor.talkRoom(one.ticketId)).messages.map(({ content }) => content)).toContainEqual(
      expect.objectContaining({ text: 'おーい' }),
    );

    const list = async () => (await supervisor.request<MutesView>('GET', '/api/mutes')).body.mutes;
    const [mute] = await list();
    expect(mute).toMatchObject({
      reason: 'いたずらが続いた',
      mutedBy: '田中',
      running: true,
      liftedBy: null,
    });
    expect((await supervisor.request('POST', `/api/mutes/${mute?.id}/lift`, {})).status).toBe(200);
    await waits(counselor, one.ticketId);
    expect(await list()).toMatchObject([{ running: false, liftedBy: '田中' }]);
    expect(await supervisor.request('POST', `/api/mutes/${mute?.id}/lift`, {})).toMatchObject(
      refused(404, 'mute_not_found'),
    );
    await eventually(
      async () => ((await one.texts()).length > texts.length ? true : undefined),
      'their place',
    );

    await act(supervisor, two.ticketId, 'mute', minutes);
    await mark(counselor, two, 'high');
    expect((await waits(counselor, two.ticketId)).risk).toBe('high');
    expect(await act(supervisor, two.ticketId, 'mute', minutes)).toMatchObject(refused(409, 'at_risk'));
  });

  it('says the place again only when it changed, at most so often, and not when the month runs short', async () => {
    await configure(relay, SUICIDE_PREVENTION, { waiting: { placeAgainMinutes: 10, placeAgainAtMost: 1 } });
    const [one, two, three] = [await caller(), await caller(), await caller()];
    await three.hears('3 番目');
    await later(11);
    // Nothing has changed: the next look is planned, and nobody heard anything.
    const planned = async (least: Date) =>
      eventually(async () => {
        const rows = await relay.database.query<{ due_at: Date }>(
          `SELECT due_at FROM timer WHERE kind = 'place-again' AND subject LIKE $1`,
          [`${three.ticketId}@%`],
        );
        return rows.some((row) => row.due_at > least) || undefined;
      }, 'the next look');
    await planned(new Date(EVENING.getTime() + 20 * 60_000));
    expect(await three.texts()).toHaveLength(1);
    await counselor.take(one.ticketId);
    await relay.database.query(
      `INSERT INTO account_quota (account_id, message_limit, used, checked_at) VALUES ($1, 100, 95, now())
       ON CONFLICT (account_id) DO UPDATE SET message_limit = 100, used = 95`,
      [SUICIDE_PREVENTION],
    );
    await later(22);
    await planned(new Date(EVENING.getTime() + 31 * 60_000));
    expect(await three.texts()).toHaveLength(1);
    await relay.database.query('UPDATE account_quota SET used = 1');
    await later(33);
    await three.hears('いま 2 番目');
    await counselor.take(two.ticketId);
    await later(60);
    await eventually(async () => {
      const rows = await relay.database.query(
        `SELECT subject FROM timer WHERE kind = 'place-again' AND subject LIKE $1`,
        [`${three.ticketId}@%`],
      );
      return rows.length === 0 || undefined;
    }, 'no look planned any more');
    expect(await three.texts()).toHaveLength(2);
  });

  it('ends no consultation whose time is up: supervisors hear of it, and may give more', async () => {
    await configure(relay, SUICIDE_PREVENTION, { limits: { minutes: 50 } });
    const one = await caller();
    const { body } = await counselor.take(one.ticketId);
    expect(Date.parse(body.timeLimitAt ?? '') - Date.parse(body.takenAt ?? '')).toBe(50 * 60_000);
    await later(51);
    await eventually(async () => (await alarms(one.ticketId)).includes('time-up') || undefined, 'the alarm');
    expect((await counselor.reply(one.ticketId, 'まだここにいます')).status).toBe(201);
    expect(await act(counselor, one.ticketId, 'extend', { minutes: 20 })).toMatchObject(
      refused(403, 'not_permitted'),
    );
    const extended = await act(supervisor, one.ticketId, 'extend', { minutes: 20 });
    expect(Date.parse(extended.body.timeLimitAt ?? '')).toBeGreaterThan(EVENING.getTime() + 70 * 60_000);
    expect(await alarms(one.ticketId)).toEqual([]);
  });

  it('allows one message from the next morning on, and closes what nobody needs any more, never at risk', async () => {
    const [one, two] = [await caller(), await caller()];
    await two.hears('番目');
    for (const each of [one, two]) await each.leaves();
    await followsUp(counselor, one.ticketId, 'left');
    await followsUp(counselor, two.ticketId, 'left');
    await mark(counselor, two, 'watch');
    const send = () => act(counselor, one.ticketId, 'follow-up/message');
    expect(await send()).toMatchObject(refused(409, 'follow_up_too_early'));
    await moveClock(relay, new Date('2026-11-26T08:59:00+09:00'));
    expect((await send()).body.error.message.ja).toContain('11月26日（木）9:00');
    await moveClock(relay, new Date('2026-11-26T09:00:01+09:00'));
    expect((await send()).body.followUp?.message).toEqual({
      from: '2026-11-26T00:00:00.000Z',
      sentAt: expect.stringMatching(/^2026-11-26T00:00/),
    });
    await one.hears('先日はメッセージを');
    expect(await send()).toMatchObject(refused(409, 'follow_up_already_sent'));
    await two.blocks();
    await eventually(
      async () => (await ticketOf(counselor, two.ticketId)).callerReachable === false || undefined,
    );
    expect(await act(counselor, two.ticketId, 'follow-up/message')).toMatchObject(
      refused(409, 'caller_unreachable'),
    );
    expect(await act(counselor, two.ticketId, 'follow-up/close')).toMatchObject(
      refused(403, 'not_permitted'),
    );

    await moveClock(relay, new Date(EVENING.getTime() + 7 * 86_400_000 + 60_000));
    await eventually(
      async () => (await alarms(two.ticketId)).includes('at-risk-idle') || undefined,
      'the alarm',
    );
    // What nobody has seen stays on the list, until somebody has.
    await eventually(async () => {
      const due = await relay.database.query(
        `SELECT FROM timer WHERE kind = 'follow-up-end' AND subject LIKE $1 || '@%' AND due_at <= $2`,
        [one.ticketId, relay.clock.now()],
      );
      return due.length === 0 || undefined;
    }, 'what was due');
    expect((await ticketOf(counselor, one.ticketId)).followUp?.reason).toBe('left');
    const screen = await supervisor.live();
    await screen.shows(await supervisor.talkRoom(one.ticketId));
    screen.close();
    await moveClock(relay, new Date(EVENING.getTime() + 14 * 86_400_000 + 120_000));
    await eventually(
      async () =>
        !(await counselor.desk()).followUps.some((ticket) => ticket.id === one.ticketId) || undefined,
      'the end of the other one',
    );
    expect(await act(supervisor, two.ticketId, 'follow-up/close')).toMatchObject(
      refused(409, 'words_unseen'),
    );
    const seenThrough = await supervisor.newestWord(two.ticketId);
    expect((await act(supervisor, two.ticketId, 'follow-up/close', { seenThrough })).body.state).toBe(
      'closed',
    );
    expect(await act(supervisor, two.ticketId, 'follow-up/close')).toMatchObject(
      refused(409, 'not_on_follow_up_list'),
    );
  });
});
