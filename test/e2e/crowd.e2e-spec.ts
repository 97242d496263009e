import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient, type LiveConsole } from '../support/console-client.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';
import { newUserId, postEvents, textEvent } from '../support/webhook.js';

const CALLERS = 300;
/** Webhooks under way at once. */
const TOGETHER = 30;

describe('many callers at once, on an open console', () => {
  let standIn: StandIn;
  let relay: Relay;
  let live: LiveConsole;

  beforeAll(async () => {
    standIn = await startStandIn();
    relay = await startRelay({ standIn, at: EVENING, env: { ROLES: 'intake,console' } });
    const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
    live = await supervisor.live((await supervisor.desk()).eventId);
  });
  afterAll(async () => {
    live.close();
    await relay.close();
    await standIn.close();
  });

  /** Callers whose ticket the console was told of, in the order in which it heard. */
  const heard = () => [
    ...new Set(live.events.flatMap((event) => (event.type === 'ticket.changed' ? [event.ticket.id] : []))),
  ];
  const post = async () => {
    expect(await postEvents(relay.url, SUICIDE_PREVENTION, [textEvent(newUserId(), '聞いてください')])).toBe(
      200,
    );
  };
  /** Milliseconds from the webhook until the console has it. */
  const alone = async (): Promise<number> => {
    const before = heard().length;
    const since = performance.now();
    await post();
    await eventually(() => heard().length > before || undefined, 'the message on the screen');
    return performance.now() - since;
  };

  it('(chatwoot#15204) shows messages minutes late: here all of them are on the screen, no slower than one by one', async () => {
    const trips: number[] = [];
    for (let trip = 0; trip < 5; trip += 1) trips.push(await alone());
    const bareMs = trips.toSorted((one, other) => one - other)[2] ?? 0;
    const before = heard().length;
    const since = performance.now();
    for (let sent = 0; sent < CALLERS; sent += TOGETHER)
      await Promise.all(Array.from({ length: TOGETHER }, post));
    await eventually(
      () => heard().length === before + CALLERS || undefined,
      'everybody on the screen',
      60_000,
    );
    const allMs = performance.now() - since;
    process.stdout.write(
      `${CALLERS} callers: on the screen after ${Math.round(allMs)} ms; one alone ${Math.round(bareMs)} ms\n`,
    );
    expect(allMs).toBeLessThan(bareMs * CALLERS);
    // Ids of events only rise: nobody's message was pushed back behind a later one's.
    const ids = live.events.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  });
});
