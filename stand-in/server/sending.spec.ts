import { randomUUID } from 'node:crypto';
import { HTTPFetchError, messagingApi } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { call, hanako, scene, taro, type Scene } from '../../test/stand-in/relay-double.js';

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

const hello = { to: hanako, messages: [{ type: 'text' as const, text: 'お話をお聴きします' }] };

async function failure(
  promise: Promise<unknown>,
): Promise<{ status: number; body: string; headers: Headers }> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HTTPFetchError)) throw new Error(`expected an HTTP error, got ${String(error)}`);
  return error;
}

describe('push', () => {
  it('is delivered and answered with an 18-digit id and a quote token', async () => {
    const key = randomUUID();
    const { httpResponse, ...answer } = await client.pushMessageWithHttpInfo(hello, key);
    expect(answer.body.sentMessages).toEqual([
      { id: expect.stringMatching(/^\d{18}$/), quoteToken: expect.any(String) },
    ]);
    const requestId = httpResponse.headers.get('x-line-request-id');
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await current.standIn.deliveries({ userId: hanako })).toMatchObject([
      { channel: 'main', kind: 'push', retryKey: key, requestId, reached: true, body: hello },
    ]);
  });

  it('takes 5,000 UTF-16 units and refuses 5,001', async () => {
    const text = '🍎'.repeat(2_500);
    await client.pushMessage({ to: hanako, messages: [{ type: 'text', text }] });
    const refused = await failure(
      client.pushMessage({ to: hanako, messages: [{ type: 'text', text: `${text}.` }] }),
    );
    expect(refused.status).toBe(400);
    expect(JSON.parse(refused.body)).toEqual({
      message: 'The request body has 1 error(s)',
      details: [{ message: 'Length must be between 0 and 5000', property: 'messages[0].text' }],
    });
    expect(await current.standIn.deliveries()).toHaveLength(1);
  });

  it('takes one to five messages', async () => {
    const messages = Array.from({ length: 6 }, (_, index) => ({ type: 'text' as const, text: `${index}` }));
    await client.pushMessage({ to: hanako, messages: messages.slice(0, 5) });
    expect((await failure(client.pushMessage({ to: hanako, messages }))).status).toBe(400);
    expect((await failure(client.pushMessage({ to: hanako, messages: [] }))).status).toBe(400);
    expect(await current.standIn.deliveries()).toHaveLength(1);
  });

  it.each([
    ['empty text', { type: 'text', text: '' }, 'messages[0].text'],
    ['no text', { type: 'text' }, 'messages[0].text'],
    ['unknown type', { type: 'hologram' }, 'messages[0].type'],
    [
      'long sender name',
      { type: 'text', text: 'a', sender: { name: 'あ'.repeat(21) } },
      'messages[0].sender.name',
    ],
    [
      'picture over http',
      {
        type: 'image',
        originalContentUrl: 'http://example.jp/a.png',
        previewImageUrl: 'https://example.jp/a.png',
      },
      'messages[0].originalContentUrl',
    ],
    [
      '14 quick replies',
      {
        type: 'text',
        text: 'a',
        quickReply: {
          items: Array.from({ length: 14 }, () => ({
            type: 'action',
            action: { type: 'message', label: 'a', text: 'a' },
          })),
        },
      },
      'messages[0].quickReply.items',
    ],
    [
      'long label',
      {
        type: 'text',
        text: 'a',
        quickReply: {
          items: [{ type: 'action', action: { type: 'message', label: '👨‍👩‍👧'.repeat(21), text: 'a' } }],
        },
      },
      'messages[0].quickReply.items[0].action.label',
    ],
    [
      'three confirm actions',
      {
        type: 'template',
        altText: 'a',
        template: {
          type: 'confirm',
          text: 'a',
          actions: Array.from({ length: 3 }, () => ({ type: 'message', label: 'a', text: 'a' })),
        },
      },
      'messages[0].template.actions',
    ],
  ])('refuses a message with %s', async (_name, message, property) => {
    const answer = await call(current.standIn, '/v2/bot/message/push', {
      body: { to: hanako, messages: [message] },
    });
    expect(answer.status).toBe(400);
    expect(answer.body['details']).toEqual([{ message: expect.any(String), property }]);
  });

  it('counts labels as people see them', async () => {
    const action = { type: 'message', label: '👨‍👩‍👧'.repeat(20), text: 'a' };
    const message = { type: 'text', text: 'a', quickReply: { items: [{ type: 'action', action }] } };
    const answer = await call(current.standIn, '/v2/bot/message/push', {
      body: { to: hanako, messages: [message] },
    });
    expect(answer.status).toBe(200);
  });

  it('refuses receivers it does not know and writes the attempt down', async () => {
    const stranger = `U${'0'.repeat(32)}`;
    const unknown = await failure(client.pushMessage({ ...hello, to: stranger }));
    expect(unknown.status).toBe(400);
    expect(JSON.parse(unknown.body)).toEqual({ message: 'Failed to send messages' });
    expect((await failure(client.pushMessage({ ...hello, to: 'hanako' }))).status).toBe(400);
    expect(await current.standIn.violations()).toMatchObject([
      { kind: 'unknown-receiver', detail: stranger },
    ]);
  });

  it('to a caller who blocked the account is answered 200 and does not arrive', async () => {
    await current.standIn.unfollow('main', hanako, { wait: true });
    const answer = await client.pushMessage(hello);
    expect(answer.sentMessages).toHaveLength(1);
    expect(await current.standIn.deliveries()).toMatchObject([{ reached: false }]);
    expect((await client.getMessageQuotaConsumption()).totalUsage).toBe(0);
    expect((await failure(client.getProfile(hanako))).status).toBe(404);
  });

  it('to a caller who is no friend arrives for seven days after they wrote', async () => {
    const { standIn } = current;
    const { userId } = await standIn.createUser({ displayName: '通りすがり' });
    await client.pushMessage({ ...hello, to: userId });
    await standIn.sendText('main', userId, '友だちではありません', { wait: true });
    await client.pushMessage({ ...hello, to: userId });
    await standIn.advanceClock(7 * 24 * 60 * 60_000);
    await client.pushMessage({ ...hello, to: userId });
    const reached = (await standIn.deliveries()).map((delivery) => delivery.reached);
    expect(reached).toEqual([false, true, false]);
  });

  it('stops at the monthly limit, counting receivers and not bubbles', async () => {
    const { standIn } = current;
    await standIn.configureChannel('main', { quota: { type: 'limited', value: 2 } });
    const five = Array.from({ length: 5 }, () => ({ type: 'text' as const, text: 'a' }));
    await client.pushMessage({ to: hanako, messages: five });
    await client.pushMessage(hello);
    const refused = await failure(client.pushMessage(hello));
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.body)).toEqual({ message: 'You have reached your monthly limit.' });
    expect(await client.getMessageQuota()).toEqual({ type: 'limited', value: 2 });
    expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 2 });
  });

  it('may quote in the same talk only', async () => {
    await current.standIn.sendText('main', hanako, '聞いて', { wait: true });
    const quoteToken = String(current.relay.events[0]?.message?.['quoteToken']);
    const quoting = [{ type: 'text' as const, text: 'はい', quoteToken }];
    await client.pushMessage({ to: hanako, messages: quoting });
    expect((await failure(client.pushMessage({ to: taro, messages: quoting }))).status).toBe(400);
  });
});

