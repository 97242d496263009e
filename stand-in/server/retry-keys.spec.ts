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

describe('retry key', () => {
  it('is accepted once; the second time the first answer comes with 409', async () => {
    const key = randomUUID();
    const first = await client.pushMessageWithHttpInfo(hello, key);
    const second = await failure(client.pushMessage(hello, key));
    expect(second.status).toBe(409);
    expect(JSON.parse(second.body)).toEqual({
      message: 'The retry key is already accepted',
      sentMessages: first.body.sentMessages,
    });
    expect(second.headers.get('x-line-accepted-request-id')).toBe(
      first.httpResponse.headers.get('x-line-request-id'),
    );
    expect(await current.standIn.deliveries()).toHaveLength(1);
    expect(await current.standIn.violations()).toEqual([]);
  });

  it('with another body is a violation', async () => {
    const key = randomUUID();
    await client.pushMessage(hello, key);
    await failure(client.pushMessage({ ...hello, to: taro }, key));
    expect(await current.standIn.violations()).toMatchObject([
      { kind: 'retry-key-with-other-body', detail: key },
    ]);
  });

  it('with the same body in another property order is none', async () => {
    const key = randomUUID();
    await client.pushMessage(hello, key);
    const turned = { messages: [{ text: hello.messages[0]?.text, type: 'text' }], to: hanako };
    const headers = { 'x-line-retry-key': key };
    expect((await call(current.standIn, '/v2/bot/message/push', { body: turned, headers })).status).toBe(409);
    expect(await current.standIn.violations()).toEqual([]);
  });

  it('sends again after 24 hours', async () => {
    const key = randomUUID();
    await client.pushMessage(hello, key);
    await current.standIn.advanceClock(24 * 60 * 60_000 - 1_000);
    expect((await failure(client.pushMessage(hello, key))).status).toBe(409);
    await current.standIn.advanceClock(1_000);
    await client.pushMessage(hello, key);
    expect(await current.standIn.deliveries()).toHaveLength(2);
  });

  it('is not used up by a request that was refused', async () => {
    const key = randomUUID();
    await current.standIn.addFault({ endpoint: 'push', kind: 'status', status: 500, times: 1 });
    expect((await failure(client.pushMessage(hello, key))).status).toBe(500);
    expect(await current.standIn.deliveries()).toHaveLength(0);
    await client.pushMessage(hello, key);
    expect(await current.standIn.deliveries()).toHaveLength(1);
  });

  it('has to be a UUID', async () => {
    expect((await failure(client.pushMessage(hello, 'retry-1'))).status).toBe(400);
  });

  it('makes a retry after an accepted but unanswered push safe', async () => {
    const key = randomUUID();
    await current.standIn.addFault({ endpoint: 'push', kind: 'timeout', accept: true, times: 1 });
    const hurried = fetch(`${current.standIn.url}/v2/bot/message/push`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer long-lived-token',
        'x-line-retry-key': key,
      },
      body: JSON.stringify(hello),
      signal: AbortSignal.timeout(100),
    });
    await expect(hurried).rejects.toThrow();
    expect(await current.standIn.deliveries()).toHaveLength(1);
    expect((await failure(client.pushMessage(hello, key))).status).toBe(409);
    expect(await current.standIn.deliveries()).toHaveLength(1);
    const calls = await current.standIn.apiCalls({ endpoint: 'push' });
    expect(calls).toMatchObject([{ status: 0, fault: 'timeout' }, { status: 409 }]);
  });
});
