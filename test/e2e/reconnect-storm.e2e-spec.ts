import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { newCaller } from '../support/conversation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const CONSOLES = 40;
const MESSAGES = 30;

/** A slice of what the bench measures with 200: here it counts that nothing is missed, not how long it takes. */
describe('when every console comes back at once', () => {
  let standIn: StandIn;
  let relay: Relay;
  let tanaka: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING });
    tanaka = await ConsoleClient.signedIn(relay.url, 'tanaka');
  });
  afterAll(async () => {
    await relay.close();
    await standIn.close();
  });

  it('all are live again, none misses or doubles an event, and every webhook is kept', async () => {
    const before = await Promise.all(Array.from({ length: CONSOLES }, () => tanaka.live()));
    const witness = await tanaka.live();
    const { eventId: since } = await tanaka.desk();
    const userIds = await Promise.all(Array.from({ length: MESSAGES }, () => newCaller(standIn)));
    for (const live of before) live.close();
    const sent = Promise.all(
      userIds.map((userId) => standIn.sendText(SUICIDE_PREVENTION, userId, '聞いてください')),
    );
    const back: LiveConsole[] = await Promise.all(before.map(() => tanaka.live(since)));
    const webhooks = (await sent).map(({ webhookEventId }) => `line:${SUICIDE_PREVENTION}:${webhookEventId}`);
    await eventually(async () => {
      const [row] = await relay.database.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM message WHERE source = ANY($1)',
        [webhooks],
      );
      return row?.count === MESSAGES || undefined;
    }, 'every message in its ticket');
    const ids = (live: LiveConsole) => live.events.map(({ id }) => id).filter((id) => id > since);
    // Of several events about one ticket the last one says it all: how many came before it depends on the moment.
    const newest = (live: LiveConsole) =>
      new Map(
        live.events.flatMap((event) =>
          event.type === 'ticket.changed' && event.id > since ? [[event.ticket.id, event.id] as const] : [],
        ),
      );
    const waiting = (live: LiveConsole) =>
      new Set(live.events.flatMap((event) => (event.type === 'ticket.changed' ? event.ticket.id : [])));
    await eventually(
      () => waiting(witness).size === MESSAGES || undefined,
      'the one that stayed hearing of all',
    );
    for (const live of back) {
      await eventually(() => {
        expect(newest(live)).toEqual(newest(witness));
        return true;
      }, 'one that came back hearing the same');
      expect(ids(live)).toEqual([...new Set(ids(live))].toSorted((one, other) => one - other));
      expect(live.resyncs).toEqual([]);
      live.close();
    }
    witness.close();
  });
});
