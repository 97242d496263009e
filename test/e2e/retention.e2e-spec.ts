import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { AT_MOST } from '../../src/erasure/retention.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const after = (days: number, minutes = 0) =>
  new Date(EVENING.getTime() + days * DAY_MS + minutes * MINUTE_MS);

let standIn: StandIn;
let relay: Relay;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
});

const keeps = (account: string, days: number) =>
  relay.database.query(
    `UPDATE account SET settings = jsonb_set(settings::jsonb, '{retention}', jsonb_build_object('days', $2::int))
     WHERE id = $1`,
    [account, days],
  );
/** Of these callers, how many are erased, to the last step. */
const erased = async (ids: readonly string[]) => {
  const [row] = await relay.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM caller JOIN erasure ON caller_id = caller.id
     WHERE caller.id = ANY($1) AND caller.erased_at IS NOT NULL AND state = 'done'`,
    [ids],
  );
  return row?.count;
};
const becomes = (count: number, ids: readonly string[]) =>
  eventually(async () => (await erased(ids)) === count || undefined, `${count} being erased`, 60_000);
const alarms = () =>
  relay.database.query(`SELECT account_id FROM account_alarm WHERE kind = 'retention-failed'`);

/** People who began to follow then, in the order of their ids, and have said nothing. */
async function followers(account: string, count: number, since: Date): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID()).toSorted();
  await relay.database.query(
    `INSERT INTO caller (id, account_id, alias, key_id, created_at)
     SELECT id, $1, '白い雲', gen_random_uuid(), $3 FROM unnest($2::uuid[]) AS id`,
    [account, ids, since],
  );
  return ids;
}

/** Something is heard of each of them, and read in. */
const heard = (account: string, ids: readonly string[], at: Date) =>
  relay.database.query(
    `INSERT INTO inbound_event (account_id, webhook_event_id, caller_id, received_at, sealed, state)
     SELECT $1, id::text, id, $3, $4, 'projected' FROM unnest($2::uuid[]) AS id`,
    [account, ids, at, randomBytes(64)],
  );

it('goes on each minute until nobody is overdue, past those who can’t be erased, and tells of them', async () => {
  const ids = await followers(HUMAN_RIGHTS, AT_MOST + 3, EVENING);
  const odd = ids.slice(0, AT_MOST);
  await relay.database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN IF NEW.caller_id = ANY('{${odd.join()}}') THEN RAISE 'refused'; END IF; RETURN NEW; END $$`,
  );
  await relay.database.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await keeps(HUMAN_RIGHTS, 30);
  await moveClock(relay, after(31));
  await eventually(async () => (await alarms()).length === 1 || undefined, 'the alarm', 30_000);
  expect(await erased(ids)).toBe(0);
  await moveClock(relay, after(31, 2));
  await becomes(3, ids);
  // Everybody was gone through, and some are left.
  expect(await alarms()).toEqual([{ account_id: HUMAN_RIGHTS }]);
  await relay.database.query('DROP TRIGGER refuse ON erasure');
  await moveClock(relay, after(32, 10));
  await becomes(AT_MOST + 3, ids);
  await moveClock(relay, after(32, 12));
  await eventually(async () => (await alarms()).length === 0 || undefined, 'its end', 30_000);
});

it('erases who only followed, from the last that was heard of them', async () => {
  const start = after(40);
  await moveClock(relay, start);
  const [silent = '', cameBack = ''] = await followers(SUICIDE_PREVENTION, 2, start);
  await heard(SUICIDE_PREVENTION, [silent], start);
  await heard(SUICIDE_PREVENTION, [cameBack], after(70));
  const [young = ''] = await followers(SUICIDE_PREVENTION, 1, after(70));
  const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
  const talks = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), 'いま話しています');
  await counselor.take(talks);
  await keeps(SUICIDE_PREVENTION, 30);
  await moveClock(relay, after(71, 20));
  await becomes(1, [silent]);
  expect(await erased([cameBack, young])).toBe(0);
  expect((await counselor.talkRoom(talks)).messages[0]?.content).toEqual({
    kind: 'text',
    text: 'いま話しています',
  });
});
