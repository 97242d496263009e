import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hanako, scene, secret, taro, type Scene } from '../../test/stand-in/relay-double.js';
import type { CallerMessageInput } from './inputs.js';
import { sign } from './signature.js';

let current: Scene;

beforeEach(async () => {
  current = await scene({
    timings: { webhookTimeoutMs: 150 },
    webhooks: { redelivery: { intervalMs: 5, count: 3 } },
  });
});

afterEach(() => current.close());

describe('signature', () => {
  it("agrees with LINE's published example", () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    expect(sign(body, secret)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
  });

  it('is made over the bytes that are sent', async () => {
    const { standIn, relay } = current;
    await standIn.sendText('main', hanako, 'つらい 🍎 https://example.jp', { wait: true });
    const [webhook] = relay.webhooks;
    const expected = createHmac('sha256', secret)
      .update(webhook?.raw ?? '')
      .digest('base64');
    expect(webhook?.headers['x-line-signature']).toBe(expected);
    expect(webhook?.headers['user-agent']).toBe('LineBotWebhook/2.0');
    expect(webhook?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(webhook?.path).toBe('/line/webhook/main');
  });

  it('can be wrong, missing, or made with another secret', async () => {
    const { standIn, relay } = current;
    const body = '{"destination":"x","events":[]}';
    await standIn.sendRaw('main', { body, signature: 'wrong' });
    await standIn.sendRaw('main', { body, signature: 'missing' });
    await standIn.sendRaw('main', { body, secret: 'the new one' });
    const signatures = relay.webhooks.map((webhook) => webhook.headers['x-line-signature']);
    expect(signatures[0]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(signatures[0]).not.toBe(sign(body, secret));
    expect(signatures[1]).toBeUndefined();
    expect(signatures[2]).toBe(sign(body, 'the new one'));
  });
});

describe('raw escapes', () => {
  const text = 'もう限界 🍎 https://example.jp/a';

  it('spell the same text in other bytes', async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ rawEscapes: { unicode: true, slash: true, whitespace: true } });
    await standIn.sendText('main', hanako, text, { wait: true });
    const raw = relay.webhooks[0]?.raw.toString() ?? '';
    expect(raw).toContain('\\u3082\\u3046');
    expect(raw).toContain('\\ud83c\\udf4e');
    expect(raw).toContain('https:\\/\\/example.jp\\/a');
    expect(raw).toContain('\n  "destination": ');
    expect(raw).not.toMatch(/[\u0080-\uffff]/);
    expect(relay.texts).toEqual([text]);
    expect(relay.webhooks[0]?.headers['x-line-signature']).toBe(sign(raw, secret));
  });

  it('are off by default', async () => {
    await current.standIn.sendText('main', hanako, text, { wait: true });
    expect(current.relay.webhooks[0]?.raw.toString()).toContain(text);
  });
});

