import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

interface Row {
  id: string;
  state: string;
  mode: string;
  reason: string | null;
  uncertain: boolean;
  attempts: number;
}

describe('automatic texts and the reply token, which costs nothing', () => {
  let standIn: StandIn;
  let relay: Relay;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: NIGHT, env: { LINE_TIMEOUT_MS: '1000' } });
    supervisor = await addStaff(relay, {
      login: 'kato',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterEach(() => standIn.clearFaults());
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const kinds = async (userId: string) => (await standIn.deliveries({ userId })).map(({ kind }) => kind);
  const calls = async (userId: string) =>
    (await standIn.apiCalls({ userId }))
      .filter(({ endpoint }) => endpoint === 'push' || endpoint === 'reply')
      .map(({ endpoint, status }) => `${endpoint} ${status}`);
  const rowOf = async (ticketId: string): Promise<Row> => {
    const [row] = await relay.database.query<Row>(
      `SELECT delivery.id, delivery.state, mode, reason, uncertain, attempts FROM delivery
       JOIN message ON delivery_id = delivery.id WHERE ticket_id = $1 AND direction = 'automatic'`,
      [ticketId],
    );
    if (row === undefined) throw new Error('there is no automatic text');
    return row;
  };
  const becomes = (ticketId: string, wanted: Partial<Row>) =>
    eventually(async () => {
      const row = await rowOf(ticketId);
      expect(row).toMatchObject(wanted);
      return row;
    }, JSON.stringify(wanted));
  const usage = async () =>
    (await standIn.state()).channels.find(({ id }) => id === SUICIDE_PREVENTION)?.totalUsage;
  const caller = async () => {
    const userId = await newCaller(standIn);
    return {
      userId,
      write: () => write(standIn, relay, SUICIDE_PREVENTION, userId, '夜中にすみません'),
    };
  };

  it('go by it while it is fresh, and are not counted', async () => {
    const before = await usage();
    const { userId, write: say } = await caller();
    await becomes(await say(), { state: 'accepted', mode: 'reply', attempts: 1 });
    expect(await calls(userId)).toEqual(['reply 200']);
    expect(await usage()).toBe(before);
    expect(await standIn.violations({ channel: SUICIDE_PREVENTION })).toEqual([]);
  });

  it('go by the token of a pressed button, too', async () => {
    const userId = await newCaller(standIn);
    await standIn.emit(SUICIDE_PREVENTION, {
      type: 'postback',
      userId,
      fields: { postback: { data: 'menu=talk' } },
    });
    await eventually(async () => (await kinds(userId))[0], 'the closed text');
    expect(await kinds(userId)).toEqual(['reply']);
  });

  it('greet by it, too', async () => {
    const userId = await newCaller(standIn);
    await standIn.follow(SUICIDE_PREVENTION, userId);
    await eventually(async () => (await kinds(userId))[0], 'the greeting');
    expect(await kinds(userId)).toEqual(['reply']);
  });

  it('tell by it that somebody will come, some seconds after they wrote', async () => {
    await moveClock(relay, EVENING);
    try {
      const { userId, write: say } = await caller();
      await becomes(await say(), { state: 'accepted', mode: 'reply' });
      expect(await kinds(userId)).toEqual(['reply']);
    } finally {
      await moveClock(relay, NIGHT);
    }
  });

  it('are pushed at once when LINE refuses it', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 400, times: 1 });
    await becomes(await say(), { state: 'accepted', mode: 'push', attempts: 2, uncertain: false });
    expect(await calls(userId)).toEqual(['reply 400', 'push 200']);
    expect(await kinds(userId)).toEqual(['push']);
  });

  it('are pushed when it is not fresh any more, and nothing was taken by then', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 429 });
    const ticketId = await say();
    await becomes(ticketId, { state: 'waiting', mode: 'reply', reason: 'rate-limited', uncertain: false });
    await relay.database.query(
      `UPDATE delivery SET reply_until = now() - interval '1 second', next_attempt_at = now() WHERE id = $1`,
      [(await rowOf(ticketId)).id],
    );
    await becomes(ticketId, { state: 'accepted', mode: 'push' });
    expect(await kinds(userId)).toEqual(['push']);
  });

  it.each([
    { kind: 'timeout' as const },
    { kind: 'reset' as const },
    { kind: 'status' as const, status: 500 },
  ])('arrive once when LINE took them and never said so ($kind $status)', async (fault) => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, ...fault, accept: true, times: 1 });
    await becomes(await say(), { state: 'accepted', mode: 'reply', uncertain: true, attempts: 2 });
    expect(await calls(userId)).toEqual([fault.kind === 'status' ? 'reply 500' : 'reply 0', 'reply 400']);
    expect(await kinds(userId)).toEqual(['reply']);
  });

  it('arrive once when LINE had not taken them the first time', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 500, times: 1 });
    await becomes(await say(), { state: 'accepted', mode: 'reply', attempts: 2 });
    expect(await calls(userId)).toEqual(['reply 500', 'reply 200']);
    expect(await kinds(userId)).toEqual(['reply']);
  });

  it('come by push when nobody knows and the token is old: twice is better than never', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'timeout', accept: true });
    const ticketId = await say();
    const { id } = await becomes(ticketId, { state: 'waiting', reason: 'line-timeout', uncertain: true });
    await relay.database.query(`UPDATE delivery SET reply_until = now() WHERE id = $1`, [id]);
    await becomes(ticketId, { state: 'accepted', mode: 'push', uncertain: true });
    expect(await kinds(userId)).toEqual(['reply', 'push']);
  });

  it('leave nobody in silence who wrote while LINE answered nothing for longer than a token lives', async () => {
    const callers = await Promise.all(Array.from({ length: 5 }, caller));
    await standIn.addFault({ endpoint: 'reply', kind: 'status', status: 500 });
    await standIn.addFault({ endpoint: 'push', kind: 'status', status: 500 });
    const ticketIds = await Promise.all(callers.map(({ write: say }) => say()));
    for (const ticketId of ticketIds) {
      const { id } = await becomes(ticketId, {
        state: 'waiting',
        reason: 'line-unavailable',
        uncertain: true,
      });
      await relay.database.query(
        `UPDATE delivery SET reply_until = now(), next_attempt_at = now() WHERE id = $1`,
        [id],
      );
    }
    for (const ticketId of ticketIds) await becomes(ticketId, { state: 'waiting', mode: 'push' });
    await standIn.clearFaults();
    for (const ticketId of ticketIds) await becomes(ticketId, { state: 'accepted', mode: 'push' });
    for (const { userId } of callers) expect(await kinds(userId)).toEqual(['push']);
  });

  it('that were given up may be sent again from the waiting list, by a supervisor', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 400 });
    await standIn.addFault({ endpoint: 'push', userId, kind: 'status', status: 400 });
    const ticketId = await say();
    await becomes(ticketId, { state: 'failed', reason: 'refused', mode: 'push' });
    await standIn.clearFaults();
    const room = await supervisor.talkRoom(ticketId);
    const text = room.messages.find(({ direction }) => direction === 'automatic');
    const path = `/api/tickets/${ticketId}/messages/${text?.id ?? ''}/resend`;
    expect((await supervisor.request('POST', path, { mayArriveTwice: false })).status).toBe(200);
    await becomes(ticketId, { state: 'accepted', mode: 'push' });
    expect(await kinds(userId)).toEqual(['push']);
  });

  it('are not tried by a token once a process died with them and it is old', async () => {
    const { userId, write: say } = await caller();
    await standIn.addFault({ endpoint: 'reply', userId, kind: 'status', status: 429 });
    const ticketId = await say();
    const { id } = await becomes(ticketId, { state: 'waiting', mode: 'reply' });
    await eventually(
      async () =>
        (
          await relay.database.query(
            `UPDATE delivery SET leased_until = now() - interval '1 second', reply_until = now() - interval '1 second',
               next_attempt_at = now() WHERE id = $1 AND leased_until IS NULL RETURNING id`,
            [id],
          )
        )[0],
      'the lease of a dead process',
    );
    await becomes(ticketId, { state: 'accepted', mode: 'push', uncertain: true });
    expect(await kinds(userId)).toEqual(['push']);
  });

  it('leave a token to one delivery only', async () => {
    const { write: say } = await caller();
    const ticketId = await say();
    await becomes(ticketId, { state: 'accepted', mode: 'reply' });
    // Another text for the same message: it doesn't go by the token that is spent.
    await relay.database.query(
      'DELETE FROM notice WHERE caller_id = (SELECT caller_id FROM ticket WHERE id = $1)',
      [ticketId],
    );
    await relay.database.query(
      `INSERT INTO timer (kind, subject, due_at) VALUES ('waiting-notice', $1, $2)`,
      [ticketId, relay.clock.now()],
    );
    await eventually(async () => {
      const rows = await relay.database.query<{ mode: string; state: string }>(
        `SELECT mode, delivery.state FROM delivery JOIN message ON delivery_id = delivery.id
         WHERE ticket_id = $1 AND direction = 'automatic' ORDER BY sequence`,
        [ticketId],
      );
      expect(rows).toEqual([
        { mode: 'reply', state: 'accepted' },
        { mode: 'push', state: 'accepted' },
      ]);
      return true;
    }, 'both texts');
  });

  it('still go by it when the month is used up', async () => {
    const userId = await newCaller(standIn);
    await standIn.configureChannel(HUMAN_RIGHTS, { quota: { type: 'limited', value: 1 }, totalUsage: 1 });
    await relay.database.query(
      `INSERT INTO account_quota (account_id, message_limit, used, checked_at, hold_until)
       VALUES ($1, 1, 1, now(), now() + interval '1 day')
       ON CONFLICT (account_id) DO UPDATE SET hold_until = now() + interval '1 day'`,
      [HUMAN_RIGHTS],
    );
    const ticketId = await write(standIn, relay, HUMAN_RIGHTS, userId, '夜中にすみません');
    await becomes(ticketId, { state: 'accepted', mode: 'reply' });
    expect(await kinds(userId)).toEqual(['reply']);
  });
});
