import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountView } from '../../src/contract/account.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { Caller, configure, waits } from '../support/line.js';
import { moveClock, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

/** The suicide-prevention line is open from 17:00 to 22:30. */
const at = (time: string, day = '25') => new Date(`2026-11-${day}T${time}+09:00`);

describe('an opening that too few people are there for', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let count = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: at('16:00:00') });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const comes = async () => {
    count += 1;
    return OnShift.come(relay, {
      login: `person-${count}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  };
  const account = async () => {
    const found = (await supervisor.desk()).accounts.find(({ id }) => id === SUICIDE_PREVENTION);
    if (found === undefined) throw new Error('no account');
    return found;
  };
  const understaffed = (wanted: boolean) =>
    eventually(
      async () => {
        const kinds = (await account()).alarms.map(({ kind }) => kind);
        return kinds.includes('understaffed') === wanted || undefined;
      },
      `the alarm being ${wanted ? 'raised' : 'over'}`,
    );
  const checked = () =>
    eventually(async () => {
      const due = await relay.database.query(
        `SELECT FROM timer WHERE kind IN ('staffing-check', 'understaffed', 'opening-change') AND due_at <= $1`,
        [relay.clock.now()],
      );
      return due.length === 0 || undefined;
    }, 'the checks');

  it('alarms supervisors after a moment, and is over when enough have come', async () => {
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 2 } });
    await checked();
    await moveClock(relay, at('17:00:01'));
    await checked();
    // Not yet, and not while it was closed: somebody may just be coming.
    expect((await account()).alarms).toEqual([]);
    await moveClock(relay, at('17:00:30'));
    await understaffed(true);
    const first = await comes();
    expect((await account()).staffing).toEqual({ online: 1, available: 1, minimum: 2, held: false });
    const second = await comes();
    await understaffed(false);
    await second.says('break');
    expect((await account()).staffing).toMatchObject({ online: 2, available: 1 });
    // Back within the moment, nobody hears of it.
    await second.says('available');
    await moveClock(relay, at('17:05:00'));
    await checked();
    expect((await account()).alarms).toEqual([]);
    second.goes();
    await second.hasGone();
    await checked();
    const [hears, supervisors] = [await first.console.live(), await supervisor.live()];
    await moveClock(relay, at('17:06:00'));
    await understaffed(true);
    // It is the supervisors' to mend: a counselor in a talk is told nothing of it, by no way.
    const alarmsOf = (accounts: readonly AccountView[]) =>
      accounts.find(({ id }) => id === SUICIDE_PREVENTION)?.alarms;
    expect(alarmsOf((await first.console.desk()).accounts)).toEqual([]);
    const raised = await eventually(
      () =>
        supervisors.events.find(
          (event) => event.type === 'account.changed' && event.account.alarms.length > 0,
        ),
      'the supervisor hearing of it',
    );
    const told = await eventually(
      () => hears.events.find(({ id }) => id === raised.id),
      'the counselor hearing of the account',
    );
    expect(told).toMatchObject({ account: { id: SUICIDE_PREVENTION, alarms: [] } });
    hears.close();
    supervisors.close();
    await moveClock(relay, at('22:30:01'));
    await understaffed(false);
    first.goes();
    await first.hasGone();
  });

  it('waits for them where the account says so: callers get the closed text, and come in when it begins', async () => {
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 1, hold: true } });
    await moveClock(relay, at('16:59:00', '26'));
    const early = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await early.hears('いまは新しい相談をお受けできない時間');
    await moveClock(relay, at('17:00:01', '26'));
    await checked();
    expect(await account()).toMatchObject({ opening: { state: 'closed' }, staffing: { held: true } });
    const late = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await late.hears('いまは新しい相談をお受けできない時間');
    await moveClock(relay, at('17:00:30', '26'));
    await understaffed(true);
    // Nobody's wait is over: it has not even begun.
    expect((await early.texts()).join()).not.toContain('受付の終わる時間');
    const person = await comes();
    await eventually(async () => (await account()).opening.state === 'open' || undefined, 'the opening');
    await understaffed(false);
    expect((await account()).staffing.held).toBe(false);
    for (const one of [early, late]) expect((await waits(supervisor, one.ticketId)).carriedOver).toBe(true);
    const next = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    await next.hears('3 番目');
    // Once it has begun it goes on, however few stay.
    person.goes();
    await person.hasGone();
    await checked();
    expect((await account()).opening.state).toBe('open');
    await moveClock(relay, at('17:02:00', '26'));
    await understaffed(true);
    expect((await account()).opening.state).toBe('open');
  });

  it('goes on once it has begun, however long it lasts', async () => {
    await configure(relay, SUICIDE_PREVENTION, { staffing: { minimum: 1, hold: true } });
    await moveClock(relay, at('17:30:00', '26'));
    const always = [
      { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], opens: '00:00', closes: '24:00' },
    ];
    const before = await relay.database.query<{ rules: unknown }>(
      'SELECT rules FROM opening_schedule WHERE account_id = $1',
      [SUICIDE_PREVENTION],
    );
    const rules = (given: unknown) =>
      relay.database.query('UPDATE opening_schedule SET rules = $2 WHERE account_id = $1', [
        SUICIDE_PREVENTION,
        JSON.stringify(given),
      ]);
    await rules({ weekly: always, holidays: 'as-weekday' });
    const person = await comes();
    await eventually(async () => (await account()).opening.state === 'open' || undefined, 'the opening');
    person.goes();
    await person.hasGone();
    await moveClock(relay, new Date('2026-12-06T00:00:10+09:00'));
    expect(await account()).toMatchObject({ opening: { state: 'open' }, staffing: { held: false } });
    await rules(before[0]?.rules);
    await moveClock(relay, at('23:00:00', '26'));
  });

  it('begins without anybody when a supervisor opens by hand', async () => {
    await moveClock(relay, at('17:00:01', '27'));
    await checked();
    expect((await account()).staffing.held).toBe(true);
    const path = `/api/accounts/${SUICIDE_PREVENTION}/overrides`;
    await supervisor.request('POST', path, { state: 'open', reason: '応援が来ます', until: null });
    expect(await account()).toMatchObject({ opening: { state: 'open' }, staffing: { held: false } });
  });
});