describe('events', () => {
  it('carry what the platform puts into each message event', async () => {
    const { standIn, relay } = current;
    const sent = await standIn.sendText('main', hanako, 'こんにちは', { wait: true });
    expect(relay.webhooks[0]?.destination).toBe('U8e742f61d673b39c7fff3cecb7536ef0');
    expect(relay.events[0]).toEqual({
      type: 'message',
      mode: 'active',
      timestamp: sent.timestamp,
      source: { type: 'user', userId: hanako },
      webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      deliveryContext: { isRedelivery: false },
      replyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      message: {
        type: 'text',
        text: 'こんにちは',
        id: expect.stringMatching(/^\d{18}$/),
        quoteToken: expect.any(String),
        markAsReadToken: expect.any(String),
      },
    });
  });

  it('exist for every type that a one-to-one talk knows', async () => {
    const { standIn, relay } = current;
    const caller = [taro, { wait: true }] as const;
    await standIn.follow('main', ...caller);
    await standIn.unfollow('main', ...caller);
    await standIn.follow('main', ...caller);
    await standIn.postback('main', taro, 'action=start', { date: '2026-12-01' }, { wait: true });
    const messages: CallerMessageInput[] = [
      { type: 'sticker', packageId: '446', stickerId: '1988', keywords: ['sad'] },
      { type: 'image', imageSet: { id: 'set', index: 1, total: 2 } },
      { type: 'video', duration: 5_000 },
      { type: 'audio', duration: 900 },
      { type: 'file', fileName: 'note.txt' },
      { type: 'location', title: '県庁', latitude: 35.5, longitude: 134.2 },
      { type: 'raw', message: { type: 'hologram', depth: 3 } },
    ];
    for (const message of messages) await standIn.sendMessage('main', taro, message, { wait: true });
    const others = [
      { type: 'accountLink', fields: { link: { result: 'ok', nonce: 'n' } } },
      { type: 'videoPlayComplete', fields: { videoPlayComplete: { trackingId: 't' } } },
      { type: 'beacon', fields: { beacon: { hwid: 'd41d8cd98f', type: 'enter' } } },
      { type: 'membership', fields: { membership: { type: 'joined', membershipId: 3189 } } },
      { type: 'somethingNew', fields: { somethingNew: {} } },
    ];
    for (const draft of others) await standIn.emit('main', { ...draft, userId: taro }, { wait: true });
    expect(relay.events.map((event) => event.message?.['type'] ?? event.type)).toEqual(
      'follow unfollow follow postback sticker image video audio file location hologram accountLink videoPlayComplete beacon membership somethingNew'.split(
        ' ',
      ),
    );
    expect(relay.events[0]?.['follow']).toEqual({ isUnblocked: false });
    expect(relay.events[2]?.['follow']).toEqual({ isUnblocked: true });
    expect(relay.events[1]?.replyToken).toBeUndefined();
    expect(relay.events[3]?.['postback']).toEqual({ data: 'action=start', params: { date: '2026-12-01' } });
  });

  it('have no reply token in standby, and no source when linking failed', async () => {
    const { standIn, relay } = current;
    await standIn.sendText('main', hanako, 'a', { wait: true, mode: 'standby' });
    const link = { link: { result: 'failed', nonce: 'n' } };
    await standIn.emit('main', { type: 'accountLink', userId: hanako, fields: link }, { wait: true });
    const group = { type: 'group', groupId: `C${'1'.repeat(32)}`, userId: hanako };
    await standIn.emit('main', { type: 'join', source: group }, { wait: true });
    expect(relay.events[0]).toMatchObject({ mode: 'standby' });
    expect(relay.events[0]?.replyToken).toBeUndefined();
    expect(relay.events[1]?.source).toBeUndefined();
    expect(relay.events[1]?.replyToken).toBeUndefined();
    expect(relay.events[2]?.source).toEqual(group);
  });

  it('announce an unsent message by its id, once', async () => {
    const { standIn, relay } = current;
    const sent = await standIn.sendText('main', hanako, '消したい', { wait: true });
    const messageId = sent.messageId ?? '';
    await standIn.unsend('main', hanako, messageId, { wait: true });
    expect(relay.events[1]).toMatchObject({ type: 'unsend', unsend: { messageId } });
    await expect(standIn.unsend('main', hanako, messageId)).rejects.toThrow(/no message/);
  });

  it('of one caller keep their order and never share a timestamp, while another caller is not held up', async () => {
    await current.close();
    current = await scene();
    const { standIn, relay } = current;
    let release: (status: number) => void = () => undefined;
    relay.answers.push(new Promise((resolve) => (release = resolve)));
    await standIn.sendText('main', hanako, 'first');
    await relay.received(1);
    for (let number = 1; number <= 20; number += 1) await standIn.sendText('main', hanako, `h${number}`);
    await standIn.sendText('main', taro, 'other', { wait: true });
    expect(relay.texts).toEqual(['first', 'other']);
    release(200);
    await standIn.waitForIdle();
    const own = relay.events.filter((event) => event.source?.userId === hanako);
    expect(own.map((event) => event.message?.['text'])).toEqual([
      'first',
      ...Array.from({ length: 20 }, (_, index) => `h${index + 1}`),
    ]);
    const timestamps = own.map((event) => event.timestamp);
    expect(new Set(timestamps).size).toBe(21);
    expect([...timestamps].toSorted((left, right) => left - right)).toEqual(timestamps);
  });

  it('do not leave a blocked talk or an unknown caller', async () => {
    const { standIn } = current;
    await standIn.unfollow('main', hanako, { wait: true });
    await expect(standIn.sendText('main', hanako, 'x')).rejects.toThrow(/blocked/);
    await expect(standIn.sendText('main', `U${'0'.repeat(32)}`, 'x')).rejects.toThrow(/no user/);
  });
});

