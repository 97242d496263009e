import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CalendarView } from '../../src/contract/opening.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { type TestDatabase } from '../support/database.js';
import { RelayProcess } from '../support/relay-process.js';
import { BOTH_OPEN, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

/** So long that nobody looks again by themselves while the tests run. */
const NEVER_AGAIN = { HOURS_CHECK_MS: String(24 * 3_600_000) };
/** The human-rights line is closed on holidays, and nobody knows those of this year. The 3rd is a Tuesday. */
const UNKNOWN_YEAR = new Date('2051-10-03T10:00:00+09:00');

const breakHours = (database: TestDatabase) =>
  database.query(`UPDATE opening_schedule SET rules = '{"weekly": "always"}' WHERE account_id = $1`, [
    HUMAN_RIGHTS,
  ]);
const rulesOf = async (database: TestDatabase) => {
  const [row] = await database.query<{ rules: unknown }>(
    'SELECT rules FROM opening_schedule WHERE account_id = $1',
    [HUMAN_RIGHTS],
  );
  return JSON.stringify(row?.rules);
};
const mendHours = (database: TestDatabase, rules: string) =>
  database.query(
    `INSERT INTO opening_schedule (account_id, rules) VALUES ($1, $2)
     ON CONFLICT (account_id) DO UPDATE SET rules = $2`,
    [HUMAN_RIGHTS, rules],
  );
const viewOf = async (supervisor: ConsoleClient, accountId = HUMAN_RIGHTS) =>
  (await supervisor.desk()).accounts.find(({ id }) => id === accountId);
const alarmed = (supervisor: ConsoleClient, wanted: boolean) =>
  eventually(
    async () =>
      (await viewOf(supervisor))?.alarms.some(({ kind }) => kind === 'hours-broken') === wanted || undefined,
    `the alarm being ${wanted ? 'raised' : 'over'}`,
  );

describe('hours that can no longer be told', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN, env: NEVER_AGAIN });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it.each([
    ['broken', breakHours],
    [
      'taken away',
      (database: TestDatabase) =>
        database.query('DELETE FROM opening_schedule WHERE account_id = $1', [HUMAN_RIGHTS]),
    ],
  ])('alarm supervisors when they are %s, without anybody looking or writing', async (_, spoil) => {
    const rules = await rulesOf(relay.database);
    const live = await supervisor.live();
    await spoil(relay.database);
    // The event comes by itself, to whoever asks for nothing.
    await eventually(
      () =>
        live.events.some(
          (event) =>
            event.type === 'account.changed' &&
            event.account.id === HUMAN_RIGHTS &&
            event.account.opening.state === 'unknown' &&
            event.account.alarms.some(({ kind }) => kind === 'hours-broken'),
        ) || undefined,
      'the alarm on the screen',
    );
    live.close();
    expect((await viewOf(supervisor, SUICIDE_PREVENTION))?.alarms).toEqual([]);
    await mendHours(relay.database, rules);
    await alarmed(supervisor, false);
    expect((await viewOf(supervisor))?.opening.state).toBe('open');
  });

  it('leave no timer behind, however often they are written', async () => {
    const rules = await rulesOf(relay.database);
    for (let time = 0; time < 5; time += 1) await mendHours(relay.database, rules);
    await eventually(async () => {
      const left = await relay.database.query(
        `SELECT subject FROM timer WHERE kind = 'opening-change' AND subject LIKE '%@written%'`,
      );
      return left.length === 0 || undefined;
    }, 'the timers having fired');
  });

  it('answer with the emergency text in a year without known holidays, where they depend on them', async () => {
    await moveClock(relay, UNKNOWN_YEAR);
    expect((await viewOf(supervisor))?.opening).toMatchObject({ state: 'unknown', hoursToday: null });
    // No year makes a secret of the hours of those who are open on holidays too.
    expect((await viewOf(supervisor, SUICIDE_PREVENTION))?.opening.hoursToday).toBe('17:00–22:30');
    const { body } = await supervisor.request<CalendarView>('GET', `/api/accounts/${HUMAN_RIGHTS}/calendar`);
    expect(body).toMatchObject({ fault: 'holidays-unknown', days: [] });

    const userId = await newCaller(standIn);
    await write(standIn, relay, HUMAN_RIGHTS, userId, '聞こえますか');
    const text = await eventually(
      async () => (await textsTo(standIn, HUMAN_RIGHTS, userId)).at(0),
      'an answer on the phone',
    );
    expect(text).toContain('いまシステムの調子が悪く');
    expect(text).toContain('0570-003-110');
    await alarmed(supervisor, true);
    await moveClock(relay, BOTH_OPEN);
  });
});

describe('the log of hours that can not be told', () => {
  it('has one line for a fault that lasts, and none for what somebody only asks about', async () => {
    const standIn = await startStandIn();
    const relay = await RelayProcess.create(standIn.url, { HOURS_CHECK_MS: '50', LOG_LEVEL: 'warn' });
    const linesWith = (words: string) => relay.output.split('\n').filter((line) => line.includes(words));
    const logged = (words: string) => eventually(() => linesWith(words).length > 0 || undefined, words);
    try {
      await relay.start();
      const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
      const asked = await supervisor.request(
        'GET',
        `/api/accounts/${HUMAN_RIGHTS}/what-if?instant=${UNKNOWN_YEAR.toISOString()}`,
      );
      expect(asked.body).toMatchObject({ state: 'unknown', situation: 'emergency' });

      const rules = await rulesOf(relay.database);
      await breakHours(relay.database);
      await alarmed(supervisor, true);
      await logged('are broken');
      // Each of these asks for the hours, as does the look every 50 ms that goes on meanwhile.
      for (let time = 0; time < 30; time += 1) await supervisor.desk();
      await mendHours(relay.database, rules);
      await alarmed(supervisor, false);
      await logged('are mended');
      expect(linesWith('are broken')).toHaveLength(1);
      expect(linesWith('are mended')).toHaveLength(1);
      expect(linesWith('alarm: hours-broken')).toHaveLength(1);
      expect(linesWith('holidays-unknown')).toEqual([]);
    } finally {
      await relay.close();
      await standIn.close();
    }
  });
});
