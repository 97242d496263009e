import { channelAccessToken, HTTPFetchError, messagingApi } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { call, hanako, scene, secret, taro, type Scene } from '../../test/stand-in/relay-double.js';
import { ControlClient } from './control-client.js';

let current: Scene;
let client: messagingApi.MessagingApiClient;

beforeEach(async () => {
  current = await scene();
  client = new messagingApi.MessagingApiClient({
    channelAccessToken: 'long-lived-token',
    baseURL: current.standIn.url,
  });
});

afterEach(() => current.close());

describe('tokens', () => {
  const issue = () =>
    new channelAccessToken.ChannelAccessTokenClient({
      baseURL: current.standIn.url,
    }).issueStatelessChannelTokenByClientSecret('2000000009', secret);

  it('are issued for id and secret and die after 15 minutes', async () => {
    const issued = await issue();
    expect(issued).toMatchObject({ token_type: 'Bearer', expires_in: 899 });
    const token = issued.access_token;
    expect((await call(current.standIn, '/v2/bot/info', { token })).status).toBe(200);
    await current.standIn.advanceClock(900_000);
    expect((await call(current.standIn, '/v2/bot/info', { token })).status).toBe(401);
  });

  it('are not issued for a wrong secret or an assertion', async () => {
    const tokens = new channelAccessToken.ChannelAccessTokenClient({ baseURL: current.standIn.url });
    const wrong = tokens.issueStatelessChannelTokenByClientSecret('2000000009', 'wrong');
    await expect(wrong).rejects.toMatchObject({ status: 400 });
    await expect(tokens.issueStatelessChannelTokenByJWTAssertion('a.b.c')).rejects.toMatchObject({
      status: 400,
    });
  });

  it('are all refused after being revoked', async () => {
    const { access_token: token } = await issue();
    await current.standIn.revokeTokens('main');
    expect((await call(current.standIn, '/v2/bot/info', { token })).status).toBe(401);
    expect((await call(current.standIn, '/v2/bot/info')).status).toBe(401);
  });

  it('of the short-lived kind are thirty at most', async () => {
    const first = await current.standIn.issueToken('main');
    for (let count = 1; count < 30; count += 1) await current.standIn.issueToken('main');
    expect((await call(current.standIn, '/v2/bot/info', { token: first })).status).toBe(200);
    await current.standIn.issueToken('main');
    expect((await call(current.standIn, '/v2/bot/info', { token: first })).status).toBe(401);
  });
});

