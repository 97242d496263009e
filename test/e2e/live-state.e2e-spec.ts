import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { io } from 'socket.io-client';
import { type AccountDetail } from '../../src/contract/administration.js';
import { type PeopleView } from '../../src/contract/sign-in.js';
import { type MovesView } from '../../src/contract/supervision.js';
import { LiveService } from '../../src/console/live/live.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { watch, type Watched, watchMoves, watchRoom } from '../support/console-state.js';
import { act } from '../support/line.js';
import { newCaller, ticketOfEvent, write } from '../support/conversation.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('what a console knows', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let suzuki: ConsoleClient;
  let tanaka: ConsoleClient;
  let admin: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    suzuki = await ConsoleClient.signedIn(relay.url, 'suzuki');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    admin = await ConsoleClient.signedIn(relay.url, 'admin');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it('is what it fetched and what it heard since: the same as fetched afresh', async () => {
    const consoles = [
      { client: sato, supervises: false },
      { client: suzuki, supervises: false },
      { client: tanaka, supervises: true },
    ];
    const early = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '先に来ました');
    const watched = await Promise.all(consoles.map(({ client, supervises }) => watch(client, supervises)));

    const [one, two] = [await newCaller(standIn), await newCaller(standIn)];
    const first = await write(standIn, relay, SUICIDE_PREVENTION, one, 'こんばんは');
    const second = await write(standIn, relay, HUMAN_RIGHTS, two, '相談です');
    await sato.take(first);
    await sato.take(second);
    await suzuki.take(early);
    for (const accountId of [SUICIDE_PREVENTION, HUMAN_RIGHTS])
      await sato.request('POST', '/api/debriefs', { accountId, word: '少し話したいです' });
    await sato.request('DELETE', `/api/debriefs/${HUMAN_RIGHTS}`);
    await write(standIn, relay, SUICIDE_PREVENTION, one, '続きです');
    await sato.reply(first, '聞いています');
    const messages = (await sato.talkRoom(first)).messages.map((message) => message.id);
    await watched[0]?.live.socket.emitWithAck('messages.shown', { ticketId: first, messageIds: messages });
    const blocked = await standIn.unfollow(HUMAN_RIGHTS, two);
    await ticketOfEvent(relay, HUMAN_RIGHTS, blocked.webhookEventId);
    await sato.close(second);
    await write(standIn, relay, SUICIDE_PREVENTION, two, '別の窓口にも');
    await standIn.sendRaw(SUICIDE_PREVENTION, { body: 'not JSON' });
    const visitor = await suzuki.live();
    visitor.close();
    // Somebody works here no more, and an account has another name.
    const leaver = await addStaff(relay, { login: 'leaver', memberships: { [HUMAN_RIGHTS]: 'counselor' } });
    await relay.database.query(`UPDATE session SET verified_at = now()`);
    const people = (await admin.request<PeopleView>('GET', '/api/people')).body.people;
    const { staffId, version } = people.find(({ login }) => login === 'leaver') ?? {
      staffId: '',
      version: 0,
    };
    expect((await admin.request('POST', `/api/people/${staffId}/deactivate`, { version })).status).toBe(200);
    expect((await leaver.request('GET', '/api/session')).status).toBe(401);
    const line = (await admin.request<AccountDetail>('GET', `/api/admin/accounts/${HUMAN_RIGHTS}`)).body;
    const renamed = { version: line.version, name: { ja: '新しい名前', en: 'New name' } };
    const { purpose, settings } = line;
    const change = { ...renamed, purpose, settings };
    expect((await admin.request('PUT', `/api/admin/accounts/${HUMAN_RIGHTS}`, change)).status).toBe(200);

    for (const { client, known } of watched) {
      await eventually(async () => {
        const fresh = await client.desk();
        // Which event is the newest and what time it is differs from one moment to the next.
        expect({ ...known(), eventId: 0, now: '' }).toEqual({ ...fresh, eventId: 0, now: '' });
        return true;
      }, 'the console knowing the same as the server');
    }
    const supervisors = watched[2] as (typeof watched)[number];
    expect((await tanaka.desk()).accounts.map((account) => account.setAside)).toEqual([0, 1]);
    const types = supervisors.live.events.map((event) => event.type);
    expect(types).toEqual(expect.arrayContaining(['counselor.changed', 'counselor.left', 'debrief.changed']));
    expect((await tanaka.desk()).accounts.map(({ name }) => name.ja)).toContain('新しい名前');
    for (const { live } of watched) live.close();
  });

  it('of a supervised ticket is what it fetched and heard since, talk room and all', async () => {
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '見守られて');
    await sato.take(ticketId);
    const watched = [await watch(sato, false), await watch(suzuki, false), await watch(tanaka, true)];
    const rooms = await Promise.all(
      [watched[0], watched[2]].map((one) => watchRoom(one as Watched, ticketId)),
    );
    const moves = watchMoves(watched[0] as Watched);
    const ok = async (client: ConsoleClient, action: string, body: object = {}) =>
      expect((await act(client, ticketId, action, body)).status).toBeLessThan(300);

    const roomsAgree = async (some: typeof rooms) => {
      for (const { client, known } of some) {
        await eventually(async () => {
          expect({ ...known(), eventId: 0 }).toEqual({ ...(await client.talkRoom(ticketId)), eventId: 0 });
          return true;
        }, 'the talk room being the same');
      }
    };
    await tanaka.request('POST', '/api/approval-rules', { kind: 'ticket', ticketId, reason: '見守り' });
    await ok(tanaka, 'whispers', { clientId: randomUUID(), text: 'ここにいます' });
    const messageIds = (await sato.talkRoom(ticketId)).messages.map(({ id }) => id);
    await ok(sato, 'whispers/seen', { messageIds });
    await ok(sato, 'consult', { why: '見てください' });
    await sato.reply(ticketId, '一つめ');
    await sato.reply(ticketId, '二つめ');
    const [one, two] = (await sato.talkRoom(ticketId)).held;
    await ok(tanaka, 'consult/take');
    await ok(tanaka, `held-replies/${one?.id}/return`, { remark: '言いかえて' });
    await ok(tanaka, `held-replies/${two?.id}/approve`);
    await sato.reply(ticketId, '三つめ');
    await roomsAgree(rooms);
    // From here on its counselor hears nothing of it, and fetches it afresh when it comes back.
    await ok(tanaka, 'take-over', { reason: '代わります' });
    await ok(tanaka, 'give-back', { summary: '落ち着きました' });
    await roomsAgree(rooms.slice(1));

    for (const { client, known } of watched) {
      await eventually(async () => {
        expect({ ...known(), eventId: 0, now: '' }).toEqual({
          ...(await client.desk()),
          eventId: 0,
          now: '',
        });
        return true;
      }, 'the console knowing the same as the server');
    }
    await eventually(async () => {
      const fresh = (await sato.request<MovesView>('GET', '/api/moves')).body.moves.map(({ id }) => id);
      expect(fresh).toHaveLength(2);
      expect(moves()).toEqual(fresh);
      return true;
    }, 'the moves being the same');
    for (const { live } of watched) live.close();
  });

  it('is fetched afresh when its cursor comes from the future', async () => {
    const { eventId } = await tanaka.desk();
    const live = await tanaka.live(eventId + 1_000_000);
    expect(live.resyncs).toHaveLength(1);
    expect(live.resyncs[0]).toBeGreaterThanOrEqual(eventId);
    expect(live.resyncs[0]).toBeLessThan(eventId + 1000);
    const ticketId = await write(standIn, relay, HUMAN_RIGHTS, await newCaller(standIn), 'その後');
    await eventually(
      () => live.events.find((event) => event.type === 'ticket.changed' && event.ticket.id === ticketId),
      'what happens from now on',
    );
    live.close();
  });

  it('is fetched afresh when it missed more than can be replayed', async () => {
    const { eventId } = await tanaka.desk();
    await relay.database.query(
      `INSERT INTO event (type, account_id, occurred_at)
       SELECT 'account.changed', 'nobody-sees-this', now() FROM generate_series(1, 2100)`,
    );
    const live = await tanaka.live(eventId);
    expect(live.resyncs).toHaveLength(1);
    expect(live.resyncs[0]).toBeGreaterThanOrEqual(eventId + 2100);
    const enough = await tanaka.live(live.resyncs[0]);
    expect(enough.resyncs).toEqual([]);
    live.close();
    enough.close();
  });

  it('is sent away to come again where a talk that it has open can’t be opened for a moment: it would look live', async () => {
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'います');
    const held = new pg.Client({ connectionString: relay.database.ownerUrl });
    await held.connect();
    try {
      await held.query('BEGIN');
      await held.query('LOCK TABLE caller_address IN ACCESS EXCLUSIVE MODE');
      const socket = io(relay.url, {
        transports: ['websocket'],
        extraHeaders: { cookie: tanaka.cookie },
        auth: { after: null, tickets: [ticketId], holds: [] },
        reconnection: false,
        forceNew: true,
      });
      const outcome = new Promise<string>((resolve) => {
        socket.on('live', () => resolve('live'));
        socket.on('disconnect', resolve);
      });
      let isOver = false;
      void outcome.then(() => (isOver = true));
      // The connection to the database that looks whether they may read it goes away; on a busy machine so many wait for
      // the lock that it gets none, and gives up by itself.
      await eventually(async () => {
        if (isOver) return true;
        const { rowCount } = await held.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
             AND wait_event_type = 'Lock' AND query LIKE '%AS "counselorName"%'`,
        );
        return (rowCount ?? 0) > 0 || undefined;
      }, 'its opening being cut off');
      await held.query('ROLLBACK');
      expect(await outcome).toBe('io server disconnect');
      socket.close();
      const again = await tanaka.live(null, [ticketId]);
      again.close();
    } finally {
      await held.end();
    }
  });

  it('is forgotten when it leaves while it is still being welcomed', async () => {
    const held = new pg.Client({ connectionString: relay.database.ownerUrl });
    await held.connect();
    const isThere = async () =>
      (await tanaka.desk()).counselors.find(({ displayName }) => displayName === '鈴木')?.presence;
    const gone = () =>
      relay.database.query<{ at: string | null }>(
        `SELECT gone_at::text AS at FROM presence JOIN staff ON staff.id = staff_id WHERE login = 'suzuki'`,
      );
    try {
      const { sockets } = relay.server.app.get(LiveService);
      await eventually(() => sockets.size === 0 || undefined, 'nobody being there');
      const [before] = await gone();
      // The noting of its presence takes its time, and it goes away meanwhile.
      await held.query('BEGIN');
      await held.query('LOCK TABLE console_connection IN EXCLUSIVE MODE');
      const socket = io(relay.url, {
        transports: ['websocket'],
        extraHeaders: { cookie: suzuki.cookie },
        reconnection: false,
        forceNew: true,
      });
      await new Promise((resolve) => socket.on('connect', () => resolve(undefined)));
      await sessionsWaiting(held, 1);
      socket.close();
      await sessionsWaiting(held, 2);
      await held.query('COMMIT');
      // Its coming was noted all the same, and its going after that.
      await eventually(async () => {
        const [now] = await gone();
        return (now !== undefined && now.at !== null && now.at > (before?.at ?? '')) || undefined;
      }, 'its going');
      const rows = await relay.database.query(
        `SELECT FROM console_connection JOIN staff ON staff.id = staff_id WHERE login = 'suzuki'`,
      );
      expect(rows).toEqual([]);
      // Whoever comes next is welcomed after it.
      const next = await sato.live();
      expect([...sockets].map(({ data }) => data.principal.login)).toEqual(['sato']);
      next.close();
      await eventually(async () => (await isThere()) === 'offline' || undefined, 'nobody seeing it there');
    } finally {
      await held.end();
    }
  });
});

/** Resolves when so many sessions wait for the table. */
async function sessionsWaiting(client: pg.Client, wanted: number): Promise<void> {
  await eventually(async () => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'console_connection'::regclass AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    return rows[0]?.count === wanted || undefined;
  }, `${wanted} sessions waiting for the table`);
}
