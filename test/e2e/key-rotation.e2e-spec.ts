import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { runKeys } from '../../src/app/keys/run.js';
import { readEnvironment } from '../../src/config/environment.js';
import { KeyDestruction } from '../../src/vault/key-destruction.js';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { ConsoleClient } from '../support/console-client.js';
import { createTestKeyDatabase, type TestKeyDatabase } from '../support/database.js';
import { EVENING, type Relay, relayEnvironment, startRelay } from '../support/relay.js';
import { openedOf, richConsultation, type RichConsultation } from '../support/rich-consultation.js';
import { putBytes, sealUnder } from '../support/sealed-under.js';
import { startStandIn, SUICIDE_PREVENTION } from '../support/stand-in.js';
import { eventually } from '../support/wait.js';

jest.setTimeout(150_000);

const DAY_MS = 86_400_000;
const masters = [randomBytes(32).toString('base64')];

let standIn: StandIn;
let keys: TestKeyDatabase;
let relay: Relay;
let folder: string;
let environment: Record<string, string>;
let counselor: ConsoleClient;
let supervisor: ConsoleClient;
let talks: RichConsultation[];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-rotation-'));
  standIn = await startStandIn();
  keys = await createTestKeyDatabase();
  const env = { ...keys.env, MASTER_KEY: '', MASTER_KEY_FILE: path.join(folder, 'master.keys') };
  await keepMasters();
  relay = await startRelay({ standIn, at: EVENING, env: withoutEmpty(env) });
  environment = withoutEmpty({
    ...relayEnvironment({ database: relay.database, dataDir: folder, port: 0, standInUrl: standIn.url }),
    ...env,
  });
  [counselor, supervisor] = (await Promise.all(
    ['sato', 'tanaka'].map((login) => ConsoleClient.signedIn(relay.url, login)),
  )) as [ConsoleClient, ConsoleClient];
  talks = [];
  for (const text of ['ひとりめ', 'ふたりめ', 'さんにんめ'])
    talks.push(await richConsultation(standIn, relay, SUICIDE_PREVENTION, { counselor, supervisor }, text));
});
afterAll(async () => {
  await relay.close();
  await keys.drop();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

/** The newest first, as the file has them. */
const keepMasters = () => writeFile(path.join(folder, 'master.keys'), masters.join('\n'));
/** Named as unset: `relayEnvironment` gives every relay the same master key. */
const withoutEmpty = (env: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value === '' ? undefined : value]),
  ) as Record<string, string>;
const rotate = (level: 'master' | 'account' | 'caller', before?: Date) =>
  runKeys({ what: 'rotate', level, before }, readEnvironment(environment));

const callerIds = async () =>
  (
    await relay.database.query<{ id: string }>(
      'SELECT DISTINCT caller_id AS id FROM ticket WHERE id = ANY($1) ORDER BY 1',
      [talks.map(({ ticketId }) => ticketId)],
    )
  ).map(({ id }) => id);
/** What opens of all that these callers left. */
const opened = async () => Promise.all((await callerIds()).map((id) => openedOf(relay, id)));
const rooms = () => Promise.all(talks.map(async ({ ticketId }) => contentsOf(ticketId)));
const contentsOf = async (ticketId: string) =>
  (await supervisor.talkRoom(ticketId)).messages.map(({ content }) => content);

