import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeliveryView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('a reply on its way to LINE', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { LINE_TIMEOUT_MS: '1000' } });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  afterEach(() => standIn.clearFaults());
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** A consultation that the counselor has taken. */
  const consultation = async () => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '聞いてください');
    expect((await counselor.take(ticketId)).status).toBe(200);
    return {
      userId,
      ticketId,
      reply: async (text: string): Promise<string> => {
        const answer = await counselor.reply(ticketId, text);
        expect(answer.status).toBe(201);
        return answer.body.id;
      },
    };
  };
  const deliveryOf = async (ticketId: string, messageId: string): Promise<DeliveryView> => {
    const { messages } = await counselor.talkRoom(ticketId);
    const delivery = messages.find((message) => message.id === messageId)?.delivery;
    if (delivery === undefined || delivery === null) throw new Error('the reply has no delivery');
    return delivery;
  };
  const becomes = (ticketId: string, messageId: string, wanted: Partial<DeliveryView>) =>
    eventually(
      async () => {
        const delivery = await deliveryOf(ticketId, messageId);
        expect(delivery).toMatchObject(wanted);
        return delivery;
      },
      `the delivery being ${JSON.stringify(wanted)}`,
    );
  const pushes = (userId: string) => standIn.apiCalls({ endpoint: 'push', userId });
  const reachable = (ticketId: string, wanted: boolean) =>
    eventually(
      async () => (await counselor.talkRoom(ticketId)).ticket.callerReachable === wanted || undefined,
      `the caller being ${wanted ? 'reachable' : 'unreachable'}`,
    );

  it('is tried again with the same retry key after an error of LINE, and accepted once', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 500, times: 2 });
    const messageId = await reply('そばにいます');
    const delivery = await becomes(ticketId, messageId, { state: 'accepted' });
    expect(delivery).toMatchObject({ attempts: 3, reason: null, acceptedAt: expect.any(String) });
    const calls = await pushes(userId);
    expect(calls.map((call) => call.status)).toEqual([500, 500, 200]);
    expect(new Set(calls.map((call) => call.retryKey)).size).toBe(1);
    expect(calls[0]?.retryKey).toBeDefined();
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['そばにいます']);
  });

  it('is seen once when LINE took it and never answered, and is called accepted only on its word', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'timeout', accept: true });
    const messageId = await reply('一度だけ届きます');
    // LINE has it, but we don't know: it is not called accepted.
    await becomes(ticketId, messageId, { state: 'waiting', reason: 'line-timeout', acceptedAt: null });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['一度だけ届きます']);
    await standIn.clearFaults();
    await becomes(ticketId, messageId, { state: 'accepted', reason: null });
    expect((await pushes(userId)).at(-1)?.status).toBe(409);
    const delivered = await standIn.deliveries({ userId });
    expect(delivered).toHaveLength(1);
    const [row] = await relay.database.query<{ request_id: string; sent_message_ids: string[] }>(
      'SELECT request_id, sent_message_ids FROM delivery JOIN message ON delivery_id = delivery.id WHERE message.id = $1',
      [messageId],
    );
    // What LINE calls the request it did accept, not the one that it refused as a repetition.
    expect(row).toEqual({
      request_id: delivered[0]?.requestId,
      sent_message_ids: delivered[0]?.messageIds,
    });
  });

  it('fails at once, and says so, when LINE refuses it; the next one goes', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 400, times: 1 });
    const refused = await reply('断られます');
    await becomes(ticketId, refused, { state: 'failed', reason: 'refused', attempts: 1, acceptedAt: null });
    const next = await reply('こちらは届きます');
    await becomes(ticketId, next, { state: 'accepted', attempts: 1 });
    expect((await pushes(userId)).map((call) => call.status)).toEqual([400, 200]);
    expect(await deliveryOf(ticketId, refused)).toMatchObject({ state: 'failed' });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['こちらは届きます']);
  });

  it('gets a new stateless token when LINE no longer takes the old one', async () => {
    const { userId, ticketId, reply } = await consultation();
    await becomes(ticketId, await reply('一通目'), { state: 'accepted' });
    const tokensBefore = (await standIn.apiCalls({ endpoint: 'token', channel: SUICIDE_PREVENTION })).length;
    await standIn.revokeTokens(SUICIDE_PREVENTION);
    await becomes(ticketId, await reply('二通目'), { state: 'accepted', attempts: 1 });
    expect(await standIn.apiCalls({ endpoint: 'token', channel: SUICIDE_PREVENTION })).toHaveLength(
      tokensBefore + 1,
    );
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['一通目', '二通目']);
  });

  it('asks for a new token once, not for ever, when LINE refuses that one too', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 401 });
    const messageId = await reply('届きません');
    await becomes(ticketId, messageId, { state: 'failed', reason: 'token-refused', attempts: 1 });
    expect((await pushes(userId)).map((call) => call.status)).toEqual([401, 401]);
  });

  it('waits and goes later when LINE says that we send too much', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 429 });
    const messageId = await reply('少し待ちます');
    await becomes(ticketId, messageId, { state: 'waiting', reason: 'rate-limited' });
    await standIn.clearFaults();
    await becomes(ticketId, messageId, { state: 'accepted', reason: null });
    const calls = await pushes(userId);
    expect(calls.map((call) => call.status)).toEqual([...calls.slice(1).map(() => 429), 200]);
    expect(new Set(calls.map((call) => call.retryKey)).size).toBe(1);
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['少し待ちます']);
  });

  it('is refused while the caller blocks the account, and goes when they are back', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.unfollow(SUICIDE_PREVENTION, userId);
    await reachable(ticketId, false);
    const refused = await counselor.reply(ticketId, '届かない言葉');
    expect(refused.status).toBe(409);
    expect(refused.body.error.code).toBe('caller_unreachable');
    const { messages } = await counselor.talkRoom(ticketId);
    expect(messages.filter((message) => message.direction === 'outbound')).toEqual([]);
    expect(await pushes(userId)).toEqual([]);

    await standIn.follow(SUICIDE_PREVENTION, userId);
    await reachable(ticketId, true);
    await becomes(ticketId, await reply('おかえりなさい'), { state: 'accepted' });
    const texts = await textsTo(standIn, SUICIDE_PREVENTION, userId);
    expect(texts.at(-1)).toBe('おかえりなさい');
    expect(texts).not.toContain('届かない言葉');
  });

  it('is called unreachable when the caller blocked the account before it went', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 500 });
    const first = await reply('一通目');
    const second = await reply('二通目');
    await becomes(ticketId, first, { state: 'waiting', reason: 'line-unavailable' });
    const { webhookEventId } = await standIn.unfollow(SUICIDE_PREVENTION, userId);
    await ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId);
    await standIn.clearFaults();
    await becomes(ticketId, first, { state: 'unreachable', acceptedAt: null });
    await becomes(ticketId, second, { state: 'unreachable', acceptedAt: null });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual([]);
  });

  it('waits behind an earlier one of the same caller, whatever holds that up', async () => {
    const { userId, ticketId, reply } = await consultation();
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 503 });
    const ids = [];
    for (const text of ['一', '二', '三']) ids.push(await reply(text));
    const [first = '', second = '', third = ''] = ids;
    await becomes(ticketId, first, { state: 'waiting', reason: 'line-unavailable' });
    expect(await deliveryOf(ticketId, second)).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await deliveryOf(ticketId, third)).toMatchObject({ state: 'waiting', attempts: 0 });
    await standIn.clearFaults();
    await becomes(ticketId, third, { state: 'accepted' });
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['一', '二', '三']);
  });

  it("is not held up by another caller's, which LINE doesn't answer", async () => {
    const stuck = await consultation();
    const other = await consultation();
    await standIn.addFault({ endpoint: 'push', userId: stuck.userId, kind: 'timeout' });
    const stuckId = await stuck.reply('返事がありません');
    await eventually(async () => {
      const [row] = await relay.database.query(
        'SELECT FROM delivery JOIN message ON delivery_id = delivery.id WHERE message.id = $1 AND leased_until > now()',
        [stuckId],
      );
      return row;
    }, 'the other push being under way');
    await becomes(other.ticketId, await other.reply('すぐ届きます'), { state: 'accepted' });
    expect(await deliveryOf(stuck.ticketId, stuckId)).toMatchObject({ state: 'waiting', attempts: 1 });
  });

  it("is not held up by another caller's that was committed out of order", async () => {
    // A greeting and a reply are written by two transactions: the later number may be leased before the earlier is seen.
    const odd = await consultation();
    const other = await consultation();
    await standIn.addFault({ endpoint: 'push', userId: odd.userId, kind: 'status', status: 500 });
    const earlier = await odd.reply('先の番号');
    const later = await odd.reply('後の番号');
    await becomes(odd.ticketId, earlier, { state: 'waiting', reason: 'line-unavailable' });
    const setLease = `UPDATE delivery SET leased_until = now() + interval '2 seconds', attempts = 1,
        first_attempt_at = now() FROM message WHERE delivery_id = delivery.id AND message.id = $1
          AND NOT EXISTS (SELECT FROM delivery AS first WHERE first.caller_id = delivery.caller_id
            AND first.leased_until IS NOT NULL) RETURNING delivery.id`;
    await eventually(async () => (await relay.database.query(setLease, [later]))[0], 'the later one leased');
    await standIn.clearFaults();
    await becomes(other.ticketId, await other.reply('すぐ届きます'), { state: 'accepted' });
    // The later one was under way at that time, and its process never came back.
    await becomes(odd.ticketId, later, { state: 'accepted' });
    await becomes(odd.ticketId, earlier, { state: 'accepted' });
  });
});
