import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type FaultInput } from '../../stand-in/server/inputs.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { newCaller, textsTo, write } from '../support/conversation.js';
import { type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const RUNS = 3;
const SEED = 20261125;
const CALLERS = 5;

jest.setTimeout(90_000);

/** Bad answers of LINE. Where it carried the call out all the same, the next attempt is answered 409. */
const bad = fc.constantFrom<Omit<FaultInput, 'endpoint' | 'userId'>>(
  { kind: 'status', status: 500 },
  { kind: 'status', status: 500, accept: true },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 429, message: 'The API rate limit has been exceeded. Try again later.' },
  { kind: 'timeout' },
  { kind: 'timeout', accept: true },
  { kind: 'reset' },
  { kind: 'reset', accept: true },
  { kind: 'truncate', accept: true },
);
/** What happens to one caller's talk, one after another: a reply of one to three bubbles, or LINE failing once. */
const happening = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 3 }) },
  { weight: 2, arbitrary: bad },
);

describe('replies, whatever LINE answers', () => {
  let standIn: StandIn;
  const relays: Relay[] = [];
  let counselor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
    const env = { LINE_TIMEOUT_MS: '250', DELIVERY_LEASE_MS: '600' };
    const first = await startRelay({ standIn, env: { ...env, ROLES: 'intake,console,delivery' } });
    relays.push(first, await startRelay({ standIn, env: { ...env, ROLES: 'delivery' }, beside: first }));
    counselor = await addStaff(first, {
      login: 'yamada',
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
  });
  afterAll(async () => {
    for (const relay of relays.toReversed()) await relay.close();
    await standIn.close();
  });

  const relay = () => relays[0] as Relay;

  /** Lets the happenings happen to a new caller; resolves with their id and the texts that were sent, in order. */
  const talk = async (happenings: readonly (number | Omit<FaultInput, 'endpoint' | 'userId'>)[]) => {
    const userId = await newCaller(standIn);
    const ticketId = await write(standIn, relay(), SUICIDE_PREVENTION, userId, '聞いてください');
    expect((await counselor.take(ticketId)).status).toBe(200);
    const texts: string[] = [];
    for (const [place, happens] of happenings.entries()) {
      if (typeof happens !== 'number') {
        await standIn.addFault({ ...happens, endpoint: 'push', userId, times: 1 });
        continue;
      }
      const own = Array.from({ length: happens }, (_value, bubble) => `返事 ${place}-${bubble}`);
      texts.push(...own);
      const bubbles = own.map((text) => ({ kind: 'text' as const, text }));
      expect((await counselor.say(ticketId, { bubbles })).status).toBe(201);
    }
    return { userId, ticketId, texts };
  };

  it('reach LINE once each and in order, and the console says so of every one', async () => {
    const talks = fc.array(fc.array(happening, { minLength: 2, maxLength: 6 }), {
      minLength: CALLERS,
      maxLength: CALLERS,
    });
    await fc.assert(
      fc.asyncProperty(talks, async (plans) => {
        const done = await Promise.all(plans.map(talk));
        await eventually(
          async () => {
            // The waits between attempts have their own test; here nobody needs to sit them out.
            await relay().database.query(
              `UPDATE delivery SET next_attempt_at = now() WHERE state = 'waiting' AND leased_until IS NULL`,
            );
            const rooms = await Promise.all(done.map(({ ticketId }) => counselor.talkRoom(ticketId)));
            const states = rooms.flatMap((room) =>
              room.messages.flatMap(({ direction, delivery }) =>
                direction === 'outbound' ? [delivery?.state] : [],
              ),
            );
            return states.every((state) => state === 'accepted') || undefined;
          },
          'every reply accepted',
          20_000,
        );
        for (const { userId, texts } of done)
          expect(await textsTo(standIn, SUICIDE_PREVENTION, userId)).toEqual(texts);
        expect(await standIn.violations()).toEqual([]);
        for (const { ticketId } of done) expect((await counselor.close(ticketId)).status).toBe(200);
        await standIn.clearFaults();
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    );
  });
});
