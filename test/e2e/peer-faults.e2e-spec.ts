import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type MessageView } from '../../src/contract/message.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, ticketOfEvent, write } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent, webhookEvent } from '../support/webhook.js';

const SEED = 20_261_122;
const escapes = (on: boolean) => ({ unicode: on, slash: on, whitespace: on });

/**
 * Faults that users of other systems reported, by the names of their reports. The other ones are named where their
 * subject is tested: media, resending, late redelivery, outages.
 */
describe('what other systems lose, double or hide', () => {
  let standIn: StandIn;
  let relay: Relay;
  let second: Relay;
  let counselor: ConsoleClient;
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    second = await startRelay({ standIn, at: EVENING, beside: relay });
    const memberships = { [SUICIDE_PREVENTION]: 'counselor' } as const;
    counselor = await addStaff(relay, { login: 'yamada', memberships, capacity: 50 });
    supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterEach(async () => {
    await standIn.clearFaults();
    await standIn.setWebhookBehaviour({ rawEscapes: escapes(false) });
  });
  afterAll(async () => {
    await second.close();
    await relay.close();
    await standIn.close();
  });

  const textsIn = async (ticketId: string): Promise<string[]> =>
    (await supervisor.talkRoom(ticketId)).messages.flatMap(({ direction, content }) =>
      direction === 'inbound' && content.kind === 'text' ? content.text : [],
    );
  const taken = async (text: string) => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, userId, text);
    expect((await counselor.take(ticketId)).status).toBe(200);
    return { userId, ticketId };
  };
  const inbox = async (): Promise<{ stored: number; messages: number }> => {
    const [row] = await relay.database.query<{ stored: number; messages: number }>(
      `SELECT (SELECT count(*)::int FROM inbound_event WHERE state <> 'projected') AS stored,
         (SELECT count(*)::int FROM message WHERE direction = 'inbound') AS messages`,
    );
    return row ?? { stored: -1, messages: -1 };
  };

  it('(chatwoot#12322) puts several callers of one webhook body into one conversation: each has their own here', async () => {
    const word = fc.record({ caller: fc.nat(3), text: fc.string({ minLength: 1, maxLength: 8 }) });
    const bodies = fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(bodies, async (said) => {
        const users = Array.from({ length: 4 }, newUserId);
        const written = users.map((): { text: string; id: string }[] => []);
        for (const body of said) {
          const events = body.map(({ caller, text }) => {
            // LINE sends no text that PostgreSQL or JSON could not hold; spaces alone are a text as well.
            const event = textEvent(users[caller] ?? '', text);
            written[caller]?.push({ text, id: event.webhookEventId });
            return event;
          });
          expect(await postEvents(relay.url, SUICIDE_PREVENTION, events)).toBe(200);
        }
        const tickets = new Set<string>();
        for (const own of written.filter((list) => list.length > 0)) {
          const ids = await Promise.all(own.map(({ id }) => ticketOfEvent(relay, SUICIDE_PREVENTION, id)));
          expect(new Set(ids).size).toBe(1);
          expect((await textsIn(ids[0] ?? '')).toSorted()).toEqual(own.map(({ text }) => text).toSorted());
          tickets.add(ids[0] ?? '');
        }
        expect(tickets.size).toBe(written.filter((list) => list.length > 0).length);
      }),
      { numRuns: 15, seed: SEED },
    );
  });

  it('(chatwoot#12769) opens two conversations for one caller: one here, though two servers hear them at once', async () => {
    const userId = newUserId();
    const events = Array.from({ length: 12 }, (_, index) => textEvent(userId, `${index}`));
    const answers = await Promise.all(
      events.map((event, index) =>
        postEvents(index % 2 === 0 ? relay.url : second.url, SUICIDE_PREVENTION, [event]),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    const tickets = await Promise.all(
      events.map(({ webhookEventId }) => ticketOfEvent(relay, SUICIDE_PREVENTION, webhookEventId)),
    );
    expect(new Set(tickets).size).toBe(1);
    expect(await textsIn(tickets[0] ?? '')).toHaveLength(12);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      'a sticker with nothing to say of it',
      { type: 'sticker', packageId: '1', stickerId: '1', stickerResourceType: 'NEW' },
    ],
    [
      'a sticker with keywords',
      { type: 'sticker', packageId: '1', stickerId: '2', stickerResourceType: 'STATIC', keywords: ['cry'] },
    ],
    ['a file', { type: 'file', fileName: '日記.txt', fileSize: 12 }],
    ['a message of a type that does not exist yet', { type: 'hologram', depth: 3 }],
    ['a message that is nothing but its type', { type: 'text' }],
  ])(
    '(chatwoot#4073, chatwoot#10174) loses or blanks %s: it is a row that can be read here',
    async (_, message) => {
      const event = webhookEvent(newUserId(), {
        type: 'message',
        replyToken: 'r',
        message: { id: String(Date.now()), ...message },
      });
      expect(await postEvents(relay.url, SUICIDE_PREVENTION, [event])).toBe(200);
      const ticketId = await ticketOfEvent(relay, SUICIDE_PREVENTION, event.webhookEventId);
      const { messages, ticket } = await supervisor.talkRoom(ticketId);
      const said = messages.find(({ direction }) => direction === 'inbound');
      expect(said?.content.kind).toMatch(/^(sticker|media|labelled)$/);
      expect(ticket.unansweredSince).not.toBeNull();
    },
  );

  it('(chatwoot#3920) calls a reply sent that has not arrived: here it waits until LINE has taken it', async () => {
    const { ticketId, userId } = await taken('届いていますか');
    const hold = await standIn.addFault({ endpoint: 'push', kind: 'status', status: 500, userId });
    const { body } = await counselor.reply(ticketId, 'ここにいます');
    const delivery = async (): Promise<MessageView['delivery']> =>
      (await counselor.talkRoom(ticketId)).messages.find(({ id }) => id === body.id)?.delivery ?? null;
    await eventually(async () => ((await delivery())?.attempts ?? 0) > 1 || undefined, 'a second attempt');
    expect(await delivery()).toMatchObject({ state: 'waiting', acceptedAt: null });
    await standIn.clearFaults(hold.id);
    await eventually(async () => (await delivery())?.state === 'accepted' || undefined, 'the acceptance');
    const keys = (await standIn.apiCalls({ endpoint: 'push', userId })).map((call) => call.retryKey);
    expect(keys.length).toBeGreaterThan(1);
    expect(new Set(keys.slice(-2)).size).toBe(1);
    expect(
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => text === 'ここにいます'),
    ).toEqual(['ここにいます']);
  });

  it('(chatwoot#9314, chatwoot#6446) doubles a reply when the connection breaks: here it goes once', async () => {
    const { ticketId, userId } = await taken('つながりにくいです');
    const clientId = randomUUID();
    const post = (signal: AbortSignal) =>
      fetch(`${relay.url}/api/tickets/${ticketId}/replies`, {
        method: 'POST',
        headers: { cookie: counselor.cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId, bubbles: [{ kind: 'text', text: '一度だけ' }] }),
        signal,
      }).then(
        (answer) => answer.status,
        () => 'broken',
      );
    // Cut at different moments: before, while and after the server has taken it.
    const cuts = [1, 3, 5, 8, 12, 20, 40, 80];
    await Promise.all(cuts.map((ms) => post(AbortSignal.timeout(ms))));
    expect([200, 201]).toContain((await counselor.reply(ticketId, '一度だけ', clientId)).status);
    await eventually(
      async () => (await textsTo(standIn, SUICIDE_PREVENTION, userId)).includes('一度だけ') || undefined,
      'the reply at LINE',
    );
    const { messages } = await counselor.talkRoom(ticketId);
    expect(messages.filter((message) => message.clientId === clientId)).toHaveLength(1);
    expect(
      (await textsTo(standIn, SUICIDE_PREVENTION, userId)).filter((text) => text === '一度だけ'),
    ).toHaveLength(1);
  });

  it('(chatwoot#15131) answers 200 and shows nothing: here every 200 becomes a message, and the counters prove it', async () => {
    await eventually(async () => (await inbox()).stored === 0 || undefined, 'an empty backlog');
    const before = await inbox();
    const events = Array.from({ length: 40 }, (_, index) => textEvent(newUserId(), `${index}`));
    const answers = await Promise.all(
      events.map((event) => postEvents(relay.url, SUICIDE_PREVENTION, [event])),
    );
    const accepted = answers.filter((status) => status === 200).length;
    expect(accepted).toBe(40);
    await eventually(async () => (await inbox()).stored === 0 || undefined, 'an empty backlog');
    expect((await inbox()).messages).toBe(before.messages + accepted);
    const metrics = await eventually(async () => {
      const text = await (await fetch(`${relay.url}/metrics`)).text();
      const unseen = Number(/^tomoshibi_caller_messages\{seen="by-nobody-yet"\} (\d+)$/m.exec(text)?.[1]);
      return unseen >= accepted ? text : undefined;
    }, 'the figure of messages that nobody has seen');
    expect(metrics).toMatch(/^tomoshibi_inbound_events\{state="projected"\} \d+$/m);
    expect(metrics).not.toMatch(/^tomoshibi_inbound_events\{state="stored"\} [1-9]/m);
  });

  it('(Rocket.Chat#22105, Rocket.Chat#23642) shows a new consultation only after a reload: here it comes by itself, also after a gap', async () => {
    const { eventId } = await counselor.desk();
    const first = await counselor.live(eventId);
    const shown = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '見えますか');
    const has = (live: typeof first, ticketId: string) =>
      live.events.some((event) => event.type === 'ticket.changed' && event.ticket.id === ticketId);
    await eventually(() => has(first, shown) || undefined, 'the new ticket on the screen');
    const { cursor } = first;
    first.close();
    const missed = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '見えましたか');
    const again = await counselor.live(cursor);
    await eventually(() => has(again, missed) || undefined, 'what came in the gap');
    expect(has(again, shown)).toBe(false);
    again.close();
  });

  it('(sendingtk/chatwoot#20) marks a message as read because a supervisor looked: here a look leaves no trace', async () => {
    const { ticketId, userId } = await taken('だれかに読まれましたか');
    const live = await supervisor.live((await supervisor.desk()).eventId, [ticketId]);
    await supervisor.talkRoom(ticketId);
    const { ticket } = await counselor.talkRoom(ticketId);
    expect(ticket.unseenCount).toBeGreaterThan(0);
    expect(await standIn.apiCalls({ endpoint: 'markAsRead', userId })).toEqual([]);
    live.close();
  });

  it('(Aselo 4cc0dcf, 97fa2db, 5a5a0db) refuses signatures of emoji: here raw bytes count, whatever their escapes', async () => {
    const text = '🙏🏽 👩‍👩‍👧 ﷽ \u{1F1EF}\u{1F1F5} é \u2028 </script>';
    for (const rawEscapes of [false, true]) {
      await standIn.setWebhookBehaviour({ rawEscapes: escapes(rawEscapes) });
      const sent = await standIn.sendText(SUICIDE_PREVENTION, await newCaller(standIn), text, { wait: true });
      expect(sent.attempt?.status).toBe(200);
      expect(await textsIn(await ticketOfEvent(relay, SUICIDE_PREVENTION, sent.webhookEventId))).toEqual([
        text,
      ]);
    }
  });
});
