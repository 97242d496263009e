import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SetAsideView } from '../../src/contract/desk.js';
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
});
