import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { newCaller, write } from '../support/conversation.js';
import { EVENING, moveClock, type Relay, startRelay } from '../support/relay.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;

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

it('who is kept only by a broken glass that nobody looked into is told of after 30 days, until somebody has', async () => {
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '前の相談です');
  const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
  await counselor.take(ticketId);
  expect((await counselor.close(ticketId)).status).toBe(200);
  await relay.database.query(
    `UPDATE account SET settings = jsonb_set(settings::jsonb, '{retention}', '{"days": 30}') WHERE id = $1`,
    [SUICIDE_PREVENTION],
  );
  const [staff] = await relay.database.query<{ id: string }>(`SELECT id FROM staff WHERE login = 'sato'`);
  await relay.database.query(
    `INSERT INTO broken_glass (id, ticket_id, account_id, staff_id, session_id, reason_sealed, opened_at, ends_at, ended_at)
     VALUES (gen_random_uuid(), $1, $2, $3, gen_random_uuid(), '', $4, $4, $4)`,
    [ticketId, SUICIDE_PREVENTION, staff?.id, EVENING],
  );
  const alarms = async () =>
    (
      await relay.database.query<{ account: string }>(
        `SELECT account_id AS account FROM account_alarm WHERE kind = 'retention-failed'`,
      )
    ).map(({ account }) => account);
  /** A day on which the run has gone through everybody, and put down when it comes again. */
  const runOn = async (day: number) => {
    const at = new Date(EVENING.getTime() + day * DAY_MS);
    await moveClock(relay, at);
    await eventually(
      async () => {
        const [row] = await relay.database.query<{ next: Date }>(
          `SELECT min(due_at) AS next FROM timer WHERE kind = 'retention'`,
        );
        return row !== undefined && row.next > at ? true : undefined;
      },
      'the run of that day',
      30_000,
    );
  };
  await runOn(50);
  expect(await alarms()).toEqual([]);
  await runOn(62);
  expect(await alarms()).toEqual([SUICIDE_PREVENTION]);
  await relay.database.query('UPDATE broken_glass SET seen_at = $2, seen_by = $3 WHERE ticket_id = $1', [
    ticketId,
    relay.clock.now(),
    staff?.id,
  ]);
  await runOn(64);
  expect(await alarms()).toEqual([]);
});