describe('account', () => {
  it('tells about itself and its callers', async () => {
    expect(await client.getBotInfo()).toMatchObject({
      chatMode: 'chat',
      markAsReadMode: 'manual',
      basicId: '@000test',
    });
    expect(await client.getProfile(hanako)).toEqual({ userId: hanako, displayName: '花子', language: 'ja' });
  });

  it('checks messages without sending them', async () => {
    const messages = [{ type: 'text' as const, text: 'a' }];
    await client.validatePush({ messages });
    await expect(client.validatePush({ messages: [] })).rejects.toThrow(HTTPFetchError);
    expect(await current.standIn.deliveries()).toEqual([]);
  });

  it('can move and try out its webhook address', async () => {
    const { endpoint, active } = await client.getWebhookEndpoint();
    expect(active).toBe(true);
    expect(await client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200 });
    expect(current.relay.webhooks[0]?.events).toEqual([]);
    await client.setWebhookEndpoint({ endpoint: `${endpoint}/moved` });
    await current.standIn.sendText('main', hanako, 'a', { wait: true });
    expect(current.relay.webhooks[1]?.path).toBe('/line/webhook/main/moved');
    current.relay.answers.push(503);
    expect(await client.testWebhookEndpoint({})).toMatchObject({ success: false, statusCode: 503 });
  });

  it('shows the loading animation for whole fives of seconds only', async () => {
    const start = (loadingSeconds: number) =>
      call(current.standIn, '/v2/bot/chat/loading/start', { body: { chatId: hanako, loadingSeconds } });
    expect((await start(20)).status).toBe(202);
    expect((await start(65)).body['details']).toEqual([
      { message: 'Must be between 5 and 60', property: 'loadingSeconds' },
    ]);
    expect((await start(7)).body['details']).toEqual([
      { message: 'loadingSeconds must be a multiple of five', property: 'loadingSeconds' },
    ]);
    const phone = await fetch(`${current.standIn.url}/phone/api/callers/${hanako}`);
    const snapshot = (await phone.json()) as { accounts: { loadingMs: number }[] };
    expect(snapshot.accounts[0]?.loadingMs).toBeGreaterThan(15_000);
  });

  it('marks a message and all earlier ones as read', async () => {
    for (const text of ['a', 'b', 'c']) await current.standIn.sendText('main', hanako, text, { wait: true });
    await client.markMessagesAsReadByToken({
      markAsReadToken: String(current.relay.events[1]?.message?.['markAsReadToken']),
    });
    const phone = await fetch(`${current.standIn.url}/phone/api/callers/${hanako}`);
    const snapshot = (await phone.json()) as { accounts: { items: { readAt?: number }[] }[] };
    expect(snapshot.accounts[0]?.items.map((item) => item.readAt !== undefined)).toEqual([true, true, false]);
    await expect(client.markMessagesAsReadByToken({ markAsReadToken: 'made up' })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe('content', () => {
  const url = (messageId: string, rest = '') => `/v2/bot/message/${messageId}/content${rest}`;

  it('is prepared first, then given, and gone after unsending', async () => {
    const { standIn } = current;
    const bytes = Buffer.from('a short film');
    const { messageId = '' } = await standIn.sendMessage(
      'main',
      hanako,
      { type: 'video', contentBase64: bytes.toString('base64'), preparing: 2 },
      { wait: true },
    );
    expect((await call(standIn, url(messageId, '/transcoding'))).body).toEqual({ status: 'processing' });
    expect((await call(standIn, url(messageId))).status).toBe(202);
    expect((await call(standIn, url(messageId, '/transcoding'))).body).toEqual({ status: 'succeeded' });
    const blobs = new messagingApi.MessagingApiBlobClient({
      channelAccessToken: 'long-lived-token',
      baseURL: standIn.url,
    });
    const chunks: Buffer[] = [];
    for await (const chunk of await blobs.getMessageContent(messageId)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks)).toEqual(bytes);
    expect((await call(standIn, url(messageId, '/preview'))).headers.get('content-type')).toBe('image/png');
    await standIn.unsend('main', hanako, messageId, { wait: true });
    const gone = await call(standIn, url(messageId));
    expect([gone.status, gone.body]).toEqual([410, { message: 'The content is gone' }]);
    expect((await call(standIn, url('100000000000000000'))).status).toBe(404);
  });
});

describe('faults', () => {
  const push = (to: string) =>
    call(current.standIn, '/v2/bot/message/push', { body: { to, messages: [{ type: 'text', text: 'a' }] } });

  it('hit one caller and leave the other alone', async () => {
    await current.standIn.addFault({ endpoint: 'push', userId: hanako, kind: 'status', status: 429 });
    const limited = await push(hanako);
    expect([limited.status, limited.body['message']]).toEqual([
      429,
      'The API rate limit has been exceeded. Try again later.',
    ]);
    expect((await push(taro)).status).toBe(200);
    await current.standIn.clearFaults();
    expect((await push(hanako)).status).toBe(200);
  });

  it('cut the connection, before or after accepting', async () => {
    await current.standIn.addFault({ endpoint: 'push', kind: 'reset', times: 1 });
    await expect(push(hanako)).rejects.toThrow();
    expect(await current.standIn.deliveries()).toHaveLength(0);
    await current.standIn.addFault({ endpoint: 'push', kind: 'truncate', accept: true, times: 1 });
    await expect(push(hanako)).rejects.toThrow();
    expect(await current.standIn.deliveries()).toHaveLength(1);
    expect((await push(hanako)).status).toBe(200);
  });

  it('strike by chance in the order that the seed decides', async () => {
    const run = async (): Promise<number[]> => {
      await current.standIn.clearFaults();
      await current.standIn.addFault({
        endpoint: 'push',
        kind: 'status',
        status: 500,
        probability: 0.5,
        seed: 7,
      });
      const statuses: number[] = [];
      for (let count = 0; count < 30; count += 1) statuses.push((await push(hanako)).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(first);
  });

  it('delay an answer', async () => {
    await current.standIn.addFault({ endpoint: 'push', kind: 'delay', delayMs: 120, times: 1 });
    await push(hanako);
    const [entry] = await current.standIn.apiCalls({ endpoint: 'push' });
    expect(entry?.durationMs).toBeGreaterThanOrEqual(115);
  });
});

describe('the control desk over HTTP', () => {
  it('does the same as in the same process', async () => {
    const desk = new ControlClient(current.standIn.url);
    const user = await desk.createUser({ displayName: '次郎', fromName: true });
    expect(await desk.createUser({ displayName: '次郎', fromName: true })).toEqual(user);
    await desk.follow('main', user.userId, { wait: true });
    const sent = await desk.sendText('main', user.userId, 'こんばんは', { wait: true });
    expect(sent.attempt).toMatchObject({ status: 200 });
    await desk.setWebhookBehaviour({ duplicate: { copies: 1, together: true } }, 'main');
    await desk.sendMessage('main', user.userId, { type: 'sticker', packageId: '1', stickerId: '2' });
    await desk.postback('main', user.userId, 'data');
    await desk.waitForIdle();
    expect(current.relay.events.map((event) => event.type)).toEqual([
      'follow',
      'message',
      'message',
      'message',
      'postback',
      'postback',
    ]);
    const token = await desk.issueToken('main');
    const fault = await desk.addFault({ kind: 'status', status: 403, channel: 'main' });
    expect((await call(current.standIn, '/v2/bot/info', { token })).status).toBe(403);
    await desk.clearFaults(fault.id);
    await call(current.standIn, '/v2/bot/message/push', {
      token,
      body: { to: user.userId, messages: [{ type: 'text', text: 'a' }] },
    });
    expect(await desk.deliveries({ channel: 'main', userId: user.userId })).toHaveLength(1);
    expect(await desk.deliveries({ userId: hanako })).toEqual([]);
    expect((await desk.webhookAttempts({ eventId: sent.webhookEventId }))[0]?.status).toBe(200);
    expect((await desk.state()).counts).toMatchObject({
      deliveries: 1,
      apiCalls: 2,
      violations: 0,
      forgotten: 0,
    });
    await desk.reset({ users: true });
    const state = await desk.state();
    expect(state.users.map((known) => known.userId)).toEqual([hanako, taro]);
    expect(state.counts.webhooks).toBe(0);
  });

  it('says what is wrong with a call', async () => {
    const desk = new ControlClient(current.standIn.url);
    await expect(desk.sendText('nowhere', hanako, 'a')).rejects.toThrow(/404.*no channel/);
    await expect(desk.addFault({ kind: 'status' })).rejects.toThrow(/400.*needs a status/);
  });
});
