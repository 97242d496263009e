import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { call, hanako, scene, type Scene } from '../../test/stand-in/relay-double.js';
import type { PhoneEvent, PhoneSnapshot, PhoneUser } from './phone-contract.js';

let current: Scene;

beforeEach(async () => {
  current = await scene();
});

afterEach(() => current.close());

async function post<T>(path: string, body: object = {}): Promise<T> {
  const response = await fetch(`${current.standIn.url}/phone/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function snapshotOf(userId: string): Promise<PhoneSnapshot> {
  return (await (await fetch(`${current.standIn.url}/phone/api/callers/${userId}`)).json()) as PhoneSnapshot;
}

/** The live feed of one caller; `next` waits for the next event. */
async function openFeed(
  userId: string,
): Promise<{ next: () => Promise<PhoneEvent>; close: () => Promise<void> }> {
  const response = await fetch(`${current.standIn.url}/phone/api/callers/${userId}/feed`);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<PhoneEvent> => {
    for (;;) {
      const found = /^data: (.*)\n\n/m.exec(text);
      if (found !== null) {
        text = text.slice(found.index + found[0].length);
        return JSON.parse(found[1] ?? '') as PhoneEvent;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('The feed ended.');
      text += decoder.decode(value, { stream: true });
    }
  };
  return { next, close: () => reader.cancel() };
}

describe("the caller's phone", () => {
  it('is the same LINE user for the same name', async () => {
    const first = await post<PhoneUser>('/callers', { name: 'さくら' });
    expect(first.userId).toMatch(/^U[0-9a-f]{32}$/);
    expect(await post('/callers', { name: 'さくら' })).toEqual(first);
    expect(await post('/callers', { name: '花子' })).toMatchObject({ userId: hanako });
    await expect(post('/callers', { name: 'あ'.repeat(21) })).rejects.toThrow(/400/);
  });

  it('adds, writes, takes back and blocks', async () => {
    const { userId } = await post<PhoneUser>('/callers', { name: 'さくら' });
    const account = `/callers/${userId}/accounts/main`;
    expect((await snapshotOf(userId)).accounts[0]).toMatchObject({ friendship: 'none', items: [] });
    await post(`${account}/follow`);
    const { messageId } = await post<{ messageId: string }>(`${account}/messages`, {
      type: 'text',
      text: 'やっぱり',
    });
    await post(`${account}/postback`, { data: 'start', displayText: 'はじめる' });
    await post(`${account}/unsend`, { messageId });
    await post(`${account}/block`);
    await current.standIn.waitForIdle();
    expect(current.relay.events.map((event) => event.type)).toEqual(
      'follow message postback unsend unfollow'.split(' '),
    );
    const [talk] = (await snapshotOf(userId)).accounts;
    expect(talk?.friendship).toBe('blocked');
    expect(talk?.items.map(({ message, unsent, local }) => [message.type, unsent, local])).toEqual([
      ['unsent', true, undefined],
      ['text', undefined, true],
    ]);
    expect(JSON.stringify(talk)).not.toContain('やっぱり');
  });

  it('shows what happens in its talks at once, and nothing of others', async () => {
    const feed = await openFeed(hanako);
    const other = await current.standIn.createUser({ displayName: '別の人', friendOf: ['main'] });
    const push = (to: string, text: string) =>
      call(current.standIn, '/v2/bot/message/push', {
        body: { to, messages: [{ type: 'text', text, sender: { name: '相談員' } }] },
      });
    await push(other.userId, '別の人へ');
    await call(current.standIn, '/v2/bot/chat/loading/start', {
      body: { chatId: hanako, loadingSeconds: 5 },
    });
    await push(hanako, '花子さんへ');
    expect(await feed.next()).toEqual({ type: 'loading', account: 'main', forMs: 5_000 });
    expect(await feed.next()).toEqual({ type: 'loading', account: 'main', forMs: 0 });
    expect(await feed.next()).toMatchObject({
      type: 'item',
      account: 'main',
      item: { from: 'account', senderName: '相談員', message: { text: '花子さんへ' } },
    });
    await current.standIn.unfollow('main', hanako);
    expect(await feed.next()).toEqual({ type: 'friendship', account: 'main', friendship: 'blocked' });
    await feed.close();
  });

  it('marks words as read at once when the account has its chat switched off', async () => {
    await current.standIn.sendText('main', hanako, 'まだ');
    await current.standIn.configureChannel('main', { chatMode: 'bot' });
    await current.standIn.sendText('main', hanako, 'もう');
    const [talk] = (await snapshotOf(hanako)).accounts;
    expect(talk?.items.map((item) => item.readAt !== undefined)).toEqual([true, true]);
  });

  it('is where the root address leads', async () => {
    for (const path of ['/', '/phone']) {
      const response = await fetch(current.standIn.url + path, { redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([302, '/phone/']);
    }
  });
});
