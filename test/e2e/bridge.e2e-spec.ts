import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DemoClockService } from '../../src/app/demo-clock/demo-clock.service.js';
import { type DebriefView, type ShiftView } from '../../src/contract/care.js';
import { type WhatIfView } from '../../src/contract/opening.js';
import { type AccountToday, type Quarter, type TodayView } from '../../src/contract/statistics.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { moveClock, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const japan = (time: string, day = '25') => new Date(`2026-11-${day}T${time}:00+09:00`);
const MINUTE = 60_000;

/** What the test itself has seen happen, by the instants that the relay wrote at tickets and messages. */
class Ledger {
  readonly #facts: { figure: keyof Quarter; at: number }[] = [];
  readonly #waits: { from: number; until: number }[] = [];

  note(figure: keyof Quarter, at: string): void {
    this.#facts.push({ figure, at: Date.parse(at) });
  }

  waited(from: string, until: string | null): void {
    this.#waits.push({ from: Date.parse(from), until: until === null ? Infinity : Date.parse(until) });
  }

  /** A quarter of the day, counted the long way round. */
  quarter(begin: number, now: number): Omit<Quarter, 'longestWait'> & { longestMinutes: number | null } {
    const end = Math.min(begin + 15 * MINUTE, now);
    const count = (figure: keyof Quarter) =>
      this.#facts.filter(
        (fact) => fact.figure === figure && fact.at >= begin && fact.at < begin + 15 * MINUTE,
      ).length;
    const lasting = this.#waits.filter(({ from, until }) => from < end && until > begin);
    const lengths = lasting.map(({ from, until }) => Math.floor((Math.min(until, end) - from) / MINUTE));
    return {
      arrivals: count('arrivals'),
      outOfHours: count('outOfHours'),
      taken: count('taken'),
      takenInTime: count('takenInTime'),
      closed: count('closed'),
      abandoned: count('abandoned'),
      atRisk: count('atRisk'),
      answers: count('answers'),
      answersInTime: count('answersInTime'),
      waiting: this.#waits.filter(({ from, until }) => from < end && until > end).length,
      longestMinutes: lengths.length === 0 ? null : Math.max(...lengths),
    };
  }
}

