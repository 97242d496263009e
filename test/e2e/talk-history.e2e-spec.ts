import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyToTalkRoom, withEarlier } from '../../client/src/shared/live/apply-event.js';
import { cursorOf, type MessagePage, type TalkDaysView } from '../../src/contract/history.js';
import { type MessageView } from '../../src/contract/message.js';
import { type TalkRoomView } from '../../src/contract/ticket.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { fillTalk, minutesBefore } from '../support/long-talk.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const HOUR = 3_600_000;

describe('what was said before', () => {
  let standIn: StandIn;
  let relay: Relay;
  let sato: ConsoleClient;
  let tanaka: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    sato = await ConsoleClient.signedIn(relay.url, 'sato');
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  /** A talk of so many messages up to a day ago, and then the one that opened it. */
  const begin = async (count: number) => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, 'いま');
    await fillTalk(relay, ticketId, minutesBefore(new Date(EVENING.getTime() - HOUR), count));
    return { userId, ticketId };
  };
  const earlier = (client: ConsoleClient, ticketId: string, before: string, limit?: number) =>
    client.request<MessagePage>(
      'GET',
      `/api/tickets/${ticketId}/messages?before=${encodeURIComponent(before)}${limit === undefined ? '' : `&limit=${limit}`}`,
    );
  const texts = (messages: readonly MessageView[]) =>
    messages.flatMap(({ content }) => (content.kind === 'text' ? content.text : []));
  const numbered = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `第${from + index}`);
  const startOf = (room: Pick<TalkRoomView, 'messages'>) => cursorOf(room.messages[0] as MessageView);

  it('comes a page at a time, without a gap or a repetition, and says where it ends', async () => {
    const { ticketId } = await begin(250);
    const room = await tanaka.talkRoom(ticketId);
    expect(room.messages).toHaveLength(100);
    expect(room.hasEarlier).toBe(true);
    const second = (await earlier(tanaka, ticketId, startOf(room))).body;
    expect(second.messages).toHaveLength(100);
    expect(second.hasEarlier).toBe(true);
    const third = (await earlier(tanaka, ticketId, startOf(second), 500)).body;
    expect(third.hasEarlier).toBe(false);
    const all = [...third.messages, ...second.messages, ...room.messages];
    expect(texts(all).filter((text) => text.startsWith('第'))).toEqual(numbered(1, 250));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const none = (await earlier(tanaka, ticketId, startOf(third))).body;
    expect(none).toMatchObject({ messages: [], hasEarlier: false });
  });

  it('keeps its places when something comes late, and tells two of the same instant apart', async () => {
    const { ticketId } = await begin(130);
    const room = await tanaka.talkRoom(ticketId);
    const first = room.messages[0] as MessageView;
    const at = new Date(first.occurredAt);
    const between = new Date(at.getTime() - 30_000);
    await fillTalk(relay, ticketId, [
      { text: '遅れて', at: between, receivedAt: EVENING },
      { text: '同じ時に', at: between, receivedAt: EVENING },
      { text: '同じ時にも', at: between, receivedAt: EVENING },
    ]);
    const one = (await earlier(tanaka, ticketId, startOf(room), 2)).body.messages;
    const two = (await earlier(tanaka, ticketId, startOf({ messages: one }), 2)).body.messages;
    expect(texts([...two, ...one])).toEqual([
      expect.stringMatching(/^第/),
      '遅れて',
      '同じ時に',
      '同じ時にも',
    ]);
    expect(one.every(({ late }) => late)).toBe(true);
  });

  it('is what was fetched and what was heard since, however far somebody has read back', async () => {
    const { userId, ticketId } = await begin(260);
    await sato.take(ticketId);
    let known = await sato.talkRoom(ticketId);
    const live = await sato.live(known.eventId, [ticketId]);
    const before = startOf(known);
    const page = (await earlier(sato, ticketId, before)).body;
    // While the page is on its way: one more now, one late within the page, one late before it, and a note.
    const late = new Date(Date.parse((page.messages[50] as MessageView).occurredAt) + 20_000);
    const start = new Date(EVENING.getTime() - 6 * HOUR);
    await write(standIn, relay, SUICIDE_PREVENTION, userId, 'もう一つ');
    await fillTalk(relay, ticketId, [
      { text: '途中に', at: late, receivedAt: EVENING },
      { text: 'ずっと前に', at: start, receivedAt: EVENING },
    ]);
    await sato.request('POST', `/api/tickets/${ticketId}/notes`, {
      clientId: crypto.randomUUID(),
      text: '夜勤へ：落ち着いて話せています',
    });
    const heard = await eventually(
      () => (live.messages(ticketId).some(({ direction }) => direction === 'note') ? live.events : undefined),
      'the events',
    );
    const missed = heard.filter(({ id }) => id > page.eventId);
    known = heard.reduce(applyToTalkRoom, known);
    known = withEarlier(known, before, page, missed) as TalkRoomView;
    expect(texts(known.messages)).toContain('途中に');
    expect(texts(known.messages)).not.toContain('ずっと前に');
    for (let cursor = startOf(known); known.hasEarlier; cursor = startOf(known)) {
      const more = (await earlier(sato, ticketId, cursor)).body;
      known = withEarlier(known, cursor, more, []) as TalkRoomView;
    }
    const fresh = await sato.talkRoom(ticketId);
    const whole = (await earlier(sato, ticketId, startOf(fresh), 500)).body;
    expect(known.messages).toEqual([...whole.messages, ...fresh.messages]);
    expect(known.notes).toEqual(fresh.notes);
    expect(known.ticket).toEqual(fresh.ticket);
    expect(texts(known.messages)[0]).toBe('ずっと前に');
    live.close();
  });

  it('is counted by the days of Japan', async () => {
    const { ticketId } = await begin(1);
    const midnight = new Date('2026-11-24T00:00:00+09:00');
    await fillTalk(relay, ticketId, [
      { text: '前の日の終わり', at: new Date(midnight.getTime() - 1) },
      { text: '次の日の始まり', at: midnight },
      { text: '同じ日', at: new Date(midnight.getTime() + 23 * HOUR) },
    ]);
    const { body } = await tanaka.request<TalkDaysView>('GET', `/api/tickets/${ticketId}/days`);
    expect(body.days.slice(0, 2)).toEqual([
      { firstAt: '2026-11-23T14:59:59.999Z', count: 1 },
      { firstAt: midnight.toISOString(), count: 2 },
    ]);
    expect(body.days).toHaveLength(3);
  });

  it('refuses a place that is none, and whoever may not read the ticket', async () => {
    const { ticketId } = await begin(1);
    const place = `${EVENING.toISOString()}~${ticketId}`;
    for (const before of ['', 'gestern', `2026-11-25~${ticketId}`, `${EVENING.toISOString()}~1`])
      expect((await earlier(tanaka, ticketId, before)).status).toBe(400);
    expect((await earlier(tanaka, ticketId, place, 501)).status).toBe(400);
    expect((await earlier(tanaka, ticketId, place)).status).toBe(200);
    expect((await earlier(sato, ticketId, place)).status).toBe(403);
    expect((await sato.request('GET', `/api/tickets/${ticketId}/days`)).status).toBe(403);
  });
});
