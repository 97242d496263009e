import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

interface DeliveryRow {
  state: string;
  attempts: number;
  retry_key: string;
  leased: boolean;
}

describe('processes that deliver for one database', () => {
  let standIn: StandIn;
  /** Takes webhooks and serves consoles; delivers nothing. */
  let front: Relay;
  let counselor: ConsoleClient;
  const deliverers: Relay[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    front = await startRelay({ standIn, at: EVENING, env: { ROLES: 'intake,console,timers' } });
    counselor = await addStaff(front, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  afterEach(async () => {
    await standIn.clearFaults();
    for (const relay of deliverers.splice(0)) await relay.close();
  });
  afterAll(async () => {
    await front.close();
    await standIn.close();
  });

  const startDeliverer = async (env: Record<string, string> = {}): Promise<Relay> => {
    const relay = await startRelay({
      standIn,
      at: EVENING,
      env: { ROLES: 'delivery', ...env },
      beside: front,
    });
    deliverers.push(relay);
    return relay;
  };
  const consultation = async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, front, SUICIDE_PREVENTION, userId, '聞いてください');
    expect((await counselor.take(ticketId)).status).toBe(200);
    return { userId, ticketId };
  };
  const reply = async (ticketId: string, text: string): Promise<string> => {
    const answer = await counselor.reply(ticketId, text);
    expect(answer.status).toBe(201);
    return answer.body.id;
  };
  const rowOf = async (messageId: string): Promise<DeliveryRow> => {
    const [row] = await front.database.query<DeliveryRow>(
      `SELECT delivery.state, attempts, retry_key, coalesce(leased_until > now(), false) AS leased
       FROM delivery JOIN message ON delivery_id = delivery.id WHERE message.id = $1`,
      [messageId],
    );
    if (row === undefined) throw new Error('there is no such delivery');
    return row;
  };
  const becomes = (messageId: string, wanted: Partial<DeliveryRow>) =>
    eventually(
      async () => {
        const row = await rowOf(messageId);
        expect(row).toMatchObject(wanted);
        return row;
      },
      `the delivery being ${JSON.stringify(wanted)}`,
    );

  it('share the work, never push one reply twice, and keep the order of each caller', async () => {
    const callers = await Promise.all(Array.from({ length: 12 }, consultation));
    const texts = ['一', '二', '三', '四'];
    for (const text of texts) await Promise.all(callers.map(({ ticketId }) => reply(ticketId, text)));
    // On a slow machine a caller may have waited long enough for the waiting text; it is not what is counted here.
    await front.database.query(`DELETE FROM message WHERE direction = 'automatic'`);
    await front.database.query(
      'DELETE FROM delivery WHERE NOT EXISTS (SELECT FROM message WHERE message.delivery_id = delivery.id)',
    );
    // Held back until both processes run, and more than one of them takes at a time: both get a share.
    await front.database.query(`UPDATE delivery SET next_attempt_at = now() + interval '1 hour'`);
    await standIn.addFault({ endpoint: 'push', kind: 'delay', delayMs: 100 });
    const few = { DELIVERY_CONCURRENCY: '4' };
    await Promise.all([startDeliverer(few), startDeliverer(few)]);
    await front.database.query('UPDATE delivery SET next_attempt_at = now()');
    await eventually(async () => {
      const [row] = await front.database.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM delivery WHERE state = 'waiting'`,
      );
      return row?.left === 0 || undefined;
    }, 'everything delivered');
    for (const { userId } of callers)
      expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(texts);
    const calls = await standIn.apiCalls({ endpoint: 'push' });
    expect(calls.map((call) => call.status)).toEqual(calls.map(() => 200));
    expect(calls).toHaveLength(callers.length * texts.length);
    expect(new Set(calls.map((call) => call.retryKey)).size).toBe(calls.length);
    // Each process takes a token of its own before its first push: both took part.
    expect(await standIn.apiCalls({ endpoint: 'token', channel: SUICIDE_PREVENTION })).toHaveLength(2);
  });

  it('take over from one that died, when its lease has run out, with the same retry key', async () => {
    const { userId, ticketId } = await consultation();
    const messageId = await reply(ticketId, '引き継がれます');
    const [lease] = await front.database.query<{ until: Date; retry_key: string }>(
      `UPDATE delivery SET leased_until = now() + interval '1500 milliseconds', attempts = 1, first_attempt_at = now()
       FROM message WHERE delivery_id = delivery.id AND message.id = $1 RETURNING leased_until AS until, retry_key`,
      [messageId],
    );
    await startDeliverer();
    await becomes(messageId, { state: 'accepted', attempts: 2 });
    const calls = await standIn.apiCalls({ endpoint: 'push', userId });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.retryKey).toBe(lease?.retry_key);
    expect(calls[0]?.at).toBeGreaterThanOrEqual(lease?.until.getTime() ?? Infinity);
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['引き継がれます']);
  });

  it('leave the outcome to whoever holds the lease now: a late one writes nothing', async () => {
    const { userId, ticketId } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'delay', delayMs: 400 });
    await startDeliverer();
    const messageId = await reply(ticketId, '遅れた返事');
    await becomes(messageId, { leased: true });
    await front.database.query(
      `UPDATE delivery SET leased_until = now() + interval '1 second', attempts = attempts + 1
       FROM message WHERE delivery_id = delivery.id AND message.id = $1`,
      [messageId],
    );
    await eventually(async () => (await standIn.deliveries({ userId }))[0], 'LINE having taken it');
    // The one that took over finds out by the same key what LINE did, and it is seen once.
    await becomes(messageId, { state: 'accepted', attempts: 3 });
    const calls = await standIn.apiCalls({ endpoint: 'push', userId });
    expect(calls.map((call) => call.status)).toEqual([200, 409]);
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['遅れた返事']);
  });

  it('finish what is under way before they stop, and write what became of it', async () => {
    const { userId, ticketId } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'delay', delayMs: 400 });
    const relay = await startDeliverer();
    const messageId = await reply(ticketId, '最後まで');
    await becomes(messageId, { leased: true });
    deliverers.splice(0);
    await relay.close();
    expect(await rowOf(messageId)).toMatchObject({ state: 'accepted', attempts: 1 });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['最後まで']);
  });
});
