import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import { type ConsoleEvent } from '../../src/contract/socket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, LiveConsole } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { pointWebhooksAt, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

describe('a live console', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let colleague: ConsoleClient;
  let supervisor: ConsoleClient;
  const open: LiveConsole[] = [];

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    counselor = await addStaff(relay, { login: 'yamada', memberships });
    colleague = await addStaff(relay, { login: 'kimura', memberships });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    for (const live of open) live.close();
    await relay.close();
    await standIn.close();
  });

  const connect = async (
    client: ConsoleClient,
    after: number | null = null,
    tickets: string[] = [],
  ): Promise<LiveConsole> => {
    const live = await client.live(after, tickets);
    open.push(live);
    return live;
  };
  const says = (userId: string, text: string, at = relay) =>
    write(standIn, at, SUICIDE_PREVENTION, userId, text);
  const newest = async () => (await supervisor.desk()).eventId;
  /** Waits for the ticket's own event, which comes after those of its messages. */
  const counted = (live: LiveConsole, ticketId: string, inboundCount: number) =>
    eventually(
      () =>
        live.events.find(
          (event) =>
            event.type === 'ticket.changed' &&
            event.ticket.id === ticketId &&
            event.ticket.inboundCount === inboundCount,
        ),
      `message ${inboundCount} being counted`,
    );

  it.each([
    ['no session', {}, 'sign_in_required'],
    ['a made-up session', { cookie: 'tomoshibi-session=AAAA' }, 'sign_in_required'],
    ['a page of somebody else', { origin: 'https://evil.example' }, 'origin_not_allowed'],
  ])('is refused to %s', async (_, headers, reason) => {
    const socket = io(relay.url, {
      transports: ['websocket'],
      extraHeaders: { cookie: counselor.cookie, ...('origin' in headers ? {} : { cookie: '' }), ...headers },
      reconnection: false,
      forceNew: true,
    });
    try {
      await expect(LiveConsole.started(socket)).rejects.toThrow(reason);
      expect(socket.connected).toBe(false);
    } finally {
      socket.close();
    }
  });

  it('lets words be heard by those alone who may read them', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await says(userId, '一通目');
    const [mine, theirs] = [await connect(counselor), await connect(colleague)];
    const [watching, elsewhere] = [await connect(supervisor), await connect(supervisor)];
    const from = await newest();
    expect(await theirs.openTicket(ticketId)).toMatchObject({
      ok: false,
      error: { code: 'not_permitted' },
    });
    // Nobody has taken it yet: its words are for supervisors only.
    expect(await mine.openTicket(ticketId)).toMatchObject({ ok: false });
    expect(await watching.openTicket(ticketId)).toEqual({ ok: true });
    await says(userId, '二通目');
    for (const live of [mine, theirs, watching, elsewhere]) await counted(live, ticketId, 2);
    expect([mine, theirs, elsewhere].map((live) => live.messages(ticketId))).toEqual([[], [], []]);
    expect(watching.messages(ticketId).map((message) => message.content)).toContainEqual({
      kind: 'text',
      text: '二通目',
    });

    await counselor.take(ticketId);
    await says(userId, '三通目');
    for (const live of [mine, theirs, watching, elsewhere]) await counted(live, ticketId, 3);
    await eventually(
      () =>
        mine
          .messages(ticketId)
          .some(({ content }) => content?.kind === 'text' && content.text === '三通目') || undefined,
      'its words',
    );
    expect([theirs, elsewhere].map((live) => live.messages(ticketId))).toEqual([[], []]);

    await watching.socket.emitWithAck('ticket.leave', { ticketId });
    await says(userId, '四通目');
    for (const live of [mine, theirs, watching]) await counted(live, ticketId, 4);
    const heard = watching
      .messages(ticketId)
      .flatMap(({ content }) => ('text' in content ? content.text : []));
    expect(heard).not.toContain('四通目');
    // What was not heard live is not heard by asking for it again either.
    const again = await connect(colleague, from);
    await counted(again, ticketId, 4);
    expect(again.messages(ticketId)).toEqual([]);
  });

  it('is told what is wrong with what it says, and stays connected', async () => {
    const live = await connect(counselor);
    const said = async (event: 'ticket.open' | 'messages.shown', payload: unknown) =>
      live.socket.emitWithAck(event, payload as never);
    expect(await said('ticket.open', { ticketId: 'no' })).toMatchObject({
      ok: false,
      error: { code: 'invalid_field', field: 'ticketId' },
    });
    const unknown = '0198c5a0-0000-7000-8000-000000000000';
    expect(await said('ticket.open', { ticketId: unknown })).toMatchObject({
      ok: false,
      error: { code: 'ticket_not_found' },
    });
    expect(await said('messages.shown', { ticketId: unknown, messageIds: [] })).toMatchObject({
      ok: false,
      error: { code: 'invalid_field', field: 'messageIds' },
    });
    expect(live.socket.connected).toBe(true);
  });

  it('counts messages as seen when they are on a permitted screen, and not before', async () => {
    const unseen = async () => {
      const metrics = await (await fetch(`${relay.url}/metrics`)).text();
      return Number(/^tomoshibi_caller_messages\{seen="by-nobody-yet"\} (\d+)$/m.exec(metrics)?.[1] ?? 0);
    };
    const userId = await newCaller(standIn);
    const ticketId = await says(userId, '一通目');
    await says(userId, '二通目');
    await counselor.take(ticketId);
    // Figures are counted at most once a second: what was true before our two messages may still be given.
    const before = await eventually(async () => {
      const [row] = await relay.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM message WHERE direction = 'inbound' AND first_shown_at IS NULL`,
      );
      return (await unseen()) === row?.count ? row.count : undefined;
    }, 'the figure of now');
    const [mine, theirs] = [await connect(counselor), await connect(colleague)];
    const messageIds = (await counselor.talkRoom(ticketId)).messages.map((message) => message.id);
    expect((await counselor.talkRoom(ticketId)).ticket.unseenCount).toBe(2);
    expect(await theirs.socket.emitWithAck('messages.shown', { ticketId, messageIds })).toMatchObject({
      ok: false,
    });
    expect(await unseen()).toBe(before);
    expect(await mine.socket.emitWithAck('messages.shown', { ticketId, messageIds })).toEqual({ ok: true });
    await eventually(
      () =>
        theirs.events.find(
          (event) =>
            event.type === 'ticket.changed' && event.ticket.id === ticketId && event.ticket.unseenCount === 0,
        ),
      'the ticket without unseen messages on other screens',
    );
    await eventually(async () => (await unseen()) === before - 2 || undefined, 'the figure without the two');
    const after = await newest();
    await mine.socket.emitWithAck('messages.shown', { ticketId, messageIds });
    expect(await newest()).toBe(after);
  });

  it('shows the supervisor who is there and what they carry', async () => {
    const live = await connect(supervisor);
    const person = await addStaff(relay, {
      login: 'mori',
      displayName: '森',
      capacity: 4,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    const load = (wanted: object) =>
      eventually(
        () => {
          const loads = live.events.flatMap((event) =>
            event.type === 'counselor.changed' && event.counselor.displayName === '森'
              ? [event.counselor]
              : [],
          );
          expect(loads.at(-1)).toMatchObject(wanted);
          return true;
        },
        `森 being ${JSON.stringify(wanted)}`,
      );
    const one = await person.live();
    await load({ presence: 'available', activeTickets: 0, capacity: 4, oldestUnansweredAt: null });
    const ticketId = await says(await newCaller(standIn), 'お願いします');
    const since = (await supervisor.talkRoom(ticketId)).ticket.unansweredSince;
    await person.take(ticketId);
    await load({ activeTickets: 1, oldestUnansweredAt: since });
    await person.reply(ticketId, 'はい');
    await load({ activeTickets: 1, oldestUnansweredAt: null });
    await person.close(ticketId);
    await load({ activeTickets: 0, presence: 'available' });
    const two = await person.live();
    one.close();
    await eventually(async () => {
      const left = await relay.database.query(
        `SELECT FROM console_connection JOIN staff ON staff.id = staff_id WHERE login = 'mori'`,
      );
      return left.length === 1 || undefined;
    }, 'the first screen having gone');
    const gone = await newest();
    await eventually(() => live.cursor >= gone || undefined, 'the supervisor knowing it');
    await load({ presence: 'available' });
    two.close();
    await load({ presence: 'offline' });
  });

  it('gets after a restart exactly what it missed, and goes on from there', async () => {
    const userId = await newCaller(standIn);
    const ticketId = await says(userId, '一通目');
    await counselor.take(ticketId);
    const away = await connect(counselor);
    const witness = await connect(counselor);
    await says(userId, '二通目');
    await counted(away, ticketId, 2);
    away.close();
    const { cursor } = away;
    await says(userId, '三通目');
    await says(await newCaller(standIn), '別の人');
    await counselor.reply(ticketId, '戻りました');
    const last = await eventually(
      () => witness.messages(ticketId).find((message) => message.delivery?.state === 'accepted'),
      'the reply accepted',
    );
    expect(last.author?.displayName).toBe('yamada');
    const missed = witness.events.filter((event) => event.id > cursor);
    await relay.stop();
    const restarted = await startRelay({ standIn, at: EVENING, beside: relay });
    try {
      const back = await counselor.at(restarted.url).live(cursor);
      // Of several events about one thing the last one says it all. Each thing is told as late as the witness heard of
      // it, or later: the new process wrote events of its own when it started.
      const told = newestOfEach(back.events);
      for (const [thing, id] of newestOfEach(missed)) {
        expect(told.has(thing)).toBe(true);
        expect(told.get(thing)).toBeGreaterThanOrEqual(id);
      }
      const known = new Set(witness.messages(ticketId).map(({ id }) => id));
      expect(back.messages(ticketId).filter(({ id }) => !known.has(id))).toEqual([]);
      expect(back.resyncs).toEqual([]);
      expect(back.messages(ticketId).map((message) => message.content)).toContainEqual({
        kind: 'text',
        text: '三通目',
      });
      await pointWebhooksAt(standIn, restarted.url);
      await says(userId, '四通目', restarted);
      await counted(back, ticketId, 4);
      const ids = back.events.map((event) => event.id);
      expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
      back.close();
    } finally {
      await restarted.close();
    }
  });
});

/** What each event is about, and the id of the newest one about it. */
function newestOfEach(events: readonly ConsoleEvent[]): Map<string, number> {
  return new Map(
    events.map((event) => {
      const { id, type } = event;
      if ('ticket' in event) return [`${type} ${event.ticket.id}`, id];
      if ('message' in event) return [`${type} ${event.message.id}`, id];
      if ('counselor' in event) return [`${type} ${event.counselor.staffId}`, id];
      return ['account' in event ? `${type} ${event.account.id}` : type, id];
    }),
  );
}
