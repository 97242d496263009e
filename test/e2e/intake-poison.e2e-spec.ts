import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SetAsideView } from '../../src/contract/desk.js';
import { Projector } from '../../src/intake/projector.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

describe('an event that breaks its step', () => {
  let standIn: StandIn;
  let relay: Relay;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it('is set aside after five tries, holds up nobody else, and lets its caller’s later words through', async () => {
    const [unlucky, other] = [newUserId(), newUserId()];
    await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(unlucky, '一つ目')]);
    const [row] = await eventually(async () => {
      const rows = await relay.database.query<{ callerId: string; sealed: Buffer }>(
        `SELECT caller_id AS "callerId", sealed FROM inbound_event WHERE state = 'projected'`,
      );
      return rows.length === 1 ? rows : undefined;
    }, 'the first event in its ticket');
    // Bytes that some fault on the disk has changed: they can't be opened by anybody.
    const broken = Buffer.concat([row?.sealed.subarray(0, 40) ?? Buffer.of(), randomBytes(60)]);
    await relay.database.query(
      `INSERT INTO inbound_event (account_id, webhook_event_id, caller_id, received_at, sealed) VALUES ($1, 'broken', $2, now(), $3)`,
      [HUMAN_RIGHTS, row?.callerId, broken],
    );
    await postEvents(relay.url, HUMAN_RIGHTS, [textEvent(unlucky, '二つ目'), textEvent(other, '別の人')]);

    const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    const counts = async () =>
      (await supervisor.desk()).waiting
        .map((ticket) => ticket.inboundCount)
        .toSorted((few, many) => few - many);
    await eventually(async () => (await counts()).length === 2 || undefined, 'the other caller’s ticket');
    const [state] = await relay.database.query<{ state: string }>(
      `SELECT state FROM inbound_event WHERE webhook_event_id = 'broken'`,
    );
    expect(state?.state).toBe('stored');

    await eventually(async () => (await counts()).join() === '1,2' || undefined, 'the later words', 20_000);
    const [after] = await relay.database.query<{ state: string; attempts: number; error: string }>(
      `SELECT state, attempts, error FROM inbound_event WHERE webhook_event_id = 'broken'`,
    );
    expect(after).toEqual({ state: 'set-aside', attempts: 5, error: 'SealError' });
    const administrator = await ConsoleClient.signedIn(relay.url, 'admin');
    const { items } = (await administrator.request<SetAsideView>('GET', '/api/set-aside')).body;
    expect(items).toEqual([
      expect.objectContaining({ accountId: HUMAN_RIGHTS, reason: 'projection-failed' }),
    ]);
    expect((await supervisor.desk()).accounts.find((account) => account.id === HUMAN_RIGHTS)?.setAside).toBe(
      1,
    );
  });

  it('takes nobody else’s place, however many one caller has of it, nor when all of it is tried again', async () => {
    const [unlucky, other, later] = [newUserId(), newUserId(), newUserId()];
    const first = textEvent(unlucky, '最初のことば');
    await postEvents(relay.url, HUMAN_RIGHTS, [first]);
    await projected(first);
    await relay.database.query(
      `INSERT INTO inbound_event (account_id, webhook_event_id, caller_id, received_at, sealed)
       SELECT account_id, 'many-' || number, caller_id, now(), '\\x00'::bytea
       FROM inbound_event, generate_series(1, 220) AS number WHERE webhook_event_id = $1`,
      [first.webhookEventId],
    );
    const good = textEvent(other, '別の人のことば');
    await postEvents(relay.url, HUMAN_RIGHTS, [good]);
    await projected(good);
    // Its caller has most of them still before it: nothing has been given up to let the other one through.
    expect(await counts()).toEqual({ stored: 220, setAside: 0 });

    // A restart tries all of them once more.
    await relay.database.query(
      `UPDATE inbound_event SET state = 'set-aside', attempts = 5 WHERE webhook_event_id LIKE 'many-%'`,
    );
    const projector = relay.server.app.get(Projector);
    await projector.onApplicationShutdown();
    const [own, foreign] = [textEvent(unlucky, '続きのことば'), textEvent(later, 'もう一人のことば')];
    await postEvents(relay.url, HUMAN_RIGHTS, [own, foreign]);
    await projector.onApplicationBootstrap();
    await projected(own);
    await projected(foreign);
    await eventually(
      async () => ((await counts()).setAside === 220 ? true : undefined),
      'all of it being set aside again after one try',
      20_000,
    );
  });

  const projected = (event: { readonly webhookEventId: string }) =>
    eventually(async () => {
      const [row] = await relay.database.query<{ state: string }>(
        'SELECT state FROM inbound_event WHERE webhook_event_id = $1',
        [event.webhookEventId],
      );
      return row?.state === 'projected' || undefined;
    }, 'an event in its ticket');
  const counts = async () => {
    const [row] = await relay.database.query<{ stored: number; setAside: number }>(
      `SELECT count(*) FILTER (WHERE state = 'stored')::int AS stored,
         count(*) FILTER (WHERE state = 'set-aside')::int AS "setAside"
       FROM inbound_event WHERE webhook_event_id LIKE 'many-%'`,
    );
    return row ?? { stored: 0, setAside: 0 };
  };
});
