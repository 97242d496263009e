import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AccountDetail } from '../../src/contract/administration.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { codeOf } from '../support/passkeys.js';
import { EVENING, type Relay, startRelay } from '../support/relay.js';
import { HUMAN_RIGHTS, startStandIn } from '../support/stand-in.js';

const DAY_MS = 86_400_000;
const ADDRESS = `/api/admin/accounts/${HUMAN_RIGHTS}`;

let standIn: StandIn;
let relay: Relay;
let admin: ConsoleClient;

beforeAll(async () => {
  standIn = await startStandIn();
  relay = await startRelay({ standIn, at: EVENING });
  admin = await ConsoleClient.signedIn(relay.url, 'admin');
  await followers(3, 40);
  // Not yet now, but before the next night is over.
  await followers(1, 29.5);
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
});

async function followers(count: number, days: number): Promise<void> {
  await relay.database.query(
    `INSERT INTO caller (id, account_id, alias, key_id, created_at)
     SELECT id, $1, '白い雲', gen_random_uuid(), $3 FROM unnest($2::uuid[]) AS id`,
    [
      HUMAN_RIGHTS,
      Array.from({ length: count }, () => randomUUID()),
      new Date(EVENING.getTime() - days * DAY_MS),
    ],
  );
}
const detail = async () => (await admin.request<AccountDetail>('GET', ADDRESS)).body;
const keep = async (days: number | undefined, erases?: number) => {
  const { version, name, purpose, settings } = await detail();
  const body = { version, name, purpose, settings: { ...settings, retention: { days } }, erases };
  return admin.request('PUT', ADDRESS, body);
};
const kept = async () => (await detail()).settings.retention.days;

it('wants whoever changes an account to have shown who they are', async () => {
  await relay.database.query(`UPDATE session SET verified_at = now() - interval '1 hour'`);
  expect(codeOf(await keep(undefined))).toBe('verification_required');
  await relay.database.query('UPDATE session SET verified_at = now()');
  expect((await keep(undefined)).status).toBe(200);
});

it('keeps callers for fewer days only for who says how many that erases', async () => {
  expect(await keep(30)).toMatchObject({
    status: 409,
    body: {
      error: {
        code: 'retention_erases',
        field: 'erases',
        message: { ja: expect.stringContaining('4 人') as unknown },
      },
    },
  });
  expect(codeOf(await keep(30, 3))).toBe('retention_erases');
  expect(await kept()).toBeUndefined();
  expect((await keep(30, 4)).status).toBe(200);
  expect(await kept()).toBe(30);
  const [entry] = await relay.database.query<{ before: string | null; after: string }>(
    `SELECT value_before AS before, value_after AS after FROM audit_entry WHERE act = 'account.changed'
     AND actor_kind = 'staff' ORDER BY seq DESC LIMIT 1`,
  );
  expect(JSON.parse(entry?.after ?? '')).toEqual({ 'settings.retention.days': 30 });
});

it('asks for nothing where callers are kept longer, or nobody is old enough', async () => {
  expect((await keep(60)).status).toBe(200);
  expect((await keep(50)).status).toBe(200);
  expect((await keep(undefined)).status).toBe(200);
});
