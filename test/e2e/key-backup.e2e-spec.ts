import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runBackup } from '../../src/app/backup/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { type AccountAlarm } from '../../src/contract/account.js';
import { type AccountList } from '../../src/contract/administration.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { EVENING, freePort, moveClock, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { startStandIn } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(120_000);

const DAY_MS = 86_400_000;
const DAYS = 14;

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: Relay;
let folder: string;

beforeAll(async () => {
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  relay = await startRelay({ standIn, at: EVENING, env: keys.env });
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-key-backups-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const backupKeys = async (now: Date, changed: Readonly<Record<string, string>> = {}) => {
  const environment = relayEnvironment({
    database: relay.database,
    dataDir: folder,
    port: 0,
    standInUrl: standIn.url,
  });
  return runBackup(
    { what: 'backup:keys', to: folder, file: undefined, keys: false },
    readEnvironment({ ...environment, ...keys.env, ...changed }),
    now,
  );
};
const nameAt = (at: Date) => `tomoshibi-keys-${at.toISOString().replaceAll(/[:.]/g, '-')}.backup`;
const daysAgo = (now: Date, days: number) => new Date(now.getTime() - days * DAY_MS);
const put = async (name: string) => {
  await writeFile(path.join(folder, name), '');
  return name;
};

describe('backups of the keys', () => {
  it('taken each day leave none that holds a key after the days that its certificate names', async () => {
    const erasedAt = EVENING;
    // A moment before the erasure, and each day's run a little later than the one before.
    const last = path.basename((await backupKeys(new Date(erasedAt.getTime() - 1))).split('\n')[0] ?? '');
    const runs: string[][] = [];
    for (let day = 1; day <= DAYS; day += 1) {
      const now = new Date(erasedAt.getTime() + day * DAY_MS - (DAYS - day) * 60_000);
      await backupKeys(now);
      runs.push(await readdir(folder));
    }
    expect(runs[0]).toContain(last);
    expect(runs.at(-1)).not.toContain(last);
    expect(runs.at(-1)?.length).toBeGreaterThan(1);
  });

  it('are deleted when they are old, also where the new one fails', async () => {
    const now = EVENING;
    await put(nameAt(daysAgo(now, DAYS - 0.9)));
    const young = await put(nameAt(daysAgo(now, DAYS - 1.1)));
    const other = await put('tomoshibi-data-2026-01-01T00-00-00-000Z.backup');
    const nowhere = `postgresql://nobody:nothing@127.0.0.1:${await freePort()}/nowhere`;
    await expect(
      backupKeys(now, { KEY_DATABASE_URL: nowhere, KEY_MIGRATION_DATABASE_URL: nowhere }),
    ).rejects.toThrow();
    expect((await readdir(folder)).toSorted()).toEqual([young, other].toSorted());
  });

  it('that a killed run left half written are deleted after a day', async () => {
    const now = EVENING;
    await put(`${nameAt(daysAgo(now, 1.1))}.part`);
    const running = await put(`${nameAt(daysAgo(now, 0.9))}.part`);
    expect(await backupKeys(now)).toMatch(/\n1 older than 13 days deleted/);
    expect((await readdir(folder)).toSorted()).toEqual([running, nameAt(now)].toSorted());
  });

  it('that cannot be deleted are said, after the new one is made', async () => {
    const now = EVENING;
    const stuck = nameAt(daysAgo(now, DAYS));
    // A folder of that name: deleting a file doesn't delete it.
    await mkdir(path.join(folder, stuck));
    await put(nameAt(daysAgo(now, DAYS + 1)));
    await expect(backupKeys(now)).rejects.toThrow('could NOT be deleted');
    expect((await readdir(folder)).toSorted()).toEqual([stuck, nameAt(now)].toSorted());
  });

  it('keep nothing for less than two days: the last would go before the next is made', async () => {
    await expect(backupKeys(EVENING, { KEY_BACKUP_DAYS: '1' })).rejects.toThrow('KEY_BACKUP_DAYS');
  });
});

it('an alarm tells when backups of the keys are no longer made, until one is', async () => {
  const admin = await ConsoleClient.signedIn(relay.url, 'admin');
  const supervisor = await ConsoleClient.signedIn(relay.url, 'tanaka');
  const counselor = await ConsoleClient.signedIn(relay.url, 'sato');
  /** How many accounts an administrator, a supervisor and a counselor hear of. */
  const told = async () => {
    const views = [
      (await admin.request<AccountList>('GET', '/api/admin/accounts')).body.accounts,
      (await supervisor.desk()).accounts,
      (await counselor.desk()).accounts,
    ];
    return views.map(
      (accounts: readonly { readonly alarms: readonly AccountAlarm[] }[]) =>
        accounts.filter(({ alarms }) => alarms.some(({ kind }) => kind === 'key-backup-late')).length,
    );
  };
  /** What is true at that time, once it was looked at. */
  const toldAt = async (at: Date) => {
    await moveClock(relay, at);
    await eventually(
      async () =>
        (
          await relay.database.query(
            `SELECT FROM timer WHERE kind = 'key-backup-watch' HAVING min(due_at) > $1`,
            [at],
          )
        ).length > 0 || undefined,
      'the look',
      30_000,
    );
    return told();
  };
  // Those of the tests before, in one of which a run had failed.
  const begin = new Date(EVENING.getTime() + 30 * DAY_MS);
  await backupKeys(begin);
  expect(await toldAt(new Date(begin.getTime() + 1.9 * DAY_MS))).toEqual([0, 0, 0]);
  const late = await toldAt(new Date(begin.getTime() + 2.1 * DAY_MS));
  expect(late[0]).toBeGreaterThan(1);
  expect(late[1]).toBeGreaterThan(0);
  expect(late[2]).toBe(0);
  // One that isn't done is none.
  const nowhere = `postgresql://nobody:nothing@127.0.0.1:${await freePort()}/nowhere`;
  await expect(
    backupKeys(new Date(begin.getTime() + 2.1 * DAY_MS), { KEY_MIGRATION_DATABASE_URL: nowhere }),
  ).rejects.toThrow();
  expect((await toldAt(new Date(begin.getTime() + 2.2 * DAY_MS)))[0]).toBe(late[0]);
  await backupKeys(new Date(begin.getTime() + 2.2 * DAY_MS));
  expect(await toldAt(new Date(begin.getTime() + 2.3 * DAY_MS))).toEqual([0, 0, 0]);
});
