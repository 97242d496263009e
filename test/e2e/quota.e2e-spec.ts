import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AccountView } from '../../src/contract/account.js';
import { type ChannelPatch, type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe("the month's messages, and LINE's limits", () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;

  beforeEach(async () => {
    standIn = await startStandIn();
  });
  afterEach(async () => {
    await relay.close();
    await standIn.close();
  });
  const start = async (env: Record<string, string> = {}) => {
    relay = await startRelay({ standIn, at: EVENING, env: { QUOTA_CHECK_MS: '200', ...env } });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  };
  const consult = () => Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION);
  const configure = (patch: ChannelPatch) => standIn.configureChannel(SUICIDE_PREVENTION, patch);
  const account = async (): Promise<AccountView> => {
    const found = (await counselor.desk()).accounts.find(({ id }) => id === SUICIDE_PREVENTION);
    if (found === undefined) throw new Error('the account is not on the desk');
    return found;
  };
  const alarms = (wanted: readonly string[]) =>
    eventually(
      async () => {
        const { alarms: raised } = await account();
        expect(raised.map((alarm) => alarm.kind)).toEqual(wanted);
        return true;
      },
      `the alarms being [${wanted.join(', ')}]`,
    );
  const pushes = (userId: string) => standIn.apiCalls({ endpoint: 'push', userId });

  it('are watched: supervisors and counselors see 80 %, 95 % and the end of them, and that it is over', async () => {
    await configure({ quota: { type: 'limited', value: 200 }, totalUsage: 159 });
    await start();
    await eventually(async () => (await account()).quota?.used === 159 || undefined, 'the figures');
    expect(await account()).toMatchObject({ quota: { limit: 200, used: 159 }, alarms: [] });
    const live = await counselor.live((await counselor.desk()).eventId);
    for (const [totalUsage, kinds] of [
      [160, ['quota-80']],
      [190, ['quota-95']],
      [200, ['quota-used-up']],
      [100, []],
    ] as const) {
      await configure({ totalUsage });
      await alarms(kinds);
    }
    // The socket may hear of the last change a little after the desk shows it.
    await eventually(async () => {
      const changes = live.events.flatMap((event) =>
        event.type === 'account.changed' ? [event.account.quota?.used] : [],
      );
      expect(changes).toEqual(expect.arrayContaining([160, 190, 200, 100]));
      return true;
    }, 'the live console hearing of each');
    live.close();
    await configure({ quota: { type: 'none' }, totalUsage: 5000 });
    await eventually(async () => (await account()).quota?.limit === null || undefined, 'no limit');
    await alarms([]);
  });

  it('being used up holds the account without burning attempts, and says so; what waited goes when there is room', async () => {
    await configure({ quota: { type: 'limited', value: 10 }, totalUsage: 10 });
    await start();
    const talk = await consult();
    const other = await consult();
    const first = await talk.reply('一通目');
    await talk.becomes(first, { state: 'waiting', reason: 'month-limit', attempts: 1 });
    await alarms(['quota-used-up']);
    const second = await other.reply('二通目');
    await other.becomes(second, { state: 'waiting', reason: 'month-limit', attempts: 0 });
    expect(await pushes(other.userId)).toEqual([]);
    expect((await pushes(talk.userId)).map((call) => call.status)).toEqual([429]);
    // Until the next month in Japan, unless LINE says earlier that there is room.
    const [row] = await relay.database.query<{ day: number; hour: number }>(
      `SELECT extract(day FROM hold_until AT TIME ZONE 'Asia/Tokyo')::int AS day,
         extract(hour FROM hold_until AT TIME ZONE 'Asia/Tokyo')::int AS hour FROM account_quota WHERE account_id = $1`,
      [SUICIDE_PREVENTION],
    );
    expect(row).toEqual({ day: 1, hour: 0 });
    expect((await fetch(`${relay.url}/readyz`)).status).toBe(200);
    await configure({ quota: { type: 'limited', value: 100 } });
    await talk.becomes(first, { state: 'accepted', reason: null, attempts: 2 });
    await other.becomes(second, { state: 'accepted', reason: null, attempts: 1 });
    await alarms([]);
    expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['一通目']);
  });

  it('being used up leaves nothing waiting past its retry key: a person is told', async () => {
    await configure({ quota: { type: 'limited', value: 10 }, totalUsage: 10 });
    await start();
    const talk = await consult();
    const messageId = await talk.reply('届きません');
    await talk.becomes(messageId, { state: 'waiting', reason: 'month-limit' });
    await relay.database.query(
      `UPDATE delivery SET first_attempt_at = now() - interval '23 hours 1 minute' WHERE state = 'waiting'`,
    );
    const delivery = await talk.becomes(messageId, { state: 'failed', reason: 'month-limit' });
    expect(delivery.mayHaveArrived).toBe(false);
    expect(await pushes(talk.userId)).toHaveLength(1);
  });

  it('being used up leaves nothing waiting that was never tried: a person is told within the day', async () => {
    await configure({ quota: { type: 'limited', value: 10 }, totalUsage: 10 });
    await start();
    const [talk, other] = [await consult(), await consult()];
    await talk.becomes(await talk.reply('一通目'), { state: 'waiting', reason: 'month-limit', attempts: 1 });
    const messageId = await other.reply('試されないまま');
    await other.becomes(messageId, { state: 'waiting', reason: 'month-limit', attempts: 0 });
    await relay.database.query(`UPDATE delivery SET made_at = now() - interval '23 hours 1 minute'`);
    await other.becomes(messageId, { state: 'failed', reason: 'month-limit' });
    expect(await pushes(other.userId)).toEqual([]);
  });

  it('being used up gives an automatic text up soon: a place in line is not true for long', async () => {
    await configure({ quota: { type: 'limited', value: 10 }, totalUsage: 10 });
    await start();
    const talk = await consult();
    const messageId = await talk.reply('人の言葉は待ちます');
    await talk.becomes(messageId, { state: 'waiting', reason: 'month-limit', attempts: 1 });
    const userId = await newCaller(standIn);
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 400 });
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '順番を待っています');
    const automatic = async () => {
      const [row] = await relay.database.query<{ id: string; state: string; mode: string; reason: string }>(
        `SELECT delivery.id, delivery.state, mode, reason FROM delivery JOIN message ON delivery_id = delivery.id
         WHERE ticket_id = $1 AND direction = 'automatic'`,
        [ticketId],
      );
      return row;
    };
    await eventually(async () => {
      expect(await automatic()).toMatchObject({ state: 'waiting', mode: 'push', reason: 'month-limit' });
      return true;
    }, 'the automatic text being held');
    await relay.database.query(`UPDATE delivery SET made_at = now() - interval '11 minutes'`);
    await eventually(async () => {
      expect(await automatic()).toMatchObject({ state: 'failed', reason: 'month-limit' });
      return true;
    }, 'the automatic text being given up');
    await talk.becomes(messageId, { state: 'waiting', reason: 'month-limit' });
    expect(await pushes(userId)).toEqual([]);
  });

  it('not being used up, a 429 is only about speed: it waits a moment and goes', async () => {
    await configure({ quota: { type: 'limited', value: 1000 }, totalUsage: 10 });
    await start();
    const talk = await consult();
    await standIn.addFault({ endpoint: 'push', userId: talk.userId, kind: 'status', status: 429, times: 1 });
    const delivery = await talk.becomes(await talk.reply('少し待ちます'), { state: 'accepted' });
    expect(delivery.attempts).toBe(2);
    await alarms([]);
  });

  it("the relay stays under the channel's rate by itself, in order, and loses nothing", async () => {
    await start({ LINE_CHANNEL_RATE: '4' });
    const talks = await Promise.all(Array.from({ length: 6 }, consult));
    for (const text of ['一', '二', '三']) for (const talk of talks) await talk.reply(text);
    for (const talk of talks) {
      await eventually(async () => {
        expect(await textsTo(standIn, SUICIDE_PREVENTION, talk.userId)).toEqual(['一', '二', '三']);
        return true;
      }, 'everything sent, in order');
    }
    const times = (await standIn.apiCalls({ endpoint: 'push' })).map((call) => call.at);
    expect(times).toHaveLength(18);
    // A second begins with its first message: never more than two seconds' worth within any one second.
    const busiest = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
    );
    expect(busiest).toBeLessThanOrEqual(8);
    const rows = await relay.database.query<{ attempts: number }>(
      `SELECT attempts FROM delivery JOIN message ON delivery_id = delivery.id WHERE direction = 'outbound'`,
    );
    expect(rows.map((row) => row.attempts)).toEqual(rows.map(() => 1));
  });

  it('a token that LINE refuses raises an alarm, which is over when LINE takes one again', async () => {
    await start();
    await eventually(async () => (await account()).quota !== null || undefined, 'the first answer');
    const talk = await consult();
    await standIn.revokeTokens(SUICIDE_PREVENTION);
    const fault = await standIn.addFault({
      endpoint: 'token',
      channel: SUICIDE_PREVENTION,
      kind: 'status',
      status: 401,
    });
    await talk.becomes(await talk.reply('届きません'), { state: 'failed', reason: 'token-refused' });
    await alarms(['token-refused']);
    await standIn.clearFaults(fault.id);
    await alarms([]);
    await talk.becomes(await talk.reply('届きます'), { state: 'accepted' });
  });
});
