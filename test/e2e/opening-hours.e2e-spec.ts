import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccountView } from '../../src/contract/account.js';
import { type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { BOTH_OPEN, EVENING, moveClock, NIGHT, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const jst = (text: string) => new Date(`${text}+09:00`);
/** The suicide-prevention line has no room for new consultations any more, but is still staffed. */
const LATE = jst('2026-11-26T22:05:00');
const CLOSED_AFTER_LATE = jst('2026-11-26T22:40:00');

describe('opening hours', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: NIGHT });
    counselor = await addStaff(relay, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor', [HUMAN_RIGHTS]: 'counselor' },
    });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  const says = (userId: string, text: string, account = SUICIDE_PREVENTION) =>
    write(standIn, relay, account, userId, text);
  /** An automatic text belongs to the transaction that appends the message, so the talk room shows it at once. */
  const automatic = async (ticketId: string): Promise<string[]> =>
    (await supervisor.talkRoom(ticketId)).messages
      .filter((message) => message.direction === 'automatic')
      .map(textOf);
  const account = async (id: string): Promise<AccountView | undefined> =>
    (await supervisor.desk()).accounts.find((view) => view.id === id);

  const alarmed = (raised: boolean) =>
    eventually(
      async () =>
        (await account(HUMAN_RIGHTS))?.alarms.some(({ kind }) => kind === 'hours-broken') === raised ||
        undefined,
      `the alarm being ${raised ? 'raised' : 'over'}`,
      8000,
    );

  it('tells a caller who writes at night once, whatever they write, and keeps every word', async () => {
    await moveClock(relay, NIGHT);
    const callers = await Promise.all(Array.from({ length: 4 }, () => newCaller(standIn)));
    const bubbles = ['眠れません', 'つらいです', '誰かいますか', '😢', 'もう無理', 'ごめんなさい'];
    const rooms = await Promise.all(
      callers.map(async (userId) => {
        const sent = await Promise.all(
          bubbles.map((text) => standIn.sendText(SUICIDE_PREVENTION, userId, text)),
        );
        const ids = await Promise.all(
          sent.map(({ webhookEventId }) => ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId)),
        );
        expect(new Set(ids).size).toBe(1);
        return { userId, ticketId: ids[0] ?? '' };
      }),
    );
    for (const { userId, ticketId } of rooms) {
      const { ticket, messages } = await supervisor.talkRoom(ticketId);
      expect(ticket).toMatchObject({ state: 'waiting', carriedOver: true, inboundCount: bubbles.length });
      const inbound = messages.filter((message) => message.direction === 'inbound').map(textOf);
      expect(inbound.toSorted()).toEqual(bubbles.toSorted());
      const [text = ''] = await automatic(ticketId);
      expect(await automatic(ticketId)).toHaveLength(1);
      expect(text).toContain('お受けできない時間');
      expect(text).toContain('11月26日（木）17:00');
      expect(text).toContain('0120-061-338');
      await eventually(
        async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes(text) || undefined,
        'the text on the phone',
      );
    }
  });

  it('tells them again in the next closed period, which begins with the last acceptance', async () => {
    await moveClock(relay, NIGHT);
    const userId = await newCaller(standIn);
    const ticketId = await says(userId, '一晩目');
    expect(await automatic(ticketId)).toHaveLength(1);

    await moveClock(relay, LATE);
    expect((await account(SUICIDE_PREVENTION))?.opening).toMatchObject({
      state: 'last-acceptance-passed',
      nextChangeAt: jst('2026-11-26T22:30:00').toISOString(),
      hoursToday: '17:00–22:30',
    });
    expect(await says(userId, '二晩目')).toBe(ticketId);
    const texts = await automatic(ticketId);
    expect(texts).toHaveLength(2);
    expect(texts[1]).toContain('11月27日（金）17:00');

    await moveClock(relay, CLOSED_AFTER_LATE);
    expect((await account(SUICIDE_PREVENTION))?.opening.state).toBe('closed');
    await says(userId, 'まだ二晩目');
    expect(await automatic(ticketId)).toHaveLength(2);
  });

  it('carries over a ticket that comes after the last acceptance, and none that comes before', async () => {
    await moveClock(relay, LATE);
    const late = await says(await newCaller(standIn), '遅い時間に');
    await moveClock(relay, EVENING);
    const inTime = await says(await newCaller(standIn), '受付中に');
    const { waiting } = await supervisor.desk();
    expect(waiting.find((ticket) => ticket.id === late)).toMatchObject({ carriedOver: true });
    expect(waiting.find((ticket) => ticket.id === inTime)).toMatchObject({ carriedOver: false });
    expect((await automatic(inTime)).filter((text) => text.includes('お受けできない時間'))).toEqual([]);
  });

  it('are not mentioned in a consultation in progress, which outlives closing time', async () => {
    await moveClock(relay, EVENING);
    const userId = await newCaller(standIn);
    const ticketId = await says(userId, '話を聞いてください');
    expect((await counselor.take(ticketId)).status).toBe(200);
    await moveClock(relay, CLOSED_AFTER_LATE);
    await says(userId, 'まだ話していいですか');
    expect((await counselor.reply(ticketId, 'もちろんです')).status).toBe(201);
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes('もちろんです') || undefined,
      'the reply on the phone',
    );
    // Deliveries of one caller keep their order: an automatic text would have come first.
    expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(['もちろんです']);
    expect(await automatic(ticketId)).toEqual([]);
  });

  it('are told instead of a place in line when the account closed while the caller waited for it', async () => {
    await moveClock(relay, jst('2026-11-25T17:14:00'));
    const ticketId = await says(await newCaller(standIn), 'ぎりぎりに', HUMAN_RIGHTS);
    // A counselor has a moment to come first, and the hours end within it.
    const delayed = await relay.database.query(
      'UPDATE timer SET due_at = $2 WHERE subject = $1 RETURNING kind',
      [ticketId, jst('2026-11-25T17:15:00')],
    );
    expect(delayed).toHaveLength(1);
    expect(await automatic(ticketId)).toEqual([]);
    await moveClock(relay, jst('2026-11-25T17:15:01'));
    const [text] = await eventually(async () => {
      const texts = await automatic(ticketId);
      return texts.length > 0 ? texts : undefined;
    }, 'an automatic text');
    expect(text).toContain('お受けできない時間');
    expect(text).toContain('11月26日（木）8:30');
  });

  it('come with the greeting, once for each time a caller adds the account', async () => {
    await moveClock(relay, NIGHT);
    const userId = await newCaller(standIn);
    const follow = await standIn.follow(SUICIDE_PREVENTION, userId, { wait: true });
    expect(follow.attempt?.status).toBe(200);
    const greetings = async () =>
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => text.includes('友だち追加'));
    const [greeting] = await eventually(async () => {
      const texts = await greetings();
      return texts.length > 0 ? texts : undefined;
    }, 'the greeting');
    for (const part of ['17:00〜22:30', '119', '0120-783-556', 'ひみつを守って'])
      expect(greeting).toContain(part);
    expect((await standIn.redeliver(SUICIDE_PREVENTION, follow.webhookEventId)).status).toBe(200);

    await standIn.unfollow(SUICIDE_PREVENTION, userId);
    await standIn.follow(SUICIDE_PREVENTION, userId);
    await says(userId, 'また来ました');
    // The closed text is the last in this caller's order: every greeting before it has been sent.
    const texts = await eventually(async () => {
      const seen = await textsTo(standIn, SUICIDE_PREVENTION, userId);
      return seen.at(-1)?.includes('お受けできない時間') === true ? seen : undefined;
    }, 'the closed text');
    expect(texts).toHaveLength(3);
    expect(await greetings()).toHaveLength(2);
  });

  it.each([
    ['broken', `UPDATE opening_schedule SET rules = '{}' WHERE account_id = $1`],
    ['missing', 'DELETE FROM opening_schedule WHERE account_id = $1'],
  ])(
    'that are %s leave nobody in silence: the emergency text each day, and an alarm until they are mended',
    async (_, sql) => {
      await moveClock(relay, BOTH_OPEN);
      const [schedule] = await relay.database.query<{ rules: unknown }>(
        'SELECT rules FROM opening_schedule WHERE account_id = $1',
        [HUMAN_RIGHTS],
      );
      await relay.database.query(sql, [HUMAN_RIGHTS]);
      try {
        expect((await account(HUMAN_RIGHTS))?.opening).toEqual({
          state: 'unknown',
          nextChangeAt: null,
          hoursToday: null,
          emergency: null,
        });
        await alarmed(true);
        const userId = await newCaller(standIn);
        const ticketId = await says(userId, '聞こえますか', HUMAN_RIGHTS);
        await says(userId, 'もしもし', HUMAN_RIGHTS);
        const [text, ...more] = await automatic(ticketId);
        expect(more).toEqual([]);
        expect(text).toContain('いまシステムの調子が悪く');
        expect(text).toContain('0570-003-110');
        await moveClock(relay, new Date(BOTH_OPEN.getTime() + 86_400_000));
        await says(userId, '次の日も', HUMAN_RIGHTS);
        expect(await automatic(ticketId)).toHaveLength(2);
      } finally {
        await relay.database.query(
          `INSERT INTO opening_schedule (account_id, rules) VALUES ($1, $2)
         ON CONFLICT (account_id) DO UPDATE SET rules = $2`,
          [HUMAN_RIGHTS, JSON.stringify(schedule?.rules)],
        );
      }
      await alarmed(false);
      expect((await account(HUMAN_RIGHTS))?.opening.state).toBe('open');
    },
  );

  it('change on every screen when the demo clock is set, and again by themselves when they end', async () => {
    await moveClock(relay, NIGHT);
    const live = await counselor.live();
    const opening = async (state: string) =>
      eventually(
        () =>
          live.events.find(
            (event) =>
              event.type === 'account.changed' &&
              event.account.id === SUICIDE_PREVENTION &&
              event.account.opening.state === state,
          ),
        `the line being ${state} on the screen`,
      );
    const beforeTheEnd = jst('2026-11-26T21:59:57');
    // A relay that reads the old row while it is being replaced follows a second later: then it is set once more.
    await eventually(async () => {
      const { status } = await supervisor.request('PUT', '/api/demo/clock', {
        instant: beforeTheEnd.toISOString(),
      });
      expect(status).toBe(200);
      return eventually(
        () => live.events.find((event) => event.type === 'clock.changed' && isFrom(event.now, beforeTheEnd)),
        'the clock on the screen',
        1500,
      );
    }, 'the clock being set');
    await opening('open');
    await opening('last-acceptance-passed');

    // Null sets it back to real time.
    expect((await supervisor.request('PUT', '/api/demo/clock', { instant: null })).status).toBe(200);
    await eventually(async () => {
      const { body } = await counselor.request<{ offsetMs: number }>('GET', '/api/demo/clock');
      return body.offsetMs === 0 || undefined;
    }, 'real time');
    live.close();
  });
});

/** Whether an instant lies in the minute that begins with another. */
function isFrom(instant: string, begin: Date): boolean {
  const passed = Date.parse(instant) - begin.getTime();
  return passed >= 0 && passed < 60_000;
}

function textOf(message: MessageView): string {
  return message.content.kind === 'text' ? message.content.text : '';
}