describe('an attempt', () => {
  it('that gets no answer in time, a wrong status or no connection is recorded as what it was', async () => {
    const { standIn, relay } = current;
    relay.answers.push('silence', 500);
    const timedOut = await standIn.sendText('main', hanako, 'a', { wait: true });
    const failed = await standIn.sendText('main', hanako, 'b', { wait: true });
    await standIn.configureChannel('main', { webhookUrl: 'http://127.0.0.1:1/' });
    const unreachable = await standIn.sendText('main', hanako, 'c', { wait: true });
    expect(timedOut.attempt).toMatchObject({ status: 0, error: 'request_timeout' });
    expect(failed.attempt).toMatchObject({ status: 500, error: 'error_status_code' });
    expect(unreachable.attempt).toMatchObject({ status: 0, error: 'could_not_connect' });
    expect(await standIn.webhookAttempts()).toHaveLength(3);
  });
});

describe('redelivery', () => {
  it('is off by default', async () => {
    const { standIn, relay } = current;
    relay.answers.push(500);
    await standIn.sendText('main', hanako, 'a', { wait: true });
    await standIn.waitForIdle();
    expect(relay.webhooks).toHaveLength(1);
  });

  it('sends the same event again until it is taken, with only the redelivery flag changed', async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ redelivery: { enabled: true } });
    relay.answers.push(503, 'silence', 200);
    await standIn.sendText('main', hanako, 'a');
    await standIn.waitForIdle();
    const [first, second, third] = relay.events;
    expect(relay.events).toHaveLength(3);
    expect(first?.deliveryContext.isRedelivery).toBe(false);
    expect(second).toEqual({ ...first, deliveryContext: { isRedelivery: true } });
    expect(third).toEqual(second);
  });

  it('gives up after the configured count', async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ redelivery: { enabled: true, count: 2 } });
    relay.answers.push(500, 500, 500, 500);
    await standIn.sendText('main', hanako, 'a');
    await standIn.waitForIdle();
    expect(relay.webhooks).toHaveLength(3);
  });

  it('can be asked for later, also of an event that was taken', async () => {
    const { standIn, relay } = current;
    const { webhookEventId } = await standIn.sendText('main', hanako, 'a', { wait: true });
    await standIn.redeliver('main', webhookEventId);
    expect(relay.events[1]).toMatchObject({ webhookEventId, deliveryContext: { isRedelivery: true } });
  });
});

describe('misbehaving webhooks', () => {
  it('come twice with the same id although nothing failed', async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ duplicate: { copies: 1 } });
    await standIn.sendText('main', hanako, 'a');
    await standIn.waitForIdle();
    expect(relay.webhooks).toHaveLength(2);
    expect(relay.webhooks[0]?.raw.equals(relay.webhooks[1]?.raw ?? Buffer.alloc(0))).toBe(true);
    expect(relay.events[1]?.deliveryContext.isRedelivery).toBe(false);
  });

  it("carry several callers' events in one body", async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ batch: { maxEvents: 3, flushMs: 0 } });
    await standIn.sendText('main', hanako, 'a');
    await standIn.sendText('main', taro, 'b');
    await standIn.waitForIdle();
    expect(relay.webhooks).toHaveLength(0);
    await standIn.sendText('main', hanako, 'c', { wait: true });
    await standIn.sendText('main', taro, 'd');
    await standIn.flushWebhooks();
    await standIn.waitForIdle();
    expect(relay.webhooks.map((webhook) => webhook.events.length)).toEqual([3, 1]);
    expect(relay.texts).toEqual(['a', 'b', 'c', 'd']);
  });

  it('come in another order that the seed decides', async () => {
    const { standIn, relay } = current;
    const texts = ['1', '2', '3', '4', '5', '6'];
    const orders: unknown[][] = [];
    for (let round = 0; round < 2; round += 1) {
      relay.webhooks.length = 0;
      await standIn.setWebhookBehaviour({ reorder: { window: 6, seed: 42 } });
      for (const text of texts) await standIn.sendText('main', hanako, text);
      await standIn.waitForIdle();
      orders.push(relay.texts);
    }
    expect(orders[0]).not.toEqual(texts);
    expect(new Set(orders[0])).toEqual(new Set(texts));
    expect(orders[0]).toHaveLength(texts.length);
    expect(orders[1]).toEqual(orders[0]);
  });

  it('wait while paused', async () => {
    const { standIn, relay } = current;
    await standIn.setWebhookBehaviour({ paused: true });
    await standIn.sendText('main', hanako, 'a');
    await standIn.sendText('main', hanako, 'b');
    await standIn.waitForIdle();
    expect(relay.webhooks).toHaveLength(0);
    expect((await standIn.state()).channels[0]?.queuedEvents).toBe(2);
    await standIn.setWebhookBehaviour({ paused: false });
    await standIn.waitForIdle();
    expect(relay.texts).toEqual(['a', 'b']);
  });
});