describe('reply', () => {
  const messages = [{ type: 'text' as const, text: 'お返事です' }];

  async function tokenFor(userId: string): Promise<string> {
    const sent = await current.standIn.sendText('main', userId, 'こんにちは', { wait: true });
    return sent.replyToken ?? '';
  }

  it('works once and does not count in the quota', async () => {
    const replyToken = await tokenFor(hanako);
    await client.replyMessage({ replyToken, messages });
    const again = await failure(client.replyMessage({ replyToken, messages }));
    expect(again.status).toBe(400);
    expect(JSON.parse(again.body)).toEqual({ message: 'Invalid reply token' });
    expect(await current.standIn.deliveries()).toMatchObject([
      { kind: 'reply', userId: hanako, reached: true },
    ]);
    expect((await client.getMessageQuotaConsumption()).totalUsage).toBe(0);
    expect(await current.standIn.violations()).toMatchObject([{ kind: 'reply-token-reused' }]);
  });

  it('is too late after a minute, unless the event was redelivered', async () => {
    const { standIn } = current;
    const { replyToken = '', webhookEventId } = await standIn.sendText('main', hanako, 'a', { wait: true });
    await standIn.advanceClock(61_000);
    expect((await failure(client.replyMessage({ replyToken, messages }))).status).toBe(400);
    await standIn.redeliver('main', webhookEventId);
    await client.replyMessage({ replyToken, messages });
  });

  it('is too late 20 minutes after the event, redelivered or not', async () => {
    const { standIn } = current;
    const { replyToken = '', webhookEventId } = await standIn.sendText('main', hanako, 'a', { wait: true });
    await standIn.advanceClock(20 * 60_000 + 1_000);
    await standIn.redeliver('main', webhookEventId);
    expect((await failure(client.replyMessage({ replyToken, messages }))).status).toBe(400);
  });

  it('refuses a retry key', async () => {
    const body = { replyToken: await tokenFor(hanako), messages };
    const headers = { 'x-line-retry-key': randomUUID() };
    expect((await call(current.standIn, '/v2/bot/message/reply', { body, headers })).status).toBe(400);
    expect(await current.standIn.violations()).toMatchObject([{ kind: 'retry-key-on-reply' }]);
    await client.replyMessage(body);
  });
});

describe('a request that is not even read', () => {
  it("is refused with the platform's status", async () => {
    const { standIn } = current;
    const path = '/v2/bot/message/push';
    expect((await call(standIn, path, { text: '{"to":' })).status).toBe(400);
    const asText = await call(standIn, path, { body: hello, headers: { 'content-type': 'text/plain' } });
    expect(asText.status).toBe(415);
    const huge = { ...hello, filler: 'x'.repeat(2 * 1024 * 1024) };
    expect((await call(standIn, path, { body: huge })).status).toBe(413);
    expect((await call(standIn, path, { body: hello, token: 'wrong' })).status).toBe(401);
    expect((await call(standIn, path, { body: hello, token: null })).status).toBe(401);
    expect((await call(standIn, '/v2/bot/nothing')).status).toBe(404);
    const calls = await standIn.apiCalls();
    expect(calls.map((entry) => entry.status)).toEqual([400, 415, 413, 401, 401, 404]);
    expect(await standIn.deliveries()).toEqual([]);
  });
});
