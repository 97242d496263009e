import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from './embedded-postgres.js';
import { isAlive, waitUntilGone } from './processes.js';
import { stopServer } from './server.js';

jest.setTimeout(120_000);

const HERE = dirname(fileURLToPath(import.meta.url));
const AS_ROOT = process.getuid?.() === 0;
const savedLang = { LANG: process.env['LANG'], LC_ALL: process.env['LC_ALL'] };

let parentDir: string;
let dataDir: string;
let lines: string[];
let started: EmbeddedPostgres[];
let children: ChildProcess[];
let childServers: number[];

const log = (line: string): void => void lines.push(line);

async function start(dir = dataDir): Promise<EmbeddedPostgres> {
  const handle = await startEmbeddedPostgres({ dataDir: dir, log });
  started.push(handle);
  return handle;
}

async function query<Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function failure(attempt: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedPostgresError))
    throw new Error(`expected an EmbeddedPostgresError, got ${String(error)}`);
  return error;
}

/** Runs the supervisor in a process of its own, which then does nothing but wait; answers its handle's facts. */
async function startInChild(): Promise<{ child: ChildProcess; pid: number; ownerUrl: string }> {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        const ownSource = name.startsWith('.') && context.parentURL?.endsWith('.ts');
        return next(ownSource ? name.replace(/\\.js$/, '.ts') : name, context);
      },
    });
    const { startEmbeddedPostgres } = await import(${JSON.stringify(join(HERE, 'embedded-postgres.ts'))});
    const handle = await startEmbeddedPostgres({ dataDir: process.argv[1], log: () => undefined });
    process.send({ pid: handle.pid, ownerUrl: handle.ownerUrl });
    setInterval(() => undefined, 1000);`;
  const args = ['--no-warnings', '--input-type=module', '-e', script, dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], cwd: HERE });
  children.push(child);
  const gone = new AbortController();
  child.once('exit', () => gone.abort());
  const [facts] = (await once(child, 'message', { signal: gone.signal })) as [
    { pid: number; ownerUrl: string },
  ];
  childServers.push(facts.pid);
  return { child, ...facts };
}

beforeEach(() => {
  parentDir = mkdtempSync(join(tmpdir(), 'tomoshibi-pg-'));
  // mkdtemp closes the folder to others, which as root is a case of its own (placement.spec.ts).
  chmodSync(parentDir, 0o711);
  dataDir = join(parentDir, 'data');
  lines = [];
  started = [];
  children = [];
  childServers = [];
  delete process.env['LANG'];
  delete process.env['LC_ALL'];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const handle of started) await handle.stop().catch(() => undefined);
  for (const pid of childServers) await stopServer(pid);
  rmSync(parentDir, { recursive: true, force: true });
  for (const [name, value] of Object.entries(savedLang)) if (value !== undefined) process.env[name] = value;
});

describe('a first start', () => {
  it('creates a UTF-8 cluster without LANG, with both roles, and stops without leaving a process', async () => {
    const handle = await start();
    const [row] = await query<{ length: number }>(handle.appUrl, 'SELECT length($1)', ['死にたい']);
    expect(row?.length).toBe(4);
    expect(
      await query(
        handle.ownerUrl,
        'SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user',
      ),
    ).toEqual([{ current_user: 'tomoshibi_owner', rolsuper: true }]);
    const rights = 'rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolcanlogin';
    expect(
      await query(handle.appUrl, `SELECT ${rights} FROM pg_roles WHERE rolname = 'tomoshibi_app'`),
    ).toEqual([
      { rolsuper: false, rolcreatedb: false, rolcreaterole: false, rolbypassrls: false, rolcanlogin: true },
    ]);
    const settings = [
      'fsync',
      'listen_addresses',
      'max_connections',
      'server_encoding',
      'password_encryption',
    ];
    const shown = await query<{ setting: string }>(
      handle.ownerUrl,
      'SELECT setting FROM unnest($1::text[]) WITH ORDINALITY AS wanted(name, position) JOIN pg_settings USING (name) ORDER BY position',
      [settings],
    );
    expect(shown.map((item) => item.setting)).toEqual(['on', '127.0.0.1', '200', 'UTF8', 'scram-sha-256']);
    expect(statSync(join(dataDir, 'postgres-credentials.json')).mode & 0o777).toBe(0o600);
    expect(handle.reused).toBe(false);
    expect(lines.some((line) => line.startsWith('PostgreSQL: creating the database cluster'))).toBe(true);

    await handle.stop();
    expect(isAlive(handle.pid)).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('refuses a wrong password', async () => {
    const handle = await start();
    const url = new URL(handle.appUrl);
    url.password = 'password';
    await expect(query(url.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  });

  it("keeps callers' words out of the log, also when a statement fails over them", async () => {
    const handle = await start();
    await expect(query(handle.appUrl, 'SELECT $1::text::int', ['死にたい'])).rejects.toThrow(/死にたい/);
    await expect(query(handle.appUrl, "SELECT 'たすけて'::int")).rejects.toThrow(/たすけて/);
    await handle.stop();
    const text = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(text).toContain('database system is ready');
    expect(text).not.toMatch(/死にたい|たすけて|SELECT/);
  });
});

describe('a later start', () => {
  it('keeps the data and moves a log that has grown too large aside', async () => {
    const first = await start();
    await query(first.ownerUrl, "CREATE TABLE note AS SELECT 'ともしび' AS word");
    await first.stop();
    writeFileSync(join(dataDir, 'postgres.log'), Buffer.alloc(10 * 1024 * 1024 + 1, 46));
    const second = await start();
    expect(second.reused).toBe(false);
    expect(await query(second.ownerUrl, 'SELECT word FROM note')).toEqual([{ word: 'ともしび' }]);
    expect(statSync(join(dataDir, 'postgres.log')).size).toBeLessThan(100_000);
  });

  it('takes over the server of a killed process, and stops it in the end', async () => {
    const { child, pid, ownerUrl } = await startInChild();
    await query(ownerUrl, 'CREATE TABLE note AS SELECT 1 AS number');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(pid)).toBe(true);
    const handle = await start();
    expect(handle).toMatchObject({ reused: true, pid });
    expect(await query(handle.ownerUrl, 'SELECT number FROM note')).toEqual([{ number: 1 }]);
    await handle.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('starts anew after process and server were both killed', async () => {
    const { child, pid, ownerUrl } = await startInChild();
    await query(ownerUrl, 'CREATE TABLE note AS SELECT 1 AS number');
    const killed = once(child, 'exit');
    child.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await killed;
    await waitUntilGone(pid, 5_000);
    const handle = await start();
    expect(handle.reused).toBe(false);
    expect(await query(handle.ownerUrl, 'SELECT number FROM note')).toEqual([{ number: 1 }]);
  });

  it('is not misled by a left-over postmaster.pid whose process id now belongs to another program', async () => {
    const first = await start();
    await first.stop();
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n${join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n\nready   \n`);
    expect((await start()).reused).toBe(false);
  });

  it('sets new passwords and keeps the data when the password file is lost', async () => {
    const first = await start();
    await query(first.ownerUrl, 'CREATE TABLE note AS SELECT 1 AS number');
    await first.stop();
    rmSync(join(dataDir, 'postgres-credentials.json'));
    const second = await start();
    expect(await query(second.ownerUrl, 'SELECT number FROM note')).toEqual([{ number: 1 }]);
    expect(await query(second.appUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('the lock', () => {
  it('refuses a second user of the same folder and names DATA_DIR', async () => {
    const { pid } = await startInChild();
    const error = await failure(start());
    expect(error.code).toBe('LOCKED');
    expect(error.en).toContain('DATA_DIR');
    expect(error.ja).toContain('DATA_DIR');
    expect(isAlive(pid)).toBe(true);
  });
});

describe('a folder that can not be used', () => {
  it('names DATA_DIR when it is a file', async () => {
    writeFileSync(dataDir, '');
    const error = await failure(start());
    expect(error.code).toBe('DATA_DIR_UNUSABLE');
    expect(error.en).toContain('DATA_DIR');
    expect(error.en).not.toContain('\n');
  });

  it('names DATA_DIR when it lies below a file, and when a needed file is a folder', async () => {
    writeFileSync(join(parentDir, 'file'), '');
    expect((await failure(start(join(parentDir, 'file', 'data')))).code).toBe('DATA_DIR_UNUSABLE');
  });

  (AS_ROOT ? it.skip : it)('names DATA_DIR when it is closed to this user', async () => {
    chmodSync(parentDir, 0o500);
    expect((await failure(start())).code).toBe('DATA_DIR_UNUSABLE');
    chmodSync(parentDir, 0o711);
  });

  it('gives a damaged password file as the reason and leaves no lock', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres-credentials.json'), '{');
    expect((await failure(start())).code).toBe('CREDENTIALS_BROKEN');
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });

  it('refuses a cluster of another major version', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '15\n');
    const error = await failure(start());
    expect(error.code).toBe('VERSION_MISMATCH');
  });

  it('stops the server again when its database can not be prepared', async () => {
    const attempt = startEmbeddedPostgres({ dataDir, log, databaseName: 'x\0y' });
    expect((await failure(attempt)).code).toBe('START_FAILED');
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
  });
});
