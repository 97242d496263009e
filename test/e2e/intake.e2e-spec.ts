import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeskView, type SetAsideView } from '../../src/contract/desk.js';
import { type MessageView } from '../../src/contract/message.js';
import { type TicketSummary } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { sampleEvents } from '../support/line-samples.js';
import { type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import {
  channelOf,
  newUserId,
  postEvents,
  postWebhook,
  textEvent,
  webhookEvent,
} from '../support/webhook.js';

describe('intake', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;
  let administrator: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, env: { WEBHOOK_BODY_LIMIT: String(64 * 1024) } });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** Everything stored so far has become messages. */
  const projected = async () =>
    eventually(async () => {
      const [row] = await relay.database.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM inbound_event WHERE state = 'stored'`,
      );
      return row?.left === 0 || undefined;
    }, 'an empty backlog');
  const inboundCount = async () =>
    (await relay.database.query<{ count: number }>('SELECT count(*)::int AS count FROM inbound_event'))[0]
      ?.count ?? -1;
  const setAside = async () =>
    (await administrator.request<SetAsideView>('GET', '/api/set-aside')).body.items.filter(
      (item) => item.accountId === HUMAN_RIGHTS,
    );
  const waiting = async (): Promise<TicketSummary[]> => {
    await projected();
    return (await supervisor.request<DeskView>('GET', '/api/desk')).body.waiting;
  };
  /** Of those in the line and those who left it. */
  const newest = async (): Promise<TicketSummary> => {
    await projected();
    const { body } = await supervisor.request<DeskView>('GET', '/api/desk');
    const alone = [...body.waiting, ...body.followUps];
    return alone.toSorted((one, other) => (one.id < other.id ? 1 : -1))[0] as TicketSummary;
  };
  const said = async (ticketId: string): Promise<MessageView[]> =>
    (await supervisor.talkRoom(ticketId)).messages.filter((message) => message.direction === 'inbound');
  const texts = (messages: readonly MessageView[]) =>
    messages.map((message) =>
      message.content.kind === 'text' ? message.content.text : message.content.kind,
    );

  it.each([
    ['missing', null],
    ['empty', ''],
    ['wrong', Buffer.alloc(32).toString('base64')],
    ['not base64', 'これは署名ではない'.replace(/[^\x20-\x7e]/g, '!')],
  ])('refuses a %s signature and keeps nothing', async (_name, signature) => {
    const before = await inboundCount();
    const body = JSON.stringify({
      destination: channelOf(HUMAN_RIGHTS).botUserId,
      events: [textEvent(newUserId(), 'x')],
    });
    expect(await postWebhook(relay.url, HUMAN_RIGHTS, body, { signature })).toBe(401);
    expect(await inboundCount()).toBe(before);
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    expect(metrics).toMatch(
      /tomoshibi_webhooks_total\{account="human-rights",outcome="signature-invalid"\} [1-9]/,
    );
  });

  it('refuses the signature of another account', async () => {
    const body = JSON.stringify({ destination: channelOf(HUMAN_RIGHTS).botUserId, events: [] });
    expect(await postWebhook(relay.url, SUICIDE_PREVENTION, body)).toBe(200);
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', channelOf(HUMAN_RIGHTS).channelSecret)
      .update(body)
      .digest('base64');
    expect(await postWebhook(relay.url, SUICIDE_PREVENTION, body, { signature })).toBe(401);
  });

  it('knows no other accounts and no larger bodies', async () => {
    const response = await fetch(`${relay.url}/line/webhook/nobody`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(404);
    expect(await postWebhook(relay.url, HUMAN_RIGHTS, Buffer.alloc(64 * 1024 + 1, 'a'))).toBe(413);
  });

  it('answers 200 to an empty list, which is how LINE checks the address', async () => {
    expect(await postEvents(relay.url, HUMAN_RIGHTS, [])).toBe(200);
  });

  it.each([
    ['not JSON', 'これは JSON ではない', 'not-json'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 'not-json'],
    ['an empty body', '', 'not-json'],
    ['JSON of another shape', '["destination"]', 'unknown-shape'],
    ['no events', '{"destination":"U0"}', 'unknown-shape'],
    [
      'for another bot',
      JSON.stringify({ destination: `U${'0'.repeat(32)}`, events: [] }),
      'other-destination',
    ],
  ])('keeps a signed body that is %s, answers 200 and raises an alarm', async (_name, body, reason) => {
    const before = await setAside();
    const live = await supervisor.live();
    for (let time = 0; time < 2; time += 1) {
      expect(await postWebhook(relay.url, HUMAN_RIGHTS, body, { contentType: 'text/plain' })).toBe(200);
    }
    const after = await setAside();
    // Delivered twice, kept once.
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter((item) => item.reason === reason).length).toBe(
      before.filter((item) => item.reason === reason).length + 1,
    );
    await eventually(
      () =>
        live.events.find(
          (event) => event.type === 'account.changed' && event.account.setAside === after.length,
        ),
      'the alarm on the supervisor’s screen',
    );
    live.close();
  });

  it('keeps an event without an id aside, and takes those beside it', async () => {
    const before = (await setAside()).length;
    const userId = newUserId();
    const { webhookEventId: _id, ...odd } = textEvent(userId, '番号のない言葉');
    expect(
      await postEvents(relay.url, HUMAN_RIGHTS, [odd, 42, null, textEvent(userId, '番号のある言葉')]),
    ).toBe(200);
    expect((await setAside()).length).toBe(before + 3);
    expect(texts(await said((await newest()).id))).toEqual(['番号のある言葉']);
  });

  it('sorts several people of one body into their own tickets', async () => {
    const people = Array.from({ length: 4 }, newUserId);
    const events = people.flatMap((userId, index) => [
      textEvent(userId, `一つ目 ${index}`),
      textEvent(userId, `二つ目 ${index}`),
    ]);
    const before = (await waiting()).length;
    expect(await postEvents(relay.url, SUICIDE_PREVENTION, events)).toBe(200);
    const tickets = (await waiting())
      .slice(before === 0 ? 0 : -4)
      .filter((ticket) => ticket.accountId === SUICIDE_PREVENTION);
    const rooms = await Promise.all(tickets.map(async (ticket) => texts(await said(ticket.id))));
    for (const [index] of people.entries())
      expect(rooms).toContainEqual([`一つ目 ${index}`, `二つ目 ${index}`]);
  });

  it('takes an event once, however often and however parallel it comes', async () => {
    const userId = newUserId();
    const event = textEvent(userId, '一度だけ');
    const again = { ...event, deliveryContext: { isRedelivery: true } };
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_value, index) =>
        postEvents(relay.url, HUMAN_RIGHTS, index % 2 === 0 ? [event] : [again, event]),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(texts(await said((await newest()).id))).toEqual(['一度だけ']);
  });

  it('makes one caller and one ticket of first messages that come at the same instant', async () => {
    const before = (await waiting()).length;
    const userId = newUserId();
    await Promise.all(
      Array.from({ length: 16 }, (_value, index) =>
        postEvents(relay.url, HUMAN_RIGHTS, [textEvent(userId, `${index}`)]),
      ),
    );
    const tickets = await waiting();
    expect(tickets).toHaveLength(before + 1);
    const rows = texts(await said((await newest()).id)).map(Number);
    expect(rows.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 16 }, (_value, index) => index),
    );
  });

  it('shows a late redelivery at the place where it was said', async () => {
    const userId = newUserId();
    const early = { ...textEvent(userId, '先に言ったこと'), timestamp: Date.now() - 60_000 };
    await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(userId, '後で言ったこと')]);
    await projected();
    await postEvents(relay.url, HUMAN_RIGHTS, [{ ...early, deliveryContext: { isRedelivery: true } }]);
    expect(texts(await said((await newest()).id))).toEqual(['先に言ったこと', '後で言ったこと']);
  });

  it('verifies raw bytes whatever their escapes', async () => {
    const userId = newUserId();
    const { botUserId } = channelOf(HUMAN_RIGHTS);
    const event = JSON.stringify(textEvent(userId, 'PLACE'));
    const spellings = [
      '𠮷 🅰 👩‍👩‍👧',
      '\\ud842\\udfb7 \\ud83c\\udd70',
      'https:\\/\\/example.com',
      '\\u6b7b\\u306b\\u305f\\u3044',
      '\\u0000 \\"',
    ];
    for (const [index, spelling] of spellings.entries()) {
      const own = event.replace('PLACE', spelling).replace(/01TEST\w+/, `01ESCAPES${userId}${index}`);
      const body = `{ "destination" : "${botUserId}",\n "events":[${own}]}`;
      expect(await postWebhook(relay.url, HUMAN_RIGHTS, body)).toBe(200);
    }
    expect(texts(await said((await newest()).id)).toSorted()).toEqual(
      ['𠮷 🅰 👩‍👩‍👧', '𠮷 🅰', 'https://example.com', '死にたい', '\u0000 "'].toSorted(),
    );
  });

  it('shows every kind of event that LINE documents, and those it does not yet', async () => {
    const userId = newUserId();
    await postEvents(relay.url, SUICIDE_PREVENTION, [textEvent(userId, 'はじめに')]);
    await projected();
    const ticket = await newest();
    const start = Date.now();
    for (const [index, { event }] of sampleEvents.entries()) {
      expect(
        await postEvents(relay.url, SUICIDE_PREVENTION, [
          { ...webhookEvent(userId, event), timestamp: start + index + 1 },
        ]),
      ).toBe(200);
    }
    await projected();
    const shown = (await said(ticket.id)).slice(1).map(({ content }) => {
      if (content.kind === 'media') return content.media;
      return content.kind === 'labelled' ? content.label : content.kind;
    });
    expect(shown).toEqual(sampleEvents.map((sample) => sample.shows));
  });

  it('opens a ticket for whatever a person may have said, and for nothing else', async () => {
    const opens = new Set([
      'text',
      'image',
      'video',
      'audio',
      'file',
      'location',
      'sticker',
      'postback',
      'unknown',
    ]);
    for (const { event, shows } of sampleEvents) {
      const before = (await waiting()).length;
      await postEvents(relay.url, HUMAN_RIGHTS, [webhookEvent(newUserId(), event)]);
      expect([shows, (await waiting()).length - before]).toEqual([shows, opens.has(shows) ? 1 : 0]);
    }
  });

  it('believes the newest word about who blocked us, in whatever order words arrive', async () => {
    const userId = newUserId();
    const now = Date.now();
    const at = (type: string, timestamp: number) => ({ ...webhookEvent(userId, { type }), timestamp });
    const reachable = async () => (await newest()).callerReachable;
    await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(userId, 'もしもし'), at('follow', now)]);
    expect(await reachable()).toBe(true);
    await postEvents(relay.url, HUMAN_RIGHTS, [at('unfollow', now - 60_000)]);
    expect(await reachable()).toBe(true);
    await postEvents(relay.url, HUMAN_RIGHTS, [at('follow', now + 1000), at('unfollow', now + 2000)]);
    expect(await reachable()).toBe(false);
    await postEvents(relay.url, HUMAN_RIGHTS, [
      { ...textEvent(userId, '戻りました'), timestamp: now + 3000 },
    ]);
    expect(await reachable()).toBe(true);
  });

  it('believes the newest word also where it changed nothing, and an older one comes long after', async () => {
    const began = Date.now();
    const at = (userId: string, type: string, offset: number) => ({
      ...webhookEvent(userId, { type }),
      timestamp: began + offset,
    });
    const reachable = async (userId: string) => {
      // Written long before, so that it says nothing about who has blocked us since.
      await postEvents(relay.url, HUMAN_RIGHTS, [
        { ...textEvent(userId, 'もしもし'), timestamp: began - 90_000 },
      ]);
      return (await newest()).callerReachable;
    };
    const back = newUserId();
    await reachable(back);
    await postEvents(relay.url, HUMAN_RIGHTS, [at(back, 'follow', 10_000)]);
    await postEvents(relay.url, HUMAN_RIGHTS, [at(back, 'unfollow', 5000)]);
    expect((await newest()).callerReachable).toBe(true);

    const gone = newUserId();
    await reachable(gone);
    await postEvents(relay.url, HUMAN_RIGHTS, [at(gone, 'unfollow', 1000)]);
    await postEvents(relay.url, HUMAN_RIGHTS, [at(gone, 'unfollow', 10_000)]);
    await postEvents(relay.url, HUMAN_RIGHTS, [at(gone, 'follow', 5000)]);
    expect((await newest()).callerReachable).toBe(false);
  });

  it('answers nothing in groups and nothing in standby, and keeps both', async () => {
    const userId = newUserId();
    const before = await inboundCount();
    const group = {
      ...textEvent(userId, 'みんな、こんにちは'),
      source: { type: 'group', groupId: 'C1', userId },
    };
    const standby = { ...textEvent(userId, '別の窓口へ'), mode: 'standby' };
    await postEvents(relay.url, HUMAN_RIGHTS, [group, standby]);
    expect(await inboundCount()).toBe(before + 2);
    expect(texts(await said((await newest()).id))).toEqual(['別の窓口へ']);
    const timers = await relay.database.query('SELECT FROM timer WHERE kind = $1 AND subject = $2', [
      'waiting-notice',
      (await newest()).id,
    ]);
    expect(timers).toEqual([]);
  });
});