interface Report {
  readonly text: string;
  /** Rows by column, and by what kind of key they are under. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** As an operator reads it. The trace is left out: commands write to it themselves. */
async function report(): Promise<Report> {
  const text = await runKeys(
    { what: 'report', level: undefined, before: undefined },
    readEnvironment(environment),
  );
  const rows: Record<string, Record<string, number>> = {};
  for (const [, column = '', parts = ''] of text.matchAll(/^ {2}(\S+): \d+ rows — (.*)$/gm)) {
    if (column.startsWith('audit_entry.')) continue;
    rows[column] = Object.fromEntries(
      parts.split(', ').map((part) => {
        const [, count = '', purpose = part] = /^(\d+) under \d+ (.*) keys$/.exec(part) ?? [];
        return [purpose, Number(count)];
      }),
    );
  }
  expect(text).toContain("Unreadable rows: 0. Keys that can't be opened: 0.");
  return { text, rows };
}

const total = ({ rows }: Report) =>
  Object.fromEntries(
    Object.entries(rows).map(([column, under]) => [
      column,
      Object.values(under).reduce((sum, count) => sum + count, 0),
    ]),
  );
const retired = ({ rows }: Report) =>
  Object.values(rows).reduce((sum, under) => sum + (under['retired caller'] ?? 0), 0);

/** Reads all the while what was said, and writes more of it; resolves with how many readings failed. */
function underLoad(): () => Promise<{ reads: number; failed: number }> {
  const state = { running: true, reads: 0, failed: 0 };
  const reading = (async () => {
    for (let round = 1; state.running; round += 1) {
      for (const { ticketId } of talks) {
        state.reads += 1;
        const room = await contentsOf(ticketId).catch(() => undefined);
        const bad = room?.some(
          (content) => content.kind === 'labelled' && ['erased', 'unreadable'].includes(content.label),
        );
        if (room === undefined || bad === true) state.failed += 1;
      }
      for (const { userId } of talks)
        await standIn.sendText(SUICIDE_PREVENTION, userId, `続き${round}`, { wait: true });
    }
  })();
  return async () => {
    await eventually(() => state.reads > 3 || undefined, 'some reading');
    state.running = false;
    await reading;
    return state;
  };
}

/** Runs a command in a process of its own and ends it, as a power cut would, while it waits for a row that we hold. */
async function killedAt(given: string[], url: string, lock: string, parameters: unknown[]): Promise<void> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await holder.query(lock, parameters);
    const child = spawn(process.execPath, ['dist/src/app/keys/cli.js', ...given], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const there = url === keys.ownerUrl ? keys : relay.database;
    await eventually(
      async () =>
        (
          await there.query('SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [
            rows[0]?.pid,
          ])
        ).length > 0 || undefined,
      'the command in the middle of its work',
      30_000,
    );
    child.kill('SIGKILL');
    expect(await ended).toEqual([null, 'SIGKILL']);
  } finally {
    await holder.query('ROLLBACK');
    await holder.end();
  }
}

