import { chmodSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { PRIVATE_ROOT, prepareDataDir } from './placement.js';

jest.setTimeout(60_000);

const AS_ROOT = process.getuid?.() === 0;

let parentDir: string;
let dataDir: string;
let lines: string[];
let started: EmbeddedPostgres[];
let elsewhere: string[];

async function start(): Promise<EmbeddedPostgres> {
  const handle = await startEmbeddedPostgres({ dataDir, log: (line) => void lines.push(line) });
  started.push(handle);
  const cluster = realpathSync(join(dataDir, 'postgres'));
  if (cluster.startsWith(`${PRIVATE_ROOT}/`)) elsewhere.push(dirname(cluster));
  return handle;
}

async function run<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

beforeEach(() => {
  parentDir = mkdtempSync(join(tmpdir(), 'tomoshibi-place-'));
  dataDir = join(parentDir, 'data');
  lines = [];
  started = [];
  elsewhere = [];
});

afterEach(async () => {
  for (const handle of started) await handle.stop();
  for (const folder of [parentDir, ...elsewhere]) rmSync(folder, { recursive: true, force: true });
});

describe('the data folder', () => {
  it('is made so that only the account of the database passes through', () => {
    expect(prepareDataDir(join(dataDir, 'deep'))).toBe(realpathSync(join(dataDir, 'deep')));
    expect(statSync(join(dataDir, 'deep')).mode & 0o777).toBe(AS_ROOT ? 0o711 : 0o700);
  });
});

(AS_ROOT ? describe : describe.skip)(
  "as root below a folder that is closed to the database's account",
  () => {
    it('keeps the cluster in a reachable folder, says where, and finds it again', async () => {
      const first = await start();
      expect(lines.some((line) => line.includes(`kept in ${PRIVATE_ROOT}/`))).toBe(true);
      await run(first.ownerUrl, 'CREATE TABLE note AS SELECT 1 AS number');
      await first.stop();
      expect(elsewhere).toHaveLength(1);
      // Opened since: the data must not seem to have vanished.
      chmodSync(parentDir, 0o755);
      const second = await start();
      expect(await run(second.ownerUrl, 'SELECT number FROM note')).toEqual([{ number: 1 }]);
    });

    it('begins anew when the data folder was deleted, and destroys nothing', async () => {
      const first = await start();
      await run(first.ownerUrl, 'CREATE TABLE note AS SELECT 1 AS number');
      await first.stop();
      rmSync(dataDir, { recursive: true });
      const second = await start();
      expect(await run(second.ownerUrl, "SELECT to_regclass('note') AS found")).toEqual([{ found: null }]);
      const kept = readdirSync(elsewhere[0] ?? '').filter((name) => name.startsWith('postgres-'));
      expect(kept).toHaveLength(1);
      expect(existsSync(join(elsewhere[0] ?? '', kept[0] ?? '', 'PG_VERSION'))).toBe(true);
      expect(lines.some((line) => line.includes(kept[0] ?? 'nothing'))).toBe(true);
    });

    it('stays in place when its account gets there', async () => {
      chmodSync(parentDir, 0o711);
      await start();
      expect(elsewhere).toEqual([]);
      expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    });
  },
);
