import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type AccountAlarm } from '../../src/contract/account.js';
import { type AccountList } from '../../src/contract/administration.js';
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
let counselor: ConsoleClient;
let admin: ConsoleClient;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
  [counselor, admin] = (await Promise.all(
    ['sato', 'admin'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient];
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
});

it('who could not be erased in time raises an alarm at who answers for the account, until it is done', async () => {
  const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  const ticketId = await write(standIn, relay, SUICIDE_PREVENTION, await newCaller(standIn), '前の相談です');
  await counselor.take(ticketId);
  expect((await counselor.close(ticketId)).status).toBe(200);
  /** The accounts of which a supervisor, an administrator and a counselor are told. */
  const told = async () => {
    const views = [
      (await supervisor.desk()).accounts,
      (await admin.request<AccountList>('GET', '/api/admin/accounts')).body.accounts,
      (await counselor.desk()).accounts,
    ];
    return views.map((accounts: readonly { id: string; alarms: readonly AccountAlarm[] }[]) =>
      accounts
        .filter(({ alarms }) => alarms.some(({ kind }) => kind === 'retention-failed'))
        .map(({ id }) => id),
    );
  };
  await relay.database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
  );
  await relay.database.query(
    'CREATE TRIGGER refuse BEFORE INSERT ON erasure FOR EACH ROW EXECUTE FUNCTION refuse()',
  );
  await relay.database.query(
    `UPDATE account SET settings = jsonb_set(settings::jsonb, '{retention}', '{"days": 30}') WHERE id = $1`,
    [SUICIDE_PREVENTION],
  );
  await moveClock(relay, new Date(EVENING.getTime() + 32 * DAY_MS));
  await eventually(async () => ((await told())[0]?.length === 1 ? true : undefined), 'the alarm', 30_000);
  expect(await told()).toEqual([[SUICIDE_PREVENTION], [SUICIDE_PREVENTION], []]);
  await relay.database.query('DROP TRIGGER refuse ON erasure');
  await moveClock(relay, new Date(EVENING.getTime() + 34 * DAY_MS));
  await eventually(async () => ((await told()).flat().length === 0 ? true : undefined), 'its end', 30_000);
  const [caller] = await relay.database.query<{ erased: boolean }>(
    `SELECT erased_at IS NOT NULL AS erased FROM caller JOIN ticket ON caller_id = caller.id WHERE ticket.id = $1`,
    [ticketId],
  );
  expect(caller?.erased).toBe(true);
});
