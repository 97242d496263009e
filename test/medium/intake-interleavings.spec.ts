import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { Chance } from '../../drill/chance.js';
import { Projector } from '../../src/intake/projector.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, webhookEvent } from '../support/webhook.js';

const RUNS = 6;
const SEED = 20261125;
/** Webhooks under way at once. */
const TOGETHER = 4;

jest.setTimeout(90_000);

/** What one caller does, one step after another. `unsend` takes back one of the texts so far. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'text' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unsend' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unfollow' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'follow' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Event = ReturnType<typeof webhookEvent>;

let base = Date.now() - 30_000;

/** The events of one caller in the order in which they happened, a little apart. */
function eventsOf(userId: string, steps: readonly Step[]): Event[] {
  const texts: string[] = [];
  base += 1000;
  return steps.map((taken, place) => {
    const at = { timestamp: base + place * 10 };
    if (taken.kind === 'unfollow') return { ...webhookEvent(userId, { type: 'unfollow' }), ...at };
    if (taken.kind === 'follow')
      return {
        ...webhookEvent(userId, { type: 'follow', replyToken: 'r', follow: { isUnblocked: false } }),
        ...at,
      };
    const target = taken.kind === 'unsend' ? texts[taken.which % Math.max(1, texts.length)] : undefined;
    if (target !== undefined)
      return { ...webhookEvent(userId, { type: 'unsend', unsend: { messageId: target } }), ...at };
    const id = `${userId}-${place}`;
    texts.push(id);
    const message = { type: 'text', id, quoteToken: 'q', text: `${place} 番目のことば` };
    return { ...webhookEvent(userId, { type: 'message', replyToken: 'r', message }), ...at };
  });
}

describe('webhooks in any order, number and grouping', () => {
  let standIn: StandIn;
  const relays: Relay[] = [];
  let supervisor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    const first = await startRelay({ standIn, env: { ROLES: 'intake,console' } });
    relays.push(first, await startRelay({ standIn, env: { ROLES: 'intake' }, beside: first }));
    supervisor = await ConsoleClient.signedIn(first.url, 'tanaka');
  });
  afterAll(async () => {
    for (const relay of relays.toReversed()) await relay.close();
    await standIn.close();
  });

  const relay = () => relays[0] as Relay;
  const post = async (to: Relay, events: readonly Event[]) =>
    expect(await postEvents(to.url, SUICIDE_PREVENTION, events)).toBe(200);

  /** Each event one to three times, shuffled, in bodies of up to four, to any process, while projectors stop and start. */
  const scatter = async (events: readonly Event[], chance: Chance) => {
    const copies = events.flatMap((event) =>
      Array.from({ length: chance.between(1, 3) }, (_value, copy) => ({
        event: copy === 0 ? event : { ...event, deliveryContext: { isRedelivery: true } },
        place: chance.between(0, 1_000_000),
      })),
    );
    const queue = copies.toSorted((one, other) => one.place - other.place).map(({ event }) => event);
    while (queue.length > 0) {
      const bodies = Array.from({ length: TOGETHER }, () => queue.splice(0, chance.between(1, 4)));
      const restarted = chance.happens(0.3) ? chance.pick(relays).server.app.get(Projector) : undefined;
      await restarted?.onApplicationShutdown();
      await Promise.all(
        bodies.filter((body) => body.length > 0).map((body) => post(chance.pick(relays), body)),
      );
      await restarted?.onApplicationBootstrap();
    }
  };

  const projected = (events: readonly Event[]) =>
    eventually(async () => {
      const rows = await relay().database.query<{ state: string }>(
        'SELECT state FROM inbound_event WHERE webhook_event_id = ANY($1)',
        [events.map((event) => event.webhookEventId)],
      );
      expect(rows.map((row) => row.state)).toEqual(events.map(() => 'projected'));
      return true;
    }, 'every event projected once');

  /** What is there for a caller in the end, without what is different for everybody. */
  const stateOf = async (events: readonly Event[]) => {
    const [caller] = await relay().database.query<{ id: string; reachable: boolean }>(
      `SELECT caller_id AS id, reachable FROM caller_address WHERE caller_id =
         (SELECT caller_id FROM inbound_event WHERE webhook_event_id = $1)`,
      [events[0]?.webhookEventId],
    );
    const tickets = await relay().database.query<{ id: string; state: string; waits: boolean }>(
      `SELECT id, state, EXISTS (SELECT FROM timer WHERE kind = 'waiting-notice' AND subject = ticket.id::text) AS waits
       FROM ticket WHERE caller_id = $1`,
      [caller?.id],
    );
    const notices = await relay().database.query(
      'SELECT situation, count(*)::int AS times FROM notice WHERE caller_id = $1 GROUP BY situation ORDER BY situation',
      [caller?.id],
    );
    const rooms = await Promise.all(tickets.map(({ id }) => supervisor.talkRoom(id)));
    return {
      reachable: caller?.reachable,
      notices,
      tickets: tickets.map(({ state, waits }) => ({ state, waits })),
      said: rooms.map((room) =>
        room.messages
          .filter(({ content, withdrawn }) => content.kind === 'text' || withdrawn !== null)
          .map(({ content, withdrawn }) =>
            withdrawn === null && content.kind === 'text' ? content.text : 'withdrawn',
          ),
      ),
    };
  };

  it('end in the same tickets, words in order, texts once and reachability as when each came once and in turn', async () => {
    const scripts = fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 });
    const seed = fc.integer({ min: 1, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(scripts, seed, async (steps, interleaving) => {
        const inTurn = steps.map((script) => eventsOf(newUserId(), script));
        const scattered = steps.map((script) => eventsOf(newUserId(), script));
        for (const events of inTurn) for (const event of events) await post(relay(), [event]);
        await scatter(scattered.flat(), new Chance(interleaving));
        await projected([...inTurn, ...scattered].flat());
        expect(await Promise.all(scattered.map(stateOf))).toEqual(await Promise.all(inTurn.map(stateOf)));
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