describe('keys that are replaced', () => {
  it('at each level under load fail no reading and lose no word', async () => {
    const before = await opened();
    const first = await keyIds();
    const end = underLoad();
    masters.unshift(randomBytes(32).toString('base64'));
    await keepMasters();
    for (const level of ['account', 'caller', 'master', 'account', 'caller'] as const) await rotate(level);
    const { reads, failed } = await end();
    expect(failed).toBe(0);
    expect(reads).toBeGreaterThan(3);
    // Whatever was written with the earlier keys meanwhile is found by the next run.
    await rotate('caller', new Date(0));
    const after = await report();
    expect(retired(after)).toBe(0);
    expect(after.text).not.toMatch(/wrapped by the master key [0-9a-f]/);
    expect((await keyIds()).filter((id) => first.includes(id))).toEqual([]);
    for (const [index, columns] of (await opened()).entries()) {
      expect(Object.keys(columns)).toEqual(Object.keys(before[index] ?? {}));
      for (const { erased, damaged } of Object.values(columns)) expect(erased + damaged).toBe(0);
    }
  });

  it('are replaced by one run at a time, so that erasing reaches each of them', async () => {
    const first = await keyIds();
    const runs = await Promise.allSettled([rotate('caller'), rotate('caller')]);
    expect(runs.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const failed = runs.find((run) => run.status === 'rejected');
    expect(String(failed?.reason)).toContain('Another run');
    const lineageOf = (ids: string[]) => relay.server.app.get(KeyDestruction).lineage(ids);
    expect(await lineageOf(await keyIds())).toEqual(expect.arrayContaining(first));

    // Also where the lock was lost: whoever finds another successor than they had read stops.
    const now = await keyIds();
    const other = await keys.query<{ id: string }>('SELECT id FROM keystore.data_key WHERE id = $1', [
      first[0],
    ]);
    const holder = new pg.Client({ connectionString: keys.ownerUrl });
    await holder.connect();
    try {
      await holder.query('BEGIN');
      const { rows } = await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await holder.query('UPDATE keystore.data_key SET successor_id = $2 WHERE id = ANY($1)', [
        now,
        other[0]?.id,
      ]);
      const run = rotate('caller').then(() => 'done', String);
      await eventually(
        async () =>
          (
            await keys.query('SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))', [
              rows[0]?.pid,
            ])
          ).length > 0 || undefined,
        'the run at a key',
      );
      await holder.query('COMMIT');
      expect(await run).toContain('Another run');
    } finally {
      await holder.end();
    }
    expect(await keyIds()).toEqual(now);
    await keys.query(
      'UPDATE keystore.data_key SET successor_id = NULL, retired_at = NULL WHERE id = ANY($1)',
      [now],
    );
  });

  it('by a run that was killed are replaced by the next one: callers', async () => {
    await quiet();
    const [before, words, all] = [await report(), await rooms(), await opened()];
    const [, second] = await callerIds();
    const begun = new Date();
    await killedAt(
      ['rotate', '--level', 'caller', '--before', begun.toISOString()],
      relay.database.ownerUrl,
      'SELECT FROM message WHERE ticket_id IN (SELECT id FROM ticket WHERE caller_id = $1) FOR NO KEY UPDATE',
      [second],
    );
    const during = await report();
    expect(total(during)).toEqual(total(before));
    // Some words are under the new keys, others not yet.
    expect(retired(during)).toBeGreaterThan(0);
    expect(during.rows['message.content_sealed']?.['caller']).toBeGreaterThan(0);
    expect(await rooms()).toEqual(words);
    expect(await opened()).toEqual(all);

    expect(await rotate('caller', begun)).toMatch(
      /^\d+ callers have a new key; [1-9]\d* rows were sealed anew/,
    );
    const after = await report();
    expect(total(after)).toEqual(total(before));
    expect(retired(after)).toBe(0);
    expect(await rooms()).toEqual(words);
    expect(await opened()).toEqual(all);
    // Nothing is left to do for another one.
    expect(await rotate('caller', begun)).toBe('0 callers have a new key; 0 rows were sealed anew.');
  });

  it.each([
    ['accounts, before all have a new one', `owner = (SELECT max(owner) FROM keystore.data_key)`],
    ['accounts, before all callers are under it', `purpose = 'caller' AND parent_id IS NOT NULL`],
  ])('by a run that was killed are replaced by the next one: %s', async (_, held) => {
    const [words, all, first] = [await rooms(), await opened(), await wrappingIds()];
    expect(first.length).toBeGreaterThan(1);
    await killedAt(
      ['rotate', '--level', 'account'],
      keys.ownerUrl,
      `SELECT FROM keystore.data_key WHERE ${held} FOR UPDATE`,
      [],
    );
    expect(await rooms()).toEqual(words);
    const during = await report();
    expect(during.text).toMatch(/retired wrapping keys/);
    await rotate('account');
    const after = await report();
    expect(after.text).not.toMatch(/retired wrapping/);
    // Of every account: also of those that the first run hadn't come to.
    expect((await wrappingIds()).filter((id) => first.includes(id))).toEqual([]);
    expect(total(after)).toEqual(total(during));
    expect(await rooms()).toEqual(words);
    expect(await opened()).toEqual(all);
  });

  it('by a run that was killed are replaced by the next one: the master key', async () => {
    const [words, all, before] = [await rooms(), await opened(), await report()];
    masters.unshift(randomBytes(32).toString('base64'));
    await keepMasters();
    await killedAt(
      ['rotate', '--level', 'master'],
      keys.ownerUrl,
      `SELECT FROM keystore.data_key WHERE parent_id IS NULL ORDER BY id OFFSET 1 LIMIT 1 FOR UPDATE`,
      [],
    );
    const during = await report();
    expect(during.text).toMatch(/wrapped by the master key \(current\)/);
    expect(during.text).toMatch(/wrapped by the master key [0-9a-f]/);
    await rotate('master');
    // The older ones aren't needed any more, by a server that begins without them either.
    masters.length = 1;
    await keepMasters();
    const after = await report();
    expect(after.text).not.toMatch(/wrapped by the master key [0-9a-f]/);
    expect(total(after)).toEqual(total(before));
    const other = await startRelay({
      standIn,
      at: EVENING,
      beside: relay,
      env: { ...withoutEmpty(environment) },
    });
    try {
      const there = supervisor.at(other.url);
      for (const [index, { ticketId }] of talks.entries())
        expect((await there.talkRoom(ticketId)).messages.map(({ content }) => content)).toEqual(words[index]);
    } finally {
      await other.close();
    }
    expect(await opened()).toEqual(all);
  });
});

it('replaced keys are destroyed when nothing is sealed with them, and no sooner', async () => {
  const destroy = (before: Date) =>
    runKeys({ what: 'destroy-retired', level: undefined, before }, readEnvironment(environment));
  await expect(destroy(new Date())).rejects.toThrow('for a day at least');
  const words = await rooms();
  const yesterday = new Date(Date.now() - 2 * DAY_MS);
  await keys.query('UPDATE keystore.data_key SET retired_at = $1 WHERE retired_at IS NOT NULL', [
    new Date(yesterday.getTime() - 1),
  ]);
  // One row, as a process that still had the old key would have written it.
  const [kept = ''] = await retiredIds();
  const [first] = (await supervisor.talkRoom(talks[0]?.ticketId ?? '')).messages;
  const bytes = await sealUnder(relay, first?.id ?? '', kept);
  expect(await destroy(yesterday)).toMatch(
    /^[1-9]\d* replaced keys are destroyed: .* 1 stay: rows are sealed with them \(message\.content_sealed: 1\)\.$/,
  );
  expect(await retiredIds()).toEqual([kept]);
  expect(await destroy(yesterday)).toMatch(/^0 replaced keys/);
  await report();
  expect(await rooms()).toEqual(words);
  // Whoever is erased later still loses every key that is left of theirs, and those of reasons in the trace, which are
  // never sealed anew.
  const own = await keyIds();
  const lineages = await Promise.all(own.map((key) => relay.server.app.get(KeyDestruction).lineage([key])));
  const reasons = await idsWhere(`purpose = 'reason'`);
  expect(reasons.length).toBeGreaterThan(0);
  expect(lineages.flat()).toEqual(expect.arrayContaining([kept, ...reasons]));
  await putBytes(relay, first?.id ?? '', bytes);
  expect(await destroy(yesterday)).toMatch(/^1 replaced keys/);
  expect(await rooms()).toEqual(words);
  const trace = await relay.database.query<{ act: string }>(
    `SELECT DISTINCT act FROM audit_entry WHERE actor_kind = 'command' ORDER BY 1`,
  );
  expect(trace.map(({ act }) => act)).toEqual(['key.destroyed', 'key.rotated']);
});

const idsWhere = async (where: string) =>
  (await keys.query<{ id: string }>(`SELECT id FROM keystore.data_key WHERE ${where} ORDER BY id`)).map(
    ({ id }) => id,
  );
const retiredIds = () => idsWhere(`purpose = 'caller' AND retired_at IS NOT NULL`);
const keyIds = async () =>
  (
    await relay.database.query<{ id: string }>('SELECT key_id AS id FROM caller WHERE id = ANY($1)', [
      await callerIds(),
    ])
  ).map(({ id }) => id);
const wrappingIds = () => idsWhere(`purpose = 'wrapping'`);

/** Nothing is under way any more that would write. */
async function quiet(): Promise<void> {
  await eventually(async () => {
    const [row] = await relay.database.query<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM delivery WHERE state = 'waiting')
         OR EXISTS (SELECT FROM inbound_event WHERE state = 'stored') AS busy`,
    );
    return row?.busy === false || undefined;
  }, 'everything done');
}
