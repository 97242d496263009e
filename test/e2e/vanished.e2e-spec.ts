import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountSettings } from '../../src/account/account-settings.js';
import { PresenceService } from '../../src/assignment/presence.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { act, Caller, configure, followsUp, ticketOf, waits } from '../support/line.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { OnShift } from '../support/shift.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const GRACE_SECONDS = 60;

describe('a counselor who vanishes', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let count = 0;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await relay.database.query(
      `UPDATE ticket SET state = 'closed', closed_at = opened_at WHERE state <> 'closed'`,
    );
    await moveClock(relay, EVENING);
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const policy = (whenVanished: AccountSettings['assignment']['whenVanished']) =>
    configure(relay, SUICIDE_PREVENTION, {
      assignment: { graceSeconds: GRACE_SECONDS, whenVanished },
      staffing: { minimum: 0 },
      waiting: { pickFreely: true },
    });
  const comes = async () => {
    count += 1;
    return OnShift.come(relay, {
      login: `person-${count}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  };
  const takenBy = async (person: OnShift) => {
    const one = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    expect((await person.console.take(one.ticketId)).status).toBe(200);
    return one;
  };
  const later = (seconds: number) => moveClock(relay, new Date(EVENING.getTime() + seconds * 1000));
  const timers = async () => (await relay.database.query(`SELECT FROM timer WHERE kind = 'vanished'`)).length;
  const alarms = async (ticketId: string) =>
    (await ticketOf(supervisor, ticketId)).alarms.map(({ kind }) => kind);

  it('gets a grace time; then what they had is in front of the line, and its caller hears of it', async () => {
    await policy('front');
    const person = await comes();
    const [one, two] = [await takenBy(person), await takenBy(person)];
    await act(person.console, two.ticketId, 'risk', { risk: 'watch', reason: '理由' });
    const waiting = await Caller.waiting(standIn, relay, SUICIDE_PREVENTION);
    person.goes();
    await person.hasGone();
    await later(GRACE_SECONDS - 5);
    expect((await ticketOf(supervisor, one.ticketId)).assignedTo?.displayName).toBe(person.login);
    await later(GRACE_SECONDS + 5);
    await waits(supervisor, one.ticketId);
    await waits(supervisor, two.ticketId);
    const line = (await supervisor.desk()).waiting.map(({ id }) => id);
    expect(line.at(-1)).toBe(waiting.ticketId);
    await one.hears('別の相談員におつなぎします');
    // Where somebody fears for the caller, supervisors hear of it too.
    expect([await alarms(one.ticketId), await alarms(two.ticketId)]).toEqual([[], ['vanished']]);
  });

  it('leaves it to the supervisors where the account says so', async () => {
    await policy('supervisor');
    const person = await comes();
    const one = await takenBy(person);
    person.goes();
    await person.hasGone();
    await later(GRACE_SECONDS + 1);
    await followsUp(supervisor, one.ticketId, 'vanished');
    expect(await alarms(one.ticketId)).toEqual(['vanished']);
    await one.hears('担当の相談員が席を離れました');
    // Whoever goes on writing stands where they stood.
    expect(await one.writes('まだいますか')).toBe(one.ticketId);
    await waits(supervisor, one.ticketId);
  });

  it('keeps everything when they are back in time, also when they go again later', async () => {
    await policy('front');
    const person = await comes();
    const one = await takenBy(person);
    person.goes();
    await person.hasGone();
    await later(GRACE_SECONDS / 2);
    await person.opens();
    await later(GRACE_SECONDS + 1);
    await eventually(async () => (await timers()) === 0 || undefined, 'the grace being over');
    expect((await person.console.desk()).mine.map(({ id }) => id)).toEqual([one.ticketId]);
    expect((await person.console.reply(one.ticketId, '戻りました')).status).toBe(201);
    person.goes();
    await person.hasGone();
    await later(2 * GRACE_SECONDS);
    expect((await ticketOf(supervisor, one.ticketId)).state).toBe('active');
    await later(2 * GRACE_SECONDS + 10);
    await waits(supervisor, one.ticketId);
  });

  it('is noticed as well when their server died with their console', async () => {
    await policy('front');
    const person = await comes();
    const one = await takenBy(person);
    const presence = relay.server.app.get(PresenceService);
    const { me } = await person.console.desk();
    // Nobody keeps the row fresh any more, and nobody says that the console went.
    const dead = { socketId: 'of a process that died', staffId: me.staffId };
    await presence.connected(dead);
    person.goes();
    await eventually(async () => {
      const rows = await relay.database.query('SELECT FROM console_connection WHERE staff_id = $1', [
        me.staffId,
      ]);
      return rows.length === 1 || undefined;
    }, 'the living console having gone');
    expect((await person.console.desk()).me.presence).toBe('available');
    await relay.database.query(
      `UPDATE console_connection SET seen_at = now() - interval '1 minute' WHERE socket_id = $1`,
      [dead.socketId],
    );
    await presence.sweep();
    await person.hasGone();
    await later(GRACE_SECONDS + 1);
    await waits(supervisor, one.ticketId);
  });

  it('gets a moment to come back when the server itself was away for longer than that', async () => {
    await policy('front');
    const person = await comes();
    const one = await takenBy(person);
    person.goes();
    await person.hasGone();
    const dueAt = async () =>
      (
        await relay.database.query<{ dueAt: Date }>(
          `SELECT due_at AS "dueAt" FROM timer WHERE kind = 'vanished'`,
        )
      )[0]?.dueAt.getTime() ?? 0;
    const before = await dueAt();
    // As if it had started only now, an hour later.
    const second = await startRelay({
      standIn,
      at: new Date(EVENING.getTime() + 3_600_000),
      beside: relay,
      env: { ROLES: 'console', PROVISION_FILE: '' },
    });
    try {
      expect(await dueAt()).toBeGreaterThan(before + 3_500_000);
      expect((await ticketOf(supervisor, one.ticketId)).state).toBe('active');
    } finally {
      await second.close();
    }
  });

  it('is not who was given up by mistake: the next heartbeat has them back', async () => {
    await policy('front');
    const person = await comes();
    const { me } = await person.console.desk();
    const [row] = await relay.database.query<{ socketId: string }>(
      'DELETE FROM console_connection WHERE staff_id = $1 RETURNING socket_id AS "socketId"',
      [me.staffId],
    );
    expect((await person.console.desk()).me.presence).toBe('offline');
    await relay.server.app
      .get(PresenceService)
      .heartbeat([{ socketId: row?.socketId ?? '', staffId: me.staffId }], () => true);
    expect((await person.console.desk()).me.presence).toBe('available');
    person.goes();
  });
});
