import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { BOTH_OPEN, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const CLOSED = new Date('2026-11-25T17:15:01+09:00');
const EVENING_AFTER = new Date('2026-11-25T21:00:00+09:00');
const OPENS = new Date('2026-11-26T08:30:00+09:00');
const OPEN_AGAIN = new Date('2026-11-26T08:30:01+09:00');

describe('the line at closing and opening', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days' WHERE state <> 'closed'`,
    );
    await relay.database.query(`DELETE FROM timer WHERE kind <> 'opening-change'`);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, HUMAN_RIGHTS);
  const line = async () => (await supervisor.desk()).waiting.map((ticket) => ticket.id);
  const begin = async (whenClosed: 'carry-over' | 'next-service-day' | 'reply-only') => {
    await moveClock(relay, BOTH_OPEN);
    // The plan of changes is made anew, as it is when the demo's clock is moved back.
    await relay.database.query(`DELETE FROM timer WHERE kind = 'opening-change'`);
    await relay.database.query(
      `INSERT INTO timer (kind, subject, due_at) SELECT 'opening-change', id || '@' || 'anew', $1 FROM account`,
      [new Date('2026-11-25T17:15:00+09:00')],
    );
    await configure(relay, HUMAN_RIGHTS, { whenClosed });
  };

  it('tells everybody who still waits, carries them over, and lets them go before those who come later', async () => {
    await begin('carry-over');
    const [one, taken] = [await caller(), await caller()];
    await one.hears('1 番目');
    await act(supervisor, taken.ticketId, 'take', { reason: '試験' });
    await moveClock(relay, CLOSED);
    const [, text] = await one.hears('受付の終わる時間');
    expect(text).toContain('11月26日（木）8:30');
    expect(await ticketOf(supervisor, one.ticketId)).toMatchObject({ state: 'waiting', carriedOver: true });
    expect(await ticketOf(supervisor, taken.ticketId)).toMatchObject({ state: 'active' });

    await moveClock(relay, EVENING_AFTER);
    const night = await caller();
    await night.hears('次の受付');
    // It says the same as what they have heard.
    await one.writes('わかりました');
    await moveClock(relay, OPEN_AGAIN);
    const morning = await caller();
    expect(await line()).toEqual([one.ticketId, night.ticketId, morning.ticketId]);
    expect((await one.texts()).filter((words) => words.includes('新しい相談をお受けできない'))).toEqual([]);
    expect((await taken.texts()).join()).not.toContain('受付の終わる時間');
  });

  it('gives those who wrote at night their place as if they came when it opens, where the account says so', async () => {
    await begin('next-service-day');
    await moveClock(relay, EVENING_AFTER);
    const night = await caller();
    expect((await ticketOf(supervisor, night.ticketId)).line.since).toBe(OPENS.toISOString());
    expect((await ticketOf(supervisor, night.ticketId)).carriedOver).toBe(false);
    await moveClock(relay, OPEN_AGAIN);
    const morning = await caller();
    expect(await line()).toEqual([night.ticketId, morning.ticketId]);
  });

  it('only replies, where the account says so: kept for follow-up; those at risk stay and ring', async () => {
    await begin('reply-only');
    const [one, risky] = [await caller(), await caller()];
    await act(supervisor, risky.ticketId, 'risk', { risk: 'watch', reason: '眠れていない' });
    await moveClock(relay, CLOSED);
    await followsUp(supervisor, one.ticketId, 'closing');
    await one.hears('受付の終わる時間');
    await risky.hears('受付の終わる時間');
    await eventually(async () => {
      const { alarms, state } = await ticketOf(supervisor, risky.ticketId);
      return (state === 'waiting' && alarms.some(({ kind }) => kind === 'at-risk-closing')) || undefined;
    }, 'the alarm');

    const night = await caller();
    await followsUp(supervisor, night.ticketId, 'out-of-hours');
    await night.hears('新しい相談をお受けできない');
    // Somebody whom a person fears for is let into the line at any hour.
    await act(supervisor, night.ticketId, 'risk', { risk: 'high', reason: '今夜が心配' });
    await night.writes('いますか');
    await waits(supervisor, night.ticketId);
    expect((await ticketOf(supervisor, night.ticketId)).alarms.map(({ kind }) => kind)).toEqual(['risk']);
    expect(await line()).toEqual([night.ticketId, risky.ticketId]);

    await moveClock(relay, OPEN_AGAIN);
    await one.writes('おはようございます');
    await waits(supervisor, one.ticketId);
  });
});