describe('the bridge', () => {
  let standIn: StandIn;
  let relay: Relay;
  let tanaka: ConsoleClient;
  let suzuki: ConsoleClient;
  let person: OnShift;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: japan('22:35') });
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
      targets: { waitMinutes: 10, replyMinutes: 6 },
    });
    // An opening that goes on past midnight.
    const opened = await tanaka.request('POST', `/api/accounts/${SUICIDE_PREVENTION}/overrides`, {
      state: 'open',
      reason: '夜どおしの受付',
      until: japan('02:00', '26').toISOString(),
    });
    expect(opened.status).toBe(201);
    person = await OnShift.come(relay, {
      login: 'yamada',
      displayName: '山田',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  afterAll(async () => {
    person.goes();
    await relay.close();
    await standIn.close();
  });

  const comes = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const today = async () => (await tanaka.request<TodayView>('GET', '/api/statistics/today')).body;
  const ofAccount = (view: TodayView, id = SUICIDE_PREVENTION) =>
    view.accounts.find(({ accountId }) => accountId === id) as AccountToday;
  const shift = async () => (await person.console.request<ShiftView>('GET', '/api/shift')).body;
  const clear = () =>
    relay.database.query(`UPDATE ticket SET state = 'closed', closed_at = now() WHERE state <> 'closed'`);

  it('counts a night by quarters of an hour, across midnight, as the tickets themselves tell it', async () => {
    const ledger = new Ledger();
    const arrives = async (outOfHours = false) => {
      const caller = await comes();
      const { openedAt } = await ticketOf(tanaka, caller.ticketId);
      ledger.note('arrivals', openedAt);
      if (outOfHours) ledger.note('outOfHours', openedAt);
      return { caller, openedAt };
    };
    const takes = async ({ caller, openedAt }: { caller: Caller; openedAt: string }) => {
      const { body } = await person.console.take(caller.ticketId);
      const takenAt = body.takenAt ?? '';
      ledger.note('taken', takenAt);
      if (Date.parse(takenAt) - Date.parse(openedAt) <= 10 * MINUTE) ledger.note('takenInTime', takenAt);
      ledger.waited(openedAt, takenAt);
      return { caller, owedSince: takenAt };
    };
    const answers = async ({ caller, owedSince }: { caller: Caller; owedSince: string }) => {
      const { body } = await person.console.reply(caller.ticketId, '聞いています');
      ledger.note('answers', body.occurredAt);
      if (Date.parse(body.occurredAt) - Date.parse(owedSince) <= 6 * MINUTE)
        ledger.note('answersInTime', body.occurredAt);
    };

    await moveClock(relay, japan('23:31'));
    const one = await arrives();
    const two = await arrives();
    await moveClock(relay, japan('23:37'));
    const first = await takes(one);
    await answers(first);
    await moveClock(relay, japan('23:49'));
    const second = await takes(two);
    const three = await arrives();
    await moveClock(relay, japan('23:58'));
    // Nine minutes: late.
    await answers(second);
    await act(tanaka, three.caller.ticketId, 'risk', { risk: 'high', reason: '眠れていない' });
    ledger.note('atRisk', relay.clock.now().toISOString());
    await act(tanaka, three.caller.ticketId, 'risk', { risk: 'watch', reason: '落ち着いてきた' });
    await moveClock(relay, japan('00:07', '26'));
    // Midnight ends no day: it is the same night.
    const four = await arrives();
    const { closedAt } = (await person.console.close(one.caller.ticketId)).body;
    ledger.note('closed', closedAt ?? '');
    await moveClock(relay, japan('00:21', '26'));
    await four.caller.leaves();
    const left = await followsUp(tanaka, four.caller.ticketId, 'left');
    ledger.note('abandoned', left.followUp?.since ?? '');
    ledger.waited(four.openedAt, left.followUp?.since ?? '');
    await moveClock(relay, japan('00:33', '26'));
    const third = await takes(three);
    await answers(third);
    await moveClock(relay, japan('01:10', '26'));
    const five = await arrives();
    await moveClock(relay, japan('01:52', '26'));
    ledger.waited(five.openedAt, null);

    const view = await today();
    expect([view.from, view.to]).toEqual([japan('05:00').toISOString(), japan('05:00', '26').toISOString()]);
    const { quarters, total, openings } = ofAccount(view);
    expect(quarters).toHaveLength(84);
    const now = Date.parse(view.now);
    const counted = quarters.map(({ longestWait, ...rest }) => ({
      ...rest,
      longestMinutes: longestWait === null ? null : Math.floor(longestWait / 60),
    }));
    const expected = quarters.map((_, index) =>
      ledger.quarter(Date.parse(view.from) + index * 15 * MINUTE, now),
    );
    const withoutWaits = (list: typeof counted) => list.map(({ longestMinutes: _wait, ...rest }) => rest);
    expect(withoutWaits(counted)).toEqual(withoutWaits(expected));
    // A wait begins when its transaction did, a few milliseconds before what the ticket says: a minute may be rounded away.
    for (const [index, { longestMinutes }] of counted.entries()) {
      const wanted = expected[index]?.longestMinutes ?? null;
      if (wanted === null) expect(longestMinutes).toBeNull();
      else expect(Math.abs((longestMinutes ?? -99) - wanted)).toBeLessThanOrEqual(1);
    }
    expect(total).toMatchObject({
      arrivals: 5,
      taken: 3,
      takenInTime: 1,
      closed: 1,
      abandoned: 1,
      atRisk: 1,
    });
    expect(total).toMatchObject({ answers: 3, answersInTime: 2 });
    expect(openings.at(-1)?.to).toBe(japan('02:00', '26').toISOString());
    expect(ofAccount(view, HUMAN_RIGHTS).total.arrivals).toBe(0);
    // What the counselor sees of the same night.
    const mine = await shift();
    expect(mine).toMatchObject({ tickets: 3, active: 2, atRisk: 1, imminent: 0, long: 1, breaks: [] });
    expect(mine.from).toBe(view.from);
    // The first was taken at 23:37, and since then they have always had somebody.
    const about = (minutes: number | null, wanted: number) =>
      expect(Math.abs((minutes ?? -99) - wanted)).toBeLessThanOrEqual(1);
    about(mine.withCallersMinutes, 135);
    about(mine.longestMinutes, 123);
    expect(mine.nightMinutes).toBeGreaterThanOrEqual(196);
    await moveClock(relay, japan('05:02', '26'));
    const next = ofAccount(await today());
    expect(next.quarters).toHaveLength(1);
    expect(next.total.arrivals).toBe(0);
    await clear();
  });

  it('is for supervisors alone, and no sign of anybody being there', async () => {
    expect((await suzuki.request('GET', '/api/statistics/today')).status).toBe(403);
    const seen = () =>
      relay.database.query<{ at: string }>(
        `SELECT seen_at::text AS at FROM session JOIN staff ON staff.id = staff_id WHERE login = 'tanaka'`,
      );
    await relay.database.query(`UPDATE session SET seen_at = now() - interval '10 minutes'`);
    const before = await seen();
    await today();
    await tanaka.request('GET', '/api/shift');
    expect(await seen()).toEqual(before);
    await tanaka.desk();
    expect(await seen()).toEqual(before);
    await tanaka.request('POST', '/api/presence', { presence: 'available' });
    expect(await seen()).not.toEqual(before);
  });

  it('counts work since the last rest', async () => {
    person.goes();
    await person.hasGone();
    await moveClock(relay, japan('18:00', '27'));
    await person.opens();
    const since = (await shift()).workingSince ?? '';
    expect(Math.abs(Date.parse(since) - japan('18:00', '27').getTime())).toBeLessThan(MINUTE);
    await moveClock(relay, japan('19:10', '27'));
    await person.says('break');
    expect(await shift()).toMatchObject({ workingSince: null, breakAfterMinutes: 60 });
    // Counted from when they came, which was a moment after the clock was set.
    await moveClock(relay, new Date(Date.parse(since) + 82 * MINUTE));
    expect((await shift()).breaks).toMatchObject([{ until: null }]);
    await person.says('available');
    const after = await shift();
    expect(after.breaks).toHaveLength(1);
    expect(after.breaks[0]?.until).toBe(after.workingSince);
    expect(after.presentMinutes).toBe(82);
  });

  it('rings when an answer is overdue, once for each wait, and not once it came', async () => {
    await moveClock(relay, japan('20:00', '27'));
    const { ticketId, writes } = await comes().then((caller) => ({
      ticketId: caller.ticketId,
      writes: () => caller.writes('まだいますか'),
    }));
    await moveClock(relay, japan('20:20', '27'));
    await person.console.take(ticketId);
    const alarms = async () => (await ticketOf(tanaka, ticketId)).alarms.map(({ kind }) => kind);
    const rings = () =>
      eventually(async () => (await alarms()).includes('reply-overdue') || undefined, 'the alarm');
    const silent = () => eventually(async () => (await alarms()).length === 0 || undefined, 'silence');
    // They waited in the line for twenty minutes, but their counselor has only just come.
    await moveClock(relay, japan('20:25', '27'));
    expect(await alarms()).toEqual([]);
    await moveClock(relay, japan('20:27', '27'));
    await rings();
    await act(tanaka, ticketId, 'alarms/reply-overdue/seen');
    expect(await alarms()).toEqual([]);
    await person.console.reply(ticketId, 'お待たせしました');
    await moveClock(relay, japan('20:30', '27'));
    await writes();
    await moveClock(relay, japan('20:37', '27'));
    await rings();
    await person.console.reply(ticketId, 'ここにいます');
    await silent();
    await clear();
  });

  it('lets a counselor say that they would like to talk; supervisors alone hear of it', async () => {
    const { ticketId } = await comes();
    await person.console.take(ticketId);
    const { staffId } = (await person.console.desk()).me;
    const word = '少しつらかったです';
    const asked = await person.console.request<DebriefView>('POST', '/api/debriefs', {
      accountId: SUICIDE_PREVENTION,
      ticketId,
      word,
    });
    expect(asked.body).toMatchObject({ word, ticket: { id: ticketId }, takenBy: null });
    expect((await tanaka.desk()).debriefs).toMatchObject([{ word, by: { displayName: '山田' } }]);
    expect((await person.console.desk()).debriefs).toHaveLength(1);
    expect((await suzuki.desk()).debriefs).toEqual([]);
    const [row] = await relay.database.query<{ bytes: Buffer }>('SELECT word_sealed AS bytes FROM debrief');
    expect(row?.bytes.includes(Buffer.from(word))).toBe(false);
    const path = `/api/debriefs/${SUICIDE_PREVENTION}/${staffId}`;
    expect((await suzuki.request('POST', `${path}/take`, {})).status).toBe(403);
    expect((await tanaka.request('POST', `/api/debriefs/${HUMAN_RIGHTS}/${staffId}/take`, {})).status).toBe(
      404,
    );
    const foreign = { accountId: HUMAN_RIGHTS, word };
    expect((await person.console.request('POST', '/api/debriefs', foreign)).status).toBe(404);
    await tanaka.request('POST', `${path}/take`, {});
    expect((await person.console.desk()).debriefs).toMatchObject([{ takenBy: { displayName: '田中' } }]);
    expect((await tanaka.request('POST', `${path}/done`, {})).status).toBe(204);
    expect((await person.console.desk()).debriefs).toEqual([]);
    expect((await tanaka.request('POST', `${path}/done`, {})).status).toBe(404);
    await clear();
  });

  it('says of a held opening that it waits for people, to callers and to who asks what they get', async () => {
    await moveClock(relay, japan('16:50', '28'));
    person.goes();
    await person.hasGone();
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 1, hold: true } });
    await moveClock(relay, japan('17:10', '28'));
    const ask = async () =>
      (await tanaka.request<WhatIfView>('GET', `/api/accounts/${SUICIDE_PREVENTION}/what-if`)).body;
    expect(await ask()).toMatchObject({ state: 'closed', explanation: { rule: { kind: 'staffing' } } });
    expect((await ask()).text).toContain('相談員がそろいしだい');
    const caller = await comes();
    await caller.hears('相談員がそろいしだい');
    await person.opens();
    await eventually(async () => (await ask()).state === 'open' || undefined, 'the opening');
    await clear();
  });

  it('tells of a mute that ends by itself, and of a limit that passed while a talk was closed', async () => {
    await configure(relay, SUICIDE_PREVENTION, {
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
      limits: { minutes: 50 },
      idle: { askAfterMinutes: 10, closeAfterMinutes: 5, reopenMinutes: 120 },
    });
    const at = (minutes: number) =>
      moveClock(relay, new Date(japan('18:00', '28').getTime() + minutes * MINUTE));
    await at(0);
    const [muted, silent] = [await comes(), await comes()];
    await act(tanaka, muted.ticketId, 'mute', { minutes: 60, reason: '同じ絵文字だけが続いている' });
    expect((await ticketOf(tanaka, muted.ticketId)).mutedUntil).not.toBeNull();
    await person.console.take(silent.ticketId);
    await person.sees(silent.ticketId);
    await person.console.reply(silent.ticketId, '聞いています');
    await silent.gotAll();
    await at(11);
    await silent.hears('その後、いかがですか');
    await silent.gotAll();
    await at(17);
    const closed = () =>
      relay.database.query(`SELECT FROM ticket WHERE id = $1 AND state = 'closed'`, [silent.ticketId]);
    await eventually(async () => (await closed()).length > 0 || undefined, 'the end');
    const watching = await tanaka.live();
    await at(62);
    await waits(tanaka, muted.ticketId);
    expect(watching.events.some(({ type }) => type === 'ticket.changed')).toBe(true);
    watching.close();
    await silent.writes('すみません、戻りました');
    await eventually(async () => {
      const { state, alarms } = await ticketOf(tanaka, silent.ticketId);
      return (state === 'active' && alarms.some(({ kind }) => kind === 'time-up')) || undefined;
    }, 'the limit being told of');
  });

  it('counts no work through time that only the demo’s clock has passed over', async () => {
    await moveClock(relay, japan('10:00', '30'));
    await person.says('available');
    const staffId = (await person.console.desk()).me.staffId;
    await relay.server.app.get(DemoClockService).set(japan('19:00', '30'), staffId);
    const { workingSince, presentMinutes } = await shift();
    expect(Date.parse(workingSince ?? '')).toBeGreaterThanOrEqual(japan('19:00', '30').getTime());
    expect(presentMinutes).toBe(0);
  });
});
