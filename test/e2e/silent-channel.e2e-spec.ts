import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { DemoClockService } from '../../src/app/demo-clock/demo-clock.service.js';
import { ProvisionService } from '../../src/app/provision/provision.service.js';
import { type Provision } from '../../src/app/provision/provision.schema.js';
import { ConsoleClient } from '../support/console-client.js';
import { moveClock, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

// Several processes on one database, and timers that must not fire.
jest.setTimeout(60_000);

const AFTER_MINUTES = 30;
/** The suicide-prevention line is open from 17:00 to 22:30, a Wednesday. */
const at = (time: string, day = '25') => new Date(`2026-11-${day}T${time}:00+09:00`);

/** Whoever moves the clock. */
const ANYBODY = '00000000-0000-4000-8000-000000000009';

describe('a channel from which nothing comes', () => {
  let standIn: StandIn;
  let relay: Relay;
  let beside: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: at('16:00') });
    await provision(relay, AFTER_MINUTES);
    beside = await startRelay({
      standIn,
      at: at('16:00'),
      beside: relay,
      env: { ROLES: 'timers,intake', PROVISION_FILE: '' },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await beside.close();
    await relay.close();
    await standIn.close();
  });

  /** Applies the sample file with this setting for one account. */
  const provision = async (target: Relay, silentAfterMinutes: number | undefined) => {
    const sample = target.server.provision as Provision;
    const accounts = sample.accounts.map((account) =>
      account.id === SUICIDE_PREVENTION
        ? { ...account, settings: { ...account.settings, silentAfterMinutes } }
        : account,
    );
    await target.server.app.get(ProvisionService).apply({ ...sample, accounts });
  };
  const alarms = async () => {
    const { accounts } = await supervisor.desk();
    return accounts.flatMap(({ id, alarms: raised }) =>
      raised.map(({ kind, raisedAt }) => ({ id, kind, raisedAt })),
    );
  };
  const silent = (wanted: boolean) =>
    eventually(
      async () => {
        const kinds = (await alarms()).map(({ id, kind }) => `${id} ${kind}`);
        expect(kinds).toEqual(wanted ? [`${SUICIDE_PREVENTION} channel-silent`] : []);
        return true;
      },
      `the alarm being ${wanted ? 'raised' : 'over'}`,
    );
  const says = async (text: string) =>
    expect(await postEvents(relay.url, SUICIDE_PREVENTION, [textEvent(newUserId(), text)])).toBe(200);
  const move = async (instant: Date) => {
    await moveClock(relay, instant);
    await moveClock(beside, instant);
  };
  /** Every check that is due by the clock was made: what comes next lies ahead. */
  const checked = () =>
    eventually(async () => {
      const due = await relay.database.query(
        `SELECT FROM timer WHERE kind = 'silence-check' AND due_at <= $1`,
        [relay.clock.now()],
      );
      return due.length === 0 || undefined;
    }, 'the checks');
  const planned = () =>
    relay.database.query<{ dueAt: Date }>(
      `SELECT due_at AS "dueAt" FROM timer WHERE kind = 'silence-check' ORDER BY due_at`,
    );

  it('raises one alarm once it has been open that long, not before', async () => {
    expect((await planned()).map(({ dueAt }) => dueAt)).toEqual([at('17:30')]);
    await move(at('17:29'));
    await checked();
    expect(await alarms()).toEqual([]);
    await move(at('17:31'));
    await silent(true);
    const [first] = await alarms();
    await move(at('18:05'));
    await checked();
    // Raised once, by whichever process; other accounts have no such setting.
    expect(await alarms()).toEqual([first]);
    expect(await planned()).toHaveLength(1);
  });

  it('is over with the next event, and begins to count from there', async () => {
    await says('聞こえますか');
    await silent(false);
    const [next] = await planned();
    expect((next?.dueAt.getTime() ?? 0) - at('18:35').getTime()).toBeLessThan(60_000);
    await move(at('18:34'));
    await checked();
    expect(await alarms()).toEqual([]);
    await says('まだいます');
    await move(at('19:03'));
    await checked();
    expect(await alarms()).toEqual([]);
    await move(at('19:06'));
    await silent(true);
  });

  it('stays through a restart, and is over at closing', async () => {
    await beside.close();
    beside = await startRelay({
      standIn,
      at: at('19:10'),
      beside: relay,
      env: { ROLES: 'timers,intake', PROVISION_FILE: '' },
    });
    await checked();
    await silent(true);
    await move(at('22:20'));
    await checked();
    await silent(true);
    await move(at('22:31'));
    await silent(false);
    await checked();
    // Nobody is expected at night.
    expect((await planned()).map(({ dueAt }) => dueAt)).toEqual([at('17:30', '26')]);
    await move(at('12:00', '26'));
    await checked();
    expect(await alarms()).toEqual([]);
  });

  it('follows what is provisioned and where the clock is set', async () => {
    // It follows the clock a moment later only, and would judge by the old one.
    await beside.stop();
    await relay.server.app.get(DemoClockService).set(at('17:40', '26'), ANYBODY);
    await silent(true);
    await provision(relay, 60);
    await silent(false);
    expect((await planned()).map(({ dueAt }) => dueAt)).toEqual([at('18:00', '26')]);
    await relay.server.app.get(DemoClockService).set(at('18:10', '26'), ANYBODY);
    await silent(true);
    await provision(relay, undefined);
    await silent(false);
    expect(await planned()).toEqual([]);
    await provision(relay, AFTER_MINUTES);
    await silent(true);
    await relay.server.app.get(DemoClockService).set(at('09:00', '26'), ANYBODY);
    await silent(false);
    expect((await planned()).map(({ dueAt }) => dueAt)).toEqual([at('17:30', '26')]);
  });
});
