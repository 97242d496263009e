import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { type ConsoleClient } from '../support/console-client.js';
import { Consultation } from '../support/consultation.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { addStaff } from '../support/staff.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

const STUCK = 64;
const OTHERS = 24;

interface Counts {
  readonly under_way: number;
  readonly retrying: number;
  readonly tried: number;
  readonly accepted: number;
}

describe('pushes that LINE never answers (push time-outs block nobody else)', () => {
  let standIn: StandIn;
  let relay: Relay;
  let counselor: ConsoleClient;

  beforeAll(async () => {
    standIn = await startStandIn();
  });
  afterEach(async () => {
    await standIn.clearFaults();
    await relay.close();
  });
  afterAll(() => standIn.close());

  const start = async (env: Record<string, string>) => {
    relay = await startRelay({ standIn, at: EVENING, env });
    counselor = await addStaff(relay, {
      login: 'yamada',
      capacity: 50,
      memberships: { [SUICIDE_PREVENTION]: 'counselor' },
    });
    await relay.database.query(`UPDATE staff SET capacity = 500 WHERE login = 'yamada'`);
  };
  const consult = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => Consultation.begin(standIn, relay, counselor, SUICIDE_PREVENTION)),
    );
  const replyTo = (talks: readonly Consultation[], text: string) =>
    Promise.all(talks.map((talk) => talk.reply(text)));
  const count = async (messageIds: readonly string[]): Promise<Counts> => {
    const [row] = await relay.database.query<{ [Name in keyof Counts]: number }>(
      `SELECT count(*) FILTER (WHERE leased_until > now())::int AS under_way,
         count(*) FILTER (WHERE leased_until > now() AND attempts > 1)::int AS retrying,
         count(*) FILTER (WHERE attempts > 0 AND reason = 'line-timeout')::int AS tried,
         count(*) FILTER (WHERE delivery.state = 'accepted')::int AS accepted
       FROM delivery JOIN message ON delivery_id = delivery.id WHERE message.id = ANY($1)`,
      [messageIds],
    );
    return row ?? { under_way: 0, retrying: 0, tried: 0, accepted: 0 };
  };
  /** Replies to all of them, and gives the milliseconds from asking until LINE took the middle one. */
  const medianMs = async (talks: readonly Consultation[], text: string): Promise<number> => {
    const startedAt = Date.now();
    const ids = await replyTo(talks, text);
    await eventually(
      async () => (await count(ids)).accepted === talks.length || undefined,
      `${text}: every reply accepted`,
      60_000,
    );
    const deliveries = await standIn.deliveries({ channel: SUICIDE_PREVENTION });
    const times = deliveries
      .filter((delivery) => delivery.body.messages[0]?.['text'] === text)
      .map((delivery) => delivery.at - startedAt)
      .toSorted((a, b) => a - b);
    expect(times).toHaveLength(talks.length);
    return times[Math.floor(times.length / 2)] ?? Infinity;
  };

  it('leave room for first attempts: everybody else is served while all of them still wait', async () => {
    const limitMs = 30_000;
    await start({ LINE_TIMEOUT_MS: String(limitMs), DELIVERY_LEASE_MS: '60000' });
    const stuck = await consult(STUCK);
    const others = await consult(OTHERS);
    const alone = await medianMs(others, '一通目');
    for (const { userId } of stuck) await standIn.addFault({ endpoint: 'push', userId, kind: 'timeout' });
    const stuckIds = await replyTo(stuck, '返事がありません');
    await eventually(
      async () => (await count(stuckIds)).under_way === STUCK || undefined,
      'all of them being under way',
    );
    const beside = await medianMs(others, '二通目');
    // Not one of them had ended by then: nobody waited for any of them.
    expect(await count(stuckIds)).toEqual({ under_way: STUCK, retrying: 0, tried: 0, accepted: 0 });
    process.stdout.write(
      `push time-outs: ${OTHERS} callers' median ${alone} ms alone, ${beside} ms beside ${STUCK} unanswered pushes of ${limitMs} ms\n`,
    );
    // Ends them now: the relay waits for what is under way before it stops.
    await standIn.close();
    standIn = await startStandIn();
  });

  it('hold no more than their share once they are tried again', async () => {
    await start({ LINE_TIMEOUT_MS: '1000', DELIVERY_LEASE_MS: '4000', DELIVERY_CONCURRENCY: '32' });
    const stuck = await consult(STUCK);
    const others = await consult(OTHERS);
    for (const { userId } of stuck) await standIn.addFault({ endpoint: 'push', userId, kind: 'timeout' });
    const stuckIds = await replyTo(stuck, '返事がありません');
    await eventually(
      async () => (await count(stuckIds)).tried === STUCK || undefined,
      'each of them having been tried once',
      30_000,
    );
    await relay.database.query(`UPDATE delivery SET next_attempt_at = now() WHERE state = 'waiting'`);
    await eventually(
      async () => (await count(stuckIds)).retrying === 8 || undefined,
      'their share being full',
    );
    const ids = await replyTo(others, '届きます');
    await eventually(async () => {
      const { retrying } = await count(stuckIds);
      expect(retrying).toBeLessThanOrEqual(8);
      return (await count(ids)).accepted === OTHERS || undefined;
    }, 'everybody else being served');
  });
});
