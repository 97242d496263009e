import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountSettings } from '../../src/account/account-settings.js';
import { type CalendarView } from '../../src/contract/opening.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, ticketOf } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const base = `/api/accounts/${SUICIDE_PREVENTION}/overrides`;

describe('an account that is closed by hand for a moment', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at - interval '2 days' WHERE state <> 'closed'`,
    );
    await relay.database.query(`DELETE FROM timer WHERE kind = 'place-again'`);
    await relay.database.query(`UPDATE opening_override SET undone_at = starts_at, undone_by = set_by`);
    await moveClock(relay, EVENING);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const caller = () => Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
  const later = (minutes: number) => moveClock(relay, new Date(EVENING.getTime() + minutes * 60_000));
  const line = async () => (await supervisor.desk()).waiting.map(({ id }) => id);
  const close = async (until: Date | null = null) => {
    const body = { state: 'closed', reason: '停電のため', until: until?.toISOString() ?? null };
    const answer = await supervisor.request<CalendarView>('POST', base, body);
    const [override] = answer.body.overrides;
    return () => supervisor.request('POST', `${base}/${override?.id}/undo`, {});
  };
  const policies: AccountSettings['whenClosed'][] = ['carry-over', 'next-service-day'];

  it.each(policies)('keeps those who waited before those who come later (%s)', async (whenClosed) => {
    await configure(relay, SUICIDE_PREVENTION, { whenClosed, waiting: { placeAgainMinutes: 10 } });
    const [one, two] = [await caller(), await caller()];
    await one.hears('1 番目');
    await two.hears('2 番目');
    const undo = await close(new Date(EVENING.getTime() + 60 * 60_000));
    await two.hears('受付の終わる時間');
    await later(12);
    await eventually(async () => {
      const planned = await relay.database.query(`SELECT FROM timer WHERE kind = 'place-again'`);
      return planned.length === 0 || undefined;
    }, 'nobody being told their place while it is closed');
    await undo();
    const three = await caller();
    expect(await line()).toEqual([one.ticketId, two.ticketId, three.ticketId]);
    // They go on hearing where they stand.
    await act(supervisor, one.ticketId, 'take');
    await later(30);
    await two.hears('いま 1 番目');
  });

  it('answers whoever writes when it is closed once more, also where they were told the first time', async () => {
    await configure(relay, SUICIDE_PREVENTION, {});
    const one = await caller();
    await one.hears('番目');
    const undo = await close();
    await one.hears('受付の終わる時間');
    await undo();
    await act(supervisor, one.ticketId, 'take');
    await supervisor.close(one.ticketId);
    await close();
    await one.writes('もう一度だけ、いいですか');
    await one.hears('いまは新しい相談をお受けできない時間');
  });

  it('says in words that fit that nobody knows when it opens again', async () => {
    await configure(relay, SUICIDE_PREVENTION, {});
    const one = await caller();
    await one.hears('番目');
    await close();
    const texts = await one.hears('受付の終わる時間');
    expect(texts.join()).not.toMatch(/です です/);
    expect(texts.join()).toContain('次の受付は 未定 です。');
  });

  it('rings for those at risk, also while somebody else answers them', async () => {
    await configure(relay, SUICIDE_PREVENTION, { whenClosed: 'reply-only' });
    const one = await caller();
    await one.hears('番目');
    await act(supervisor, one.ticketId, 'risk', { risk: 'watch', reason: '眠れていない' });
    await relay.database.query(
      `UPDATE caller_address SET standby = true WHERE caller_id = (SELECT caller_id FROM ticket WHERE id = $1)`,
      [one.ticketId],
    );
    await close();
    await eventually(
      async () =>
        (await ticketOf(supervisor, one.ticketId)).alarms.some(({ kind }) => kind === 'at-risk-closing') ||
        undefined,
      'the alarm',
    );
  });
});
