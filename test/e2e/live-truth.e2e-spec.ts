import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  applyToDesk,
  applyToTalkRoom,
  type DeskState,
  type Viewer,
} from '../../client/src/shared/live/apply-event.js';
import { DebriefService } from '../../src/care/debrief.service.js';
import { type BrokenGlasses } from '../../src/contract/break-glass.js';
import { type OpenAnnouncements, type ShiftNotes } from '../../src/contract/bulletin.js';
import { deskViewSchema } from '../../src/contract/desk.js';
import { type DraftSaved, type DraftView } from '../../src/contract/draft.js';
import { type ConsoleEvent, consoleEventSchema } from '../../src/contract/socket.js';
import { type MovesView } from '../../src/contract/supervision.js';
import { type TalkRoomView, talkRoomViewSchema } from '../../src/contract/ticket.js';
import { SessionService } from '../../src/staff/session.service.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { act } from '../support/line.js';
import { personOf } from '../support/passkeys.js';
import { BOTH_OPEN, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

type EventType = ConsoleEvent['type'];
const everyType = consoleEventSchema.options.map(({ shape }) => shape.type.value);

/** One console: what it fetched, and what it heard since, put together by the console's own rules. */
class Watcher {
  private constructor(
    readonly client: ConsoleClient,
    readonly live: LiveConsole,
    private readonly viewer: Viewer,
    private readonly desk: DeskState,
    private readonly rooms: Map<string, TalkRoomView>,
  ) {}

  static async of(client: ConsoleClient, ticketIds: readonly string[]): Promise<Watcher> {
    const { body } = await client.request<{
      staff: { id: string };
      memberships: { accountId: string; role: string }[];
    }>('GET', '/api/session');
    const supervisedAccountIds = body.memberships
      .filter(({ role }) => role === 'supervisor')
      .map(({ accountId }) => accountId);
    // Registered first, then fetched: as the console does it.
    const live = await client.live(null, ticketIds);
    const rooms = new Map<string, TalkRoomView>();
    for (const id of ticketIds) rooms.set(id, talkRoomViewSchema.parse(await client.talkRoom(id)));
    const desk = deskViewSchema.parse(await client.desk());
    return new Watcher(
      client,
      live,
      { staffId: body.staff.id, supervisedAccountIds },
      { ...desk, receivedAt: 0 },
      rooms,
    );
  }

  /** As the console reads them. */
  private heard(): ConsoleEvent[] {
    return this.live.events.map((event) => consoleEventSchema.parse(event));
  }

  knownDesk(): DeskState {
    return this.heard().reduce((desk, event) => applyToDesk(desk, event, this.viewer, 0), this.desk);
  }

  /** Compares everything with what the server says now, to the last byte. */
  async isRight(): Promise<true> {
    const fresh = deskViewSchema.parse(await this.client.desk());
    isSame(bytes(this.knownDesk()), bytes(Object.assign(fresh, { receivedAt: 0 })));
    for (const [id, before] of this.rooms) {
      const known = this.heard().reduce(applyToTalkRoom, before);
      isSame(bytes(known), bytes(talkRoomViewSchema.parse(await this.client.talkRoom(id))));
    }
    return true;
  }
}

interface Case {
  readonly cause: () => Promise<unknown>;
  readonly also?: () => Promise<unknown>;
}

/** Two long texts: what is shown of them begins just before they part. */
function isSame(known: string, fresh: string): void {
  if (known === fresh) return;
  let at = 0;
  while (known[at] === fresh[at]) at += 1;
  const from = Math.max(0, at - 80);
  expect(known.slice(from, at + 120)).toBe(fresh.slice(from, at + 120));
}

/** Which event is the newest, and what time it is, differ from one moment to the next. */
function bytes(state: { readonly eventId: number; readonly now?: string }): string {
  return JSON.stringify({ ...state, eventId: 0, now: '' });
}

describe('state before and events make the state after', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let tanaka: ConsoleClient;
  let userId: string;
  let ticketId: string;
  let watchers: Watcher[];

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: BOTH_OPEN });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
    userId = await newCaller(standIn);
    ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, '聞いてください');
    await sato.take(ticketId);
    await sato.reply(ticketId, '聞いています。');
    watchers = [await Watcher.of(sato, [ticketId]), await Watcher.of(tanaka, [ticketId])];
  });
  afterAll(async () => {
    for (const { live } of watchers) live.close();
    await relay.close();
    await standIn.close();
  });

  const principalOf = async (client: ConsoleClient) => {
    const principal = await relay.server.app.get(SessionService).find(client.cookie.split('=')[1]);
    if (principal === undefined) throw new Error('the session is gone');
    return principal;
  };
  const draft = (text: string) => ({ text, quotes: null, tray: [], quickReplies: [], note: '' });

  /** What brings each event about, and what else must be true of it then. */
  const cases: Partial<Record<EventType, Case>> = {
    'ticket.changed': {
      cause: async () => {
        const other = await write(standIn, relay, HUMAN_RIGHTS, userId, '別の窓口にも');
        await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'もうひとり');
        await act(tanaka, ticketId, 'risk', { risk: 'high', reason: '眠れない日が続いている' });
        await tanaka.take(other);
        await tanaka.close(other);
      },
    },
    'message.changed': {
      cause: async () => {
        const { messageId } = await standIn.sendText(SUICIDE_PREVENTION, userId, 'あとで消すことば');
        await write(standIn, relay, SUICIDE_PREVENTION, userId, '続きです');
        await standIn.unsend(SUICIDE_PREVENTION, userId, messageId ?? '');
        await sato.reply(ticketId, 'ゆっくりで大丈夫です。');
        await sato.request('POST', `/api/tickets/${ticketId}/notes`, {
          clientId: '0198c5a0-0000-7000-8000-000000000001',
          text: '妹さんには話している。',
        });
        await standIn.waitForIdle();
      },
    },
    'counselor.changed': {
      cause: async () => {
        await sato.request('POST', '/api/presence', { presence: 'break' });
        const visitor = await ConsoleClient.signedIn(relay.url, 'suzuki');
        (await visitor.live()).close();
      },
    },
    'counselor.left': {
      cause: async () => {
        await addStaff(relay, { login: 'leaver', memberships: { [HUMAN_RIGHTS]: 'counselor' } });
        const admin = await ConsoleClient.signedIn(relay.url, 'admin');
        await relay.database.query('UPDATE session SET verified_at = now()');
        const { staffId, version } = await personOf(admin, 'leaver');
        const answer = await admin.request('POST', `/api/people/${staffId}/deactivate`, { version });
        expect(answer.status).toBe(200);
      },
    },
    'account.changed': { cause: () => standIn.sendRaw(SUICIDE_PREVENTION, { body: 'not JSON' }) },
    'debrief.changed': {
      cause: async () => {
        const service = relay.server.app.get(DebriefService);
        await service.ask(await principalOf(sato), {
          accountId: SUICIDE_PREVENTION,
          ticketId,
          word: '少し話したいです',
        });
      },
    },
    'clock.changed': {
      cause: async () => {
        const instant = new Date(relay.clock.now().getTime() + 60_000).toISOString();
        await tanaka.request('PUT', '/api/demo/clock', { instant });
      },
      also: async () => {
        const known = Date.parse(watchers[1]?.knownDesk().now ?? '');
        const fresh = Date.parse((await tanaka.desk()).now);
        // It stood a minute back before.
        expect(fresh - known).toBeGreaterThanOrEqual(0);
        expect(fresh - known).toBeLessThan(30_000);
      },
    },
    'draft.changed': {
      cause: async () => {
        const address = `/api/tickets/${ticketId}/draft`;
        const put = (text: string, base: number | null) =>
          sato.request<DraftSaved>('PUT', address, { draft: draft(text), base });
        const { body } = await put('書きかけ', null);
        await put('書きかけの返信', body.revision);
      },
      also: async () => {
        const { body } = await sato.request<DraftView>('GET', `/api/tickets/${ticketId}/draft`);
        const heard = watchers[0]?.live.events.flatMap((event) =>
          event.type === 'draft.changed' ? [event.revision] : [],
        );
        expect(body.draft?.text).toBe('書きかけの返信');
        expect(heard?.at(-1)).toBe(body.revision);
        // Nobody else hears of it.
        expect(watchers[1]?.live.events.some(({ type }) => type === 'draft.changed')).toBe(false);
      },
    },
  };

  /** Where what changed is asked for anew, the event says so in time, and what it says of it is so. */
  Object.assign(cases, {
    'incident.changed': {
      cause: () => act(tanaka, ticketId, 'incidents', { situation: null }),
      also: async () => {
        const { body } = await tanaka.request<{ incidents: unknown[] }>(
          'GET',
          `/api/tickets/${ticketId}/incidents`,
        );
        expect(body.incidents).toHaveLength(1);
      },
    },
    'announcement.changed': {
      cause: () =>
        tanaka.request('POST', '/api/announcements', {
          clientId: randomUUID(),
          level: 'info',
          text: '点検があります',
          accountIds: [SUICIDE_PREVENTION],
          endsAt: null,
        }),
      also: async () => {
        const { body } = await sato.request<OpenAnnouncements>('GET', '/api/announcements/open');
        expect(body.announcements.map(({ text }) => text)).toEqual(['点検があります']);
      },
    },
    'shift-note.changed': {
      cause: () =>
        sato.request('POST', '/api/shift-notes', {
          clientId: randomUUID(),
          accountId: SUICIDE_PREVENTION,
          ticketNumber: null,
          topic: '鍵',
          text: '戸棚の中',
          until: null,
        }),
      also: async () => {
        const { body } = await tanaka.request<ShiftNotes>('GET', '/api/shift-notes');
        expect(body.open.map(({ words }) => words?.topic)).toEqual(['鍵']);
      },
    },
    'held-replies.changed': {
      cause: async () => {
        await tanaka.request('POST', '/api/approval-rules', { kind: 'ticket', ticketId, reason: '見守り' });
        await sato.reply(ticketId, '見てもらう返信');
      },
      also: async () => expect((await tanaka.talkRoom(ticketId)).held).toHaveLength(1),
    },
    'glass.changed': {
      cause: async () => {
        const mori = await addStaff(relay, {
          login: 'mori',
          memberships: { [SUICIDE_PREVENTION]: 'counselor' },
        });
        // That there is somebody new, only their coming tells.
        (await mori.live()).close();
        const reason = '担当の人と連絡がつかないため';
        const path = `/api/tickets/${ticketId}/glass`;
        expect((await mori.request('POST', path, { reason })).status).toBe(200);
      },
      also: async () => {
        for (const client of [sato, tanaka]) {
          const { body } = await client.request<BrokenGlasses>('GET', '/api/glasses');
          expect(body.glasses.map(({ reader }) => reader.displayName)).toEqual(['mori']);
        }
      },
    },
    'moves.changed': {
      cause: async () => {
        const other = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '代わって');
        await sato.take(other);
        await act(tanaka, other, 'take-over', { reason: '代わります' });
      },
      also: async () => {
        const heard = watchers[0]?.live.events.flatMap((event) =>
          event.type === 'moves.changed' ? [event.moveIds] : [],
        );
        const { body } = await sato.request<MovesView>('GET', '/api/moves');
        expect(heard?.at(-1)).toEqual(body.moves.map(({ id }) => id));
      },
    },
  } satisfies typeof cases);

  it('names a case for every event there is', () => {
    expect(Object.keys(cases).toSorted()).toEqual(everyType.toSorted());
  });

  it.each(everyType)('%s', async (type) => {
    const counts = watchers.map(({ live }) => live.events.length);
    await cases[type]?.cause();
    await eventually(
      () =>
        watchers.some(({ live }, index) =>
          live.events.slice(counts[index]).some((event) => event.type === type),
        ) || undefined,
      `${type} being heard`,
    );
    await eventually(async () => {
      for (const watcher of watchers) await watcher.isRight();
      await cases[type]?.also?.();
      return true;
    }, 'every console knowing what the server knows');
  });
});
