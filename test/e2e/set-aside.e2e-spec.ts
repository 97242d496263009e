import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AccountDirectory } from '../../src/account/account.directory.js';
import {
  type ReplayView,
  type SetAsideView,
  type ShapeView,
  type UnfamiliarView,
} from '../../src/contract/desk.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { ticketOfEvent } from '../support/conversation.js';
import { samplesWithoutRow } from '../support/line-samples.js';
import { moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, postWebhook, textEvent, webhookEvent } from '../support/webhook.js';

const WORDS = 'だれにも言えないこと';
const DAY_MS = 86_400_000;

describe('what was set aside', () => {
  let standIn: StandIn;
  let relay: Relay;
  let administrator: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn });
    administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** Nothing becomes a message until it is released. */
  const holdProjector = async () => {
    const holder = new pg.Client({ connectionString: relay.database.ownerUrl });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7160518)');
    return () => holder.end();
  };
  const items = async () => (await administrator.request<SetAsideView>('GET', '/api/set-aside')).body.items;
  const shape = async (id: string) => administrator.request<ShapeView>('GET', `/api/set-aside/${id}/shape`);
  const replay = async (...ids: string[]) =>
    (await administrator.request<ReplayView>('POST', '/api/set-aside/replay', { ids })).body.replayed;
  const replayed = async (id: string) =>
    eventually(
      async () => (await items()).every((item) => item.id !== id || !item.replayRequested) || undefined,
      'the replay',
    );

  it('is read again after a fix, comes to its ticket and leaves the list', async () => {
    const event = textEvent(newUserId(), WORDS);
    const other = `U${'a'.repeat(32)}`;
    await postWebhook(relay.url, HUMAN_RIGHTS, JSON.stringify({ destination: other, events: [event] }));
    const [item] = await items();
    expect(item).toMatchObject({
      reason: 'other-destination',
      error: null,
      attempts: 0,
      replayRequested: false,
    });
    const kept = new Date(item?.keptUntil ?? 0).getTime() - new Date(item?.receivedAt ?? 0).getTime();
    expect(kept).toBe(30 * DAY_MS);
    const id = item?.id ?? '';
    const seen = await shape(id);
    expect(seen.body.shape).toMatchObject({
      destination: 'string',
      events: [{ type: 'string (message)', source: { userId: 'string' }, message: { text: 'string' } }],
    });
    expect(JSON.stringify([seen.body, await items()])).not.toContain(WORDS);
    // Nothing has changed, so nothing is understood: it stays, and may be tried again.
    expect(await replay(id)).toBe(1);
    await replayed(id);
    expect((await items()).map((entry) => entry.id)).toContain(id);
    const [account] = await relay.database.query<{ bot: string }>(
      'SELECT bot_user_id AS bot FROM account WHERE id = $1',
      [HUMAN_RIGHTS],
    );
    const answerTo = async (bot: string) => {
      await relay.database.query('UPDATE account SET bot_user_id = $2 WHERE id = $1', [HUMAN_RIGHTS, bot]);
      await relay.server.app.get(AccountDirectory).reload();
    };
    await answerTo(other);
    expect(await replay(id, id, 'nonsense', 'event-99999')).toBe(1);
    const ticketId = await ticketOfEvent(relay, HUMAN_RIGHTS, event.webhookEventId);
    expect((await supervisor.talkRoom(ticketId)).messages[0]?.content).toEqual({ kind: 'text', text: WORDS });
    await eventually(async () => (await items()).every((entry) => entry.id !== id) || undefined, 'the list');
    expect(await replay(id)).toBe(0);
    await answerTo(account?.bot ?? '');
  });

  it('has a name of its own for an event that broke its step, which comes to its own place', async () => {
    const userId = newUserId();
    await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(userId, '一つ目')]);
    const damaged = { ...textEvent(userId, WORDS), timestamp: Date.now() - 5000 };
    const find = async (id: string) =>
      (
        await relay.database.query<{ id: string; sealed: Buffer; state: string }>(
          'SELECT id, sealed, state FROM inbound_event WHERE webhook_event_id = $1',
          [id],
        )
      )[0];
    // Held up while its bytes are damaged: it becomes a message only after they are whole again.
    const release = await holdProjector();
    await postEvents(relay.url, HUMAN_RIGHTS, [damaged]);
    const whole = (await find(damaged.webhookEventId))?.sealed;
    await relay.database.query('UPDATE inbound_event SET sealed = $2 WHERE webhook_event_id = $1', [
      damaged.webhookEventId,
      Buffer.concat([whole?.subarray(0, 40) ?? Buffer.of(), randomBytes(60)]),
    ]);
    await release();
    await eventually(
      async () => (await find(damaged.webhookEventId))?.state === 'set-aside' || undefined,
      'five tries',
      20_000,
    );
    const [item] = await items();
    expect(item).toMatchObject({
      reason: 'projection-failed',
      error: 'SealError',
      attempts: 5,
      keptUntil: null,
    });
    expect(item?.id).toBe(`event-${(await find(damaged.webhookEventId))?.id}`);
    expect((await shape(item?.id ?? '')).body).toEqual({ shape: null });
    await relay.database.query('UPDATE inbound_event SET sealed = $2 WHERE webhook_event_id = $1', [
      damaged.webhookEventId,
      whole,
    ]);
    expect((await shape(item?.id ?? '')).body.shape).toMatchObject({ type: 'string (message)' });
    expect(await replay(item?.id ?? '')).toBe(1);
    const ticketId = await ticketOfEvent(relay, HUMAN_RIGHTS, damaged.webhookEventId);
    const said = (await supervisor.talkRoom(ticketId)).messages.filter(
      ({ direction }) => direction === 'inbound',
    );
    expect(said.map(({ content }) => content.kind === 'text' && content.text)).toEqual([WORDS, '一つ目']);
  });

  it('shows what an unknown event looks like, and none of its words', async () => {
    await postEvents(relay.url, HUMAN_RIGHTS, [
      webhookEvent(newUserId(), { type: 'wave', wave: { [WORDS]: 1, note: WORDS, strength: 9 } }),
      { ...webhookEvent('', { type: 'newsOfTheBot', news: { level: 2 } }), source: undefined },
    ]);
    const list = await eventually(async () => {
      const { body } = await administrator.request<UnfamiliarView>('GET', '/api/unfamiliar-events');
      return body.items.length === 2 ? body.items : undefined;
    }, 'both events');
    expect(list[1]?.shape).toMatchObject({
      type: 'string (wave)',
      wave: { '(key 1)': 'number', note: 'string', strength: 'number' },
    });
    expect(list[0]?.shape).toMatchObject({ type: 'string (newsOfTheBot)', news: { level: 'number' } });
    expect(JSON.stringify(list)).not.toContain(WORDS);
    expect((await shape(list[0]?.id ?? '')).status).toBe(200);
  });

  it('shows by their names the events that no caller stands behind, and none of what they hold', async () => {
    await postEvents(
      relay.url,
      HUMAN_RIGHTS,
      samplesWithoutRow.map(({ event }) => webhookEvent('', event)),
    );
    const wanted = samplesWithoutRow.map(({ event }) => event.type).toReversed();
    const events = await eventually(async () => {
      const { body } = await administrator.request<UnfamiliarView>('GET', '/api/unfamiliar-events');
      return body.accountEvents.length === wanted.length ? body.accountEvents : undefined;
    }, 'all of them');
    expect(events.map(({ type }) => type)).toEqual(wanted);
    expect(JSON.stringify(events)).not.toMatch(/Ca56f94637c|U4af4980629|Vn4FHuLtEn3T/);
  });

  it('is for administrators alone, and says what is not there', async () => {
    for (const [method, path, body] of [
      ['GET', '/api/set-aside/event-1/shape'],
      ['GET', '/api/unfamiliar-events'],
      ['POST', '/api/set-aside/replay', { ids: ['event-1'] }],
    ] as const)
      expect((await supervisor.request(method, path, body)).status).toBe(403);
    expect((await shape('event-999999')).status).toBe(404);
    expect((await shape("'; DROP TABLE set_aside; --")).status).toBe(404);
    expect((await administrator.request('POST', '/api/set-aside/replay', { ids: [] })).status).toBe(400);
  });

  it('counts what was received, stored, projected and set aside, and says when they stand still (chatwoot#15131)', async () => {
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    for (const name of ['received_total{account="human-rights"}', 'stored_total', 'projected_total'])
      expect(metrics).toMatch(
        new RegExp(`tomoshibi_inbound_events_${name.replaceAll(/[{}]/g, '\\$&')} [1-9]`),
      );
    expect(metrics).toMatch(/tomoshibi_inbound_set_aside_total\{[^}]*reason="other-destination"\} 1/);
    expect(metrics).toMatch(/tomoshibi_caller_messages\{seen="by-nobody-yet"\} \d/);
    const ready = async () => (await fetch(`${relay.url}/readyz`)).json();
    expect(await ready()).toMatchObject({ intakeMoving: true });
    // Answered 200 and stored two minutes ago, and nothing came of it: also while it is being tried again and again.
    const stuck = async (attempts: number) =>
      relay.database.query(
        `UPDATE inbound_event SET state = 'stored', attempts = $1, received_at = now() - interval '2 minutes',
           retry_at = CASE WHEN $1 > 0 THEN now() - interval '100 seconds' END
         WHERE id = (SELECT max(id) FROM inbound_event)`,
        [attempts],
      );
    for (const attempts of [0, 3]) {
      const release = await holdProjector();
      await stuck(attempts);
      expect(await ready()).toMatchObject({ intakeMoving: false });
      await release();
      await eventually(async () => (await fetch(`${relay.url}/readyz`)).ok || undefined, 'readiness');
    }
  });

  it('is gone 30 days after it came, whatever the clock of the rules shows, and cannot be read again before', async () => {
    const other = `U${'b'.repeat(32)}`;
    const post = (text: string) =>
      postWebhook(
        relay.url,
        HUMAN_RIGHTS,
        JSON.stringify({ destination: other, events: [textEvent(newUserId(), text)] }),
      );
    const before = (await items()).map(({ id }) => id);
    await post('残るもの');
    await post('消えるもの');
    const [gone, stays] = (await items()).filter(({ id }) => !before.includes(id));
    const age = (id: string | undefined, interval: string) =>
      relay.database.query('UPDATE set_aside SET received_at = now() - $2::interval WHERE id = $1', [
        id,
        interval,
      ]);
    await age(gone?.id, '30 days 1 minute');
    await age(stays?.id, '29 days 23 hours');
    const expired = () =>
      relay.database.query(
        `SELECT actor_kind AS by, account_id AS account, details::jsonb AS details FROM audit_entry
         WHERE act = 'set-aside.expired'`,
      );
    const ids = async () => (await items()).map(({ id }) => id);
    // It lies there until the day's timer comes, and nobody gets at it any more.
    expect(await ids()).not.toContain(gone?.id);
    expect((await shape(gone?.id ?? '')).status).toBe(404);
    expect(await replay(gone?.id ?? '')).toBe(0);
    expect(await expired()).toEqual([]);
    await moveClock(relay, new Date(relay.clock.now().getTime() + 40 * DAY_MS));
    await eventually(async () => ((await expired()).length > 0 ? true : undefined), 'the trace of it');
    expect(await expired()).toEqual([{ by: 'system', account: HUMAN_RIGHTS, details: { count: 1 } }]);
    const kept = await relay.database.query<{ id: string }>('SELECT id FROM set_aside');
    expect(kept.map(({ id }) => id)).not.toContain(gone?.id);
    expect(kept.map(({ id }) => id)).toContain(stays?.id);
    expect(await ids()).toContain(stays?.id);
  });
});
