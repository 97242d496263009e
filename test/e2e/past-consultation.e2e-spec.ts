import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountDirectory } from '../../src/account/account.directory.js';
import { type PastTicketsView } from '../../src/contract/history.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('earlier consultations of a caller', () => {
  let standIn: StandIn;
  let relay: Relay;
  let yamada: ConsoleClient;
  let kimura: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    yamada = await addStaff(relay, { login: 'yamada', memberships, capacity: 20 });
    kimura = await addStaff(relay, { login: 'kimura', memberships, capacity: 20 });
    supervisor = await addStaff(relay, {
      login: 'ueno',
      memberships: { [SUICIDE_PREVENTION]: 'supervisor' },
    });
  });
  afterEach(() => setting('own-caller'));
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const setting = async (pastConsultations: string) => {
    await relay.database.query(
      `UPDATE account SET settings = settings || jsonb_build_object('pastConsultations', $2::text) WHERE id = $1`,
      [SUICIDE_PREVENTION, pastConsultations],
    );
    await relay.server.app.get(AccountDirectory).reload();
  };
  const say = (userId: string, text: string) => write(standIn, relay, SUICIDE_PREVENTION, userId, text);
  const past = async (client: ConsoleClient, ticketId: string) =>
    client.request<PastTicketsView>('GET', `/api/tickets/${ticketId}/past`);
  const statusOf = async (client: ConsoleClient, ticketId: string) =>
    (await client.request('GET', `/api/tickets/${ticketId}`)).status;

  /** Yamada has ended a consultation; the same caller is with Kimura now. */
  const begin = async () => {
    const userId = await newCaller(standIn);
    const before = await say(userId, 'まえの話');
    await yamada.take(before);
    await yamada.close(before);
    const now = await say(userId, 'いまの話');
    await kimura.take(now);
    return { userId, before, now };
  };

  it('are listed with when, how long and by whom, newest first, and nobody else’s among them', async () => {
    const { userId, before, now } = await begin();
    const other = await say(await newCaller(standIn), '別の人');
    await yamada.take(other);
    await yamada.close(other);
    await kimura.close(now);
    const third = await say(userId, '三度目');
    await kimura.take(third);
    const { body } = await past(kimura, third);
    expect(body.isShown).toBe(true);
    expect(body.items.map(({ id }) => id)).toEqual([now, before]);
    expect(body.items[1]).toMatchObject({ counselor: 'yamada', inboundCount: 1, ending: 'ended' });
    const { takenAt = '', closedAt = '' } = body.items[1] ?? {};
    expect(Date.parse(closedAt)).toBeGreaterThanOrEqual(Date.parse(takenAt ?? ''));
  });

  it('say that nobody had taken one, and that a timer ended one', async () => {
    const userId = await newCaller(standIn);
    const first = await say(userId, '一');
    await relay.database.query(`UPDATE ticket SET state = 'closed', closed_at = now() WHERE id = $1`, [
      first,
    ]);
    const next = await say(userId, '二');
    await kimura.take(next);
    await kimura.close(next);
    await relay.database.query('UPDATE ticket SET reopen_until = now() WHERE id = $1', [next]);
    const last = await say(userId, '三');
    await kimura.take(last);
    const { items } = (await past(kimura, last)).body;
    expect(items.map(({ ending }) => ending)).toEqual(['by-timer', 'never-taken']);
  });

  it('open for the counselor who looks after that caller now, and only while they do', async () => {
    const { before, now } = await begin();
    const another = await addStaff(relay, {
      login: `other-${now}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    expect(await statusOf(kimura, before)).toBe(200);
    expect(await statusOf(supervisor, before)).toBe(200);
    expect(await statusOf(another, before)).toBe(403);
    expect((await past(another, now)).status).toBe(403);
    await kimura.close(now);
    expect(await statusOf(kimura, before)).toBe(403);
    expect((await past(kimura, now)).body).toEqual({ isShown: false, items: [] });
    expect((await past(supervisor, now)).body.items).toHaveLength(1);
  });

  it('are read and nothing else: no reply and no note', async () => {
    const { before } = await begin();
    expect((await kimura.reply(before, 'いまから')).status).toBe(409);
    const note = { clientId: crypto.randomUUID(), text: 'メモ' };
    expect((await kimura.request('POST', `/api/tickets/${before}/notes`, note)).status).toBe(403);
    expect((await kimura.request('GET', `/api/tickets/${before}/days`)).status).toBe(200);
  });

  it('stay with supervisors where the account says so', async () => {
    const { before, now } = await begin();
    await setting('none');
    expect((await past(kimura, now)).body).toEqual({ isShown: false, items: [] });
    expect(await statusOf(kimura, before)).toBe(403);
    expect((await past(supervisor, now)).body.items).toHaveLength(1);
    expect(await statusOf(supervisor, before)).toBe(200);
  });

  it('lose on the screen what the caller takes back meanwhile', async () => {
    const userId = await newCaller(standIn);
    const { messageId, webhookEventId } = await standIn.sendText(SUICIDE_PREVENTION, userId, '消したいこと');
    const before = await eventually(async () => {
      const [row] = await relay.database.query<{ id: string }>(
        'SELECT ticket_id AS id FROM message WHERE source = $1',
        [`line:${SUICIDE_PREVENTION}:${webhookEventId}`],
      );
      return row?.id;
    }, 'the ticket');
    await yamada.take(before);
    await yamada.close(before);
    const now = await say(userId, 'いまの話');
    await kimura.take(now);
    const live = await kimura.live(null, [before]);
    const closed = await addStaff(relay, {
      login: `closed-${now}`,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const deaf = await closed.live(null, [before]);
    await standIn.unsend(SUICIDE_PREVENTION, userId, messageId ?? '');
    await eventually(
      () => live.messages(before).find(({ withdrawn }) => withdrawn !== null),
      'the withdrawal on the screen',
    );
    await eventually(
      () =>
        deaf.events.some((event) => event.type === 'ticket.changed' && event.ticket.id === before) ||
        undefined,
      'the same moment on the other screen',
    );
    expect(deaf.messages(before)).toEqual([]);
    live.close();
    deaf.close();
  });
});
