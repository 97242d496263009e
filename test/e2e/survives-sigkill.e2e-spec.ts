import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { BOTH_OPEN } from '../support/relay.js';
import { RelayProcess } from '../support/relay-process.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const CALLERS = 12;

// Leases and backoffs are real time, so this takes some seconds.
jest.setTimeout(60_000);

describe('a server that is killed at the worst moment', () => {
  let standIn: StandIn;
  let relay: RelayProcess;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await RelayProcess.create(standIn.url);
    const offsetMs = BOTH_OPEN.getTime() - Date.now();
    await relay.database.query('INSERT INTO demo_clock (id, offset_ms) VALUES (1, $1)', [offsetMs]);
    await relay.start();
    await pointWebhooksAt(standIn, relay.url);
    // What a killed server could not acknowledge comes again, as LINE does where redelivery is on.
    await standIn.setWebhookBehaviour({ redelivery: { enabled: true, intervalMs: 100, count: 100 } });
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const pushesTo = async (userId: string) => standIn.deliveries({ channel: SUICIDE_PREVENTION, userId });
  const inbound = async () =>
    relay.database.query<{ source: string }>(`SELECT source FROM message WHERE direction = 'inbound'`);

  it('has every message once, and has pushed every text once', async () => {
    const users = await Promise.all(
      Array.from(
        { length: CALLERS },
        async (_value, index) => (await standIn.createUser({ displayName: `相談者${index}` })).userId,
      ),
    );
    // Killed between the commit of the webhook and anything after it: the projector waits for a lock that we hold.
    const holder = new pg.Client({ connectionString: relay.database.ownerUrl });
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock(7160518)');
    const sent = await Promise.all(
      users.map((userId) => standIn.sendText(SUICIDE_PREVENTION, userId, '聞いてください', { wait: true })),
    );
    await relay.kill();
    await holder.end();
    const stored = await relay.database.query(`SELECT FROM inbound_event WHERE state = 'stored'`);
    expect(stored).toHaveLength(CALLERS);
    await relay.start();
    await eventually(
      async () => (await inbound()).length === CALLERS || undefined,
      'every message in a ticket',
    );

    // Killed while LINE has taken waiting texts but we have not heard so.
    const fault = await standIn.addFault({ endpoint: 'push', kind: 'timeout', accept: true });
    await eventually(async () => (await standIn.deliveries()).length >= 4 || undefined, 'pushes under way');
    await relay.kill();
    const before = new Set((await standIn.deliveries()).map(({ requestId }) => requestId));
    await standIn.clearFaults(fault.id);
    await relay.start();
    await eventually(
      async () => {
        const states = await relay.database.query<{ state: string }>('SELECT DISTINCT state FROM delivery');
        const counts = await Promise.all(users.map(async (userId) => (await pushesTo(userId)).length));
        return (
          (states.length === 1 && states[0]?.state === 'accepted' && counts.every((count) => count > 0)) ||
          undefined
        );
      },
      'every waiting text accepted',
      20_000,
    );
    // Taken by a reply token, whose answer died with the server: nobody can learn of it once the token is too old to ask,
    // and it is pushed. Nothing that was pushed is pushed again.
    for (const userId of users) {
      const pushes = await pushesTo(userId);
      const unheard = pushes.filter(({ kind, requestId }) => kind === 'reply' && before.has(requestId));
      expect(pushes.length - (pushes.length > 1 ? unheard.length : 0)).toBe(1);
    }

    expect(new Set((await inbound()).map((row) => row.source)).size).toBe(CALLERS);
    expect((await inbound()).length).toBe(CALLERS);
    expect(sent).toHaveLength(CALLERS);
    // Killed with a reply under way, it learns from a second use of the token what became of the first: LINE refuses it,
    // and nobody hears anything twice.
    const violations = await standIn.violations();
    expect(violations.filter(({ kind }) => kind !== 'reply-token-reused')).toEqual([]);
  });

  it('sends a reply once that was on its way when it was killed, however often the counselor tries again', async () => {
    const { userId } = await standIn.createUser({ displayName: '花子' });
    let sato = await ConsoleClient.signedIn(relay.url, 'sato');
    // Those of the test before still wait.
    const others = new Set((await sato.desk()).waiting.map(({ id }) => id));
    await standIn.sendText(SUICIDE_PREVENTION, userId, 'まだいますか', { wait: true });
    const ticket = await eventually(
      async () => (await sato.desk()).waiting.find(({ id }) => !others.has(id)),
      'the ticket',
    );
    expect((await sato.take(ticket.id)).status).toBe(200);
    const replies = async () =>
      (await pushesTo(userId)).filter((push) => push.body.messages[0]?.['text'] === 'ここにいます');

    const fault = await standIn.addFault({ endpoint: 'push', kind: 'timeout', accept: true });
    const clientId = randomUUID();
    expect((await sato.reply(ticket.id, 'ここにいます', clientId)).status).toBe(201);
    await eventually(async () => (await replies()).length > 0, 'the push to arrive');
    await relay.kill();
    await standIn.clearFaults(fault.id);
    await relay.start();
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    expect((await sato.reply(ticket.id, 'ここにいます', clientId)).status).toBe(200);
    await eventually(
      async () => {
        const mine = (await sato.talkRoom(ticket.id)).messages.filter(
          (message) => message.clientId === clientId,
        );
        return mine.length === 1 && mine[0]?.delivery?.state === 'accepted' ? true : undefined;
      },
      'the reply accepted',
      20_000,
    );
    expect(await replies()).toHaveLength(1);
  });

  it('writes no word of anybody’s to its output', () => {
    expect(relay.output).not.toMatch(/聞いてください|まだいますか|ここにいます/);
  });
});
