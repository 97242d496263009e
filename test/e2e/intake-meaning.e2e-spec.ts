import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { type SetAsideView } from '../../src/contract/desk.js';
import { type MessageView } from '../../src/contract/message.js';
import { Database } from '../../src/database/database.service.js';
import { inboundBinding } from '../../src/inbox/inbox.repository.js';
import { Vault } from '../../src/vault/vault.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { ticketOfEvent } from '../support/conversation.js';
import { moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { samplesWithoutRow } from '../support/line-samples.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, webhookEvent } from '../support/webhook.js';

const said = (userId: string, content: Record<string, unknown>, event: Record<string, unknown> = {}) => ({
  ...webhookEvent(userId, { type: 'message', message: { type: 'text', ...content } }),
  ...event,
});

describe('what callers send, as a person sees it', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    // No delivery here: what is asked of LINE stays where it can be counted.
    relay = await startRelay({ standIn, env: { ROLES: 'intake,console,timers' } });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const post = async (account: string, ...events: readonly unknown[]) => {
    expect(await postEvents(relay.url, account, events)).toBe(200);
    await eventually(async () => {
      const rows = await relay.database.query(`SELECT FROM inbound_event WHERE state = 'stored'`);
      return rows.length === 0 || undefined;
    }, 'an empty backlog');
  };
  const room = async (account: string, event: { webhookEventId: string }): Promise<MessageView[]> =>
    (await supervisor.talkRoom(await ticketOfEvent(relay, account, event.webhookEventId))).messages;

  it('shows what a message quotes, also over the end of a consultation, and says when it never came', async () => {
    const userId = newUserId();
    const first = said(userId, { id: '8001', text: '眠れません', quoteToken: 'q1' });
    const second = said(userId, { id: '8002', text: 'これのことです', quotedMessageId: '8001' });
    const third = said(userId, { id: '8003', text: 'あれのこと', quotedMessageId: '7999' });
    await post(SUICIDE_PREVENTION, first, second, third);
    const [one, two, three] = await room(SUICIDE_PREVENTION, third);
    expect(two?.quote).toMatchObject({
      messageId: one?.id,
      direction: 'inbound',
      content: { kind: 'text', text: '眠れません' },
    });
    expect(three?.quote).toEqual({ messageId: null, isHere: false, direction: null, content: null });
    expect(one?.quotable).toBe(true);
    await supervisor.take(one?.ticketId ?? '');
    await supervisor.close(one?.ticketId ?? '');
    const later = said(userId, { id: '8004', text: '前に言ったことです', quotedMessageId: '8001' });
    await post(SUICIDE_PREVENTION, later);
    expect((await room(SUICIDE_PREVENTION, later))[0]?.quote?.messageId).toBe(one?.id);
  });

  it('shows nobody the words that somebody else’s message has', async () => {
    const [one, other] = [newUserId(), newUserId()];
    const event = said(other, { id: '8102', text: 'x', quotedMessageId: '8101' });
    await post(SUICIDE_PREVENTION, said(one, { id: '8101', text: '一人目の言葉' }), event);
    expect((await room(SUICIDE_PREVENTION, event))[0]?.quote?.content).toBeNull();
  });

  it('marks what reached us hours late, at the place where it was said, whatever the demo clock shows', async () => {
    const userId = newUserId();
    const now = Date.now();
    const early = said(userId, { id: '1', text: '三時間前' }, { timestamp: now - 3 * 3_600_000 });
    const soon = said(userId, { id: '2', text: 'いま' }, { timestamp: now });
    await post(HUMAN_RIGHTS, soon);
    await moveClock(relay, NIGHT);
    await post(HUMAN_RIGHTS, { ...early, deliveryContext: { isRedelivery: true } });
    const inbound = (await room(HUMAN_RIGHTS, early)).filter(({ direction }) => direction === 'inbound');
    const byText = new Map(
      inbound.map(({ content, late }) => [content.kind === 'text' && content.text, late]),
    );
    expect(byText).toEqual(
      new Map([
        ['三時間前', true],
        ['いま', false],
      ]),
    );
    const again = said(userId, { id: '3', text: 'もう一度' }, { timestamp: now - 3_600_000 });
    const fresh = said(userId, { id: '4', text: 'いまも' }, { timestamp: Date.now() });
    await post(HUMAN_RIGHTS, fresh, again);
    const order = (await room(HUMAN_RIGHTS, again)).filter(({ occurredAt }) =>
      occurredAt.startsWith('2026-11-25T'),
    );
    expect(
      order.flatMap(({ content, late }) => (content.kind === 'text' ? [[content.text, late]] : [])),
    ).toEqual(
      expect.arrayContaining([
        ['もう一度', true],
        ['いまも', false],
      ]),
    );
  });

  it('sends nothing in standby: no greeting, no place in line', async () => {
    const userId = newUserId();
    const standby = (event: Record<string, unknown> & { type: string }) => ({
      ...webhookEvent(userId, event),
      mode: 'standby',
    });
    await post(
      SUICIDE_PREVENTION,
      standby({ type: 'follow', replyToken: 'r' }),
      standby({ type: 'message', message: { type: 'text', id: '1', text: '別の窓口です' } }),
      standby({ type: 'postback', postback: { data: 'a' } }),
    );
    const newest = (await supervisor.desk()).waiting.toSorted((one, other) =>
      one.id < other.id ? 1 : -1,
    )[0];
    const timers = await relay.database.query('SELECT FROM timer WHERE subject = $1', [newest?.id]);
    expect([newest?.inboundCount, timers.length]).toEqual([2, 0]);
    const sent = await relay.database.query(
      'SELECT FROM delivery WHERE caller_id = (SELECT caller_id FROM ticket WHERE id = $1)',
      [newest?.id],
    );
    expect(sent).toEqual([]);
  });

  it('lets nobody send in standby, shows no reading and no writing, until LINE gives the caller back', async () => {
    const userId = newUserId();
    const say = async (mode: 'standby' | 'active', text: string) => {
      const event = said(userId, { id: `9${mode === 'standby' ? 1 : 2}${text.length}`, text }, { mode });
      await post(SUICIDE_PREVENTION, event);
      return ticketOfEvent(relay, SUICIDE_PREVENTION, event.webhookEventId);
    };
    const ticketId = await say('active', 'こんばんは');
    expect((await supervisor.take(ticketId)).status).toBe(200);
    await say('standby', '別の人と話しています');
    const standby = await supervisor.talkRoom(ticketId);
    expect(standby.ticket.inStandby).toBe(true);
    const refused = await supervisor.reply(ticketId, '聞いています');
    expect([refused.status, refused.body.error.code]).toEqual([409, 'caller_in_standby']);
    const live = await supervisor.live(null, [ticketId]);
    const messageIds = standby.messages.flatMap(({ id, direction }) => (direction === 'inbound' ? id : []));
    expect(await live.socket.emitWithAck('messages.shown', { ticketId, messageIds })).toEqual({ ok: true });
    expect(await live.socket.emitWithAck('ticket.typing', { ticketId })).toEqual({ ok: true });
    live.close();
    expect(await relay.database.query('SELECT FROM line_task WHERE subject = $1', [ticketId])).toEqual([]);
    await say('active', '戻りました');
    expect((await supervisor.talkRoom(ticketId)).ticket.inStandby).toBe(false);
    expect((await supervisor.reply(ticketId, '聞いています')).status).toBe(201);
    expect((await supervisor.close(ticketId)).status).toBe(200);
  });

  it('greets whoever follows by their own reply token', async () => {
    await post(SUICIDE_PREVENTION, webhookEvent(newUserId(), { type: 'follow', replyToken: 'greet-me' }));
    const [delivery] = await relay.database.query<{ mode: string; fresh: boolean }>(
      `SELECT mode, reply_until BETWEEN now() AND now() + interval '30 seconds' AS fresh
       FROM delivery WHERE caller_id =
         (SELECT caller_id FROM notice WHERE situation = 'greeting' ORDER BY sent_at DESC LIMIT 1)`,
    );
    expect(delivery).toEqual({ mode: 'reply', fresh: true });
  });

  it('leaves each group once, however much is said in it, and none that it is out of', async () => {
    const inGroup = (groupId: string, type = 'message') => ({
      ...webhookEvent(newUserId(), {
        type,
        replyToken: 'r',
        message: { type: 'text', id: '1', text: '皆さん' },
      }),
      source: { type: 'group', groupId, userId: newUserId() },
    });
    const inRoom = { ...inGroup(''), source: { type: 'room', roomId: 'R1' } };
    // Deliveries go to callers: as long as nobody in a group is one, nothing is said there.
    const callers = await relay.database.query('SELECT FROM caller');
    await post(
      HUMAN_RIGHTS,
      inGroup('C1', 'join'),
      inGroup('C1'),
      inGroup('C2'),
      inRoom,
      inGroup('C3', 'leave'),
    );
    await post(HUMAN_RIGHTS, inGroup('C1'), inRoom);
    const tasks = await relay.database.query<{ subject: string }>(
      `SELECT subject FROM line_task WHERE kind = 'leave' AND account_id = $1`,
      [HUMAN_RIGHTS],
    );
    expect(tasks).toHaveLength(3);
    expect(JSON.stringify(tasks)).not.toMatch(/"C1"|"C2"|"R1"/);
    expect(await relay.database.query('SELECT FROM caller')).toHaveLength(callers.length);
  });

  it('keeps no word and no id of what is said in groups, also not what an older version stored of it', async () => {
    const { app } = relay.server;
    const [vault, database] = [app.get(Vault), app.get(Database)];
    const group = (type: string, more: Record<string, unknown>) => ({
      ...webhookEvent('', { type, replyToken: 'r-secret', ...more }),
      source: { type: 'group', groupId: 'C-secret', userId: newUserId() },
    });
    const text = group('message', { message: { type: 'text', id: '1', text: 'ここだけの話' } });
    const fresh = [text, group('memberJoined', { joined: { members: [{ userId: newUserId() }] } })];
    await post(HUMAN_RIGHTS, ...fresh);
    const old = group('message', { message: { type: 'text', id: '2', text: '前の版の話' } });
    const { key } = await app.get(AccountDirectory).get(HUMAN_RIGHTS);
    await relay.database.query(
      `INSERT INTO inbound_event (account_id, webhook_event_id, received_at, sealed) VALUES ($1, $2, now(), $3)`,
      [
        HUMAN_RIGHTS,
        old.webhookEventId,
        vault.sealJson(key, inboundBinding(HUMAN_RIGHTS, old.webhookEventId), old),
      ],
    );
    await post(HUMAN_RIGHTS);
    const events = [...fresh, old];
    const rows = await relay.database.query<{ id: string; sealed: Buffer; unfamiliar: boolean }>(
      `SELECT webhook_event_id AS id, sealed, unfamiliar FROM inbound_event
       WHERE webhook_event_id = ANY($1) ORDER BY inbound_event.id`,
      [events.map(({ webhookEventId }) => webhookEventId)],
    );
    const opened = await vault.openJson(
      database,
      rows.map(({ id, sealed }) => ({ binding: inboundBinding(HUMAN_RIGHTS, id), bytes: sealed })),
    );
    expect(opened).toEqual(
      events.map(({ webhookEventId }, index) => ({
        type: ['message', 'memberJoined', 'message'][index],
        mode: 'active',
        timestamp: expect.any(Number),
        webhookEventId,
        source: { type: 'group' },
      })),
    );
    expect(rows.map(({ unfamiliar }) => unfamiliar)).toEqual([false, false, false]);
  });

  it('keeps what no caller stands behind, and opens no ticket for it', async () => {
    const tickets = await relay.database.query('SELECT FROM ticket');
    const before = await relay.database.query('SELECT FROM inbound_event');
    const events = samplesWithoutRow.map(({ event }) => webhookEvent(newUserId(), event));
    await post(HUMAN_RIGHTS, ...events);
    expect(await relay.database.query('SELECT FROM inbound_event')).toHaveLength(
      before.length + events.length,
    );
    expect(await relay.database.query('SELECT FROM ticket')).toHaveLength(tickets.length);
  });

  it('raises an alarm while LINE has suspended the bot', async () => {
    const alarms = async () =>
      (await supervisor.desk()).accounts.find(({ id }) => id === SUICIDE_PREVENTION)?.alarms ?? [];
    const tell = (type: string) => ({ ...webhookEvent('', { type }), source: undefined });
    await post(SUICIDE_PREVENTION, tell('botSuspended'));
    expect(await alarms()).toMatchObject([{ kind: 'bot-suspended' }]);
    await post(SUICIDE_PREVENTION, tell('botResumed'));
    expect(await alarms()).toEqual([]);
  });

  it('sets aside an event of a person who is not named, and says so', async () => {
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const event = { ...said('', { id: '1', text: '誰かの言葉' }), source: { type: 'user' } };
    await post(HUMAN_RIGHTS, event);
    const { items } = (await administrator.request<SetAsideView>('GET', '/api/set-aside')).body;
    expect(items[0]).toMatchObject({ accountId: HUMAN_RIGHTS, reason: 'event-without-caller' });
    expect(JSON.stringify(items)).not.toContain('誰かの言葉');
  });
});
