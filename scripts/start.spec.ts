import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitUntilGone } from '../src/database/embedded/processes.js';

jest.setTimeout(40_000);

const SCRIPTS = dirname(fileURLToPath(import.meta.url));

const STAND_IN = `
  import { createServer } from 'node:http';
  const server = createServer((request, response) => response.end('stand-in'));
  server.listen(Number(process.env.STAND_IN_PORT), '127.0.0.1', () =>
    process.send({ type: 'listening', url: 'http://127.0.0.1:' + server.address().port }));
  process.on('disconnect', () => process.exit(0));
  console.log('stand-in ' + process.pid + ' ' + process.env.RELAY_BASE_URL + ' ' + process.env.STAND_IN_CONFIG);`;

const SERVER = `
  import { createServer } from 'node:http';
  if (process.env.FAKE === 'throw') throw new Error('broken');
  if (process.env.FAKE === 'exit') process.exit(3);
  if (process.env.FAKE === 'exitCode') process.exitCode = 4;
  else {
    const server = createServer((request, response) => response.end('server'));
    const names = ['LINE_API_BASE_URL', 'LINE_DATA_API_BASE_URL', 'PROVISION_FILE', 'PORT'];
    server.listen(Number(process.env.PORT), '127.0.0.1', () =>
      console.log('facts ' + JSON.stringify(Object.fromEntries(names.map((name) => [name, process.env[name]])))));
    const close = () => process.env.FAKE === 'hang' || server.close(() => { console.log('closed'); process.exit(0); });
    process.on('SIGINT', close);
    process.on('SIGTERM', close);
  }`;

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

let project: string;
let runs: Run[];
let servers: Server[];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** Runs `npm start`'s script as a terminal does: leading a process group of its own. */
function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: project,
    detached: true,
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(child, 'close').then(() => child.exitCode);
  const run = { child, output: () => text, ended };
  runs.push(run);
  return run;
}

async function outputOf(run: Run, pattern: RegExp): Promise<RegExpExecArray> {
  for (let waited = 0; waited < 15_000; waited += 20) {
    const match = pattern.exec(run.output());
    if (match !== null) return match;
    await sleep(20);
  }
  throw new Error(`no ${pattern} in: ${run.output()}`);
}

async function expectGone(pid: number): Promise<void> {
  expect(await waitUntilGone(pid, 3_000)).toBe(true);
}

async function occupyPort(host: string): Promise<string> {
  const server = createServer();
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? String(address.port) : '';
}

async function standInPid(run: Run): Promise<number> {
  return Number((await outputOf(run, /stand-in (\d+)/))[1]);
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'tomoshibi-start-'));
  runs = [];
  servers = [];
  cpSync(SCRIPTS, join(project, 'scripts'), { recursive: true });
  write('package.json', '{ "type": "module" }');
  write('dist/stand-in/server/main.js', STAND_IN);
  write('dist/src/main.js', SERVER);
  write('demo/provision.yaml', '');
});

afterEach(async () => {
  for (const { child, ended } of runs) {
    child.kill('SIGKILL');
    await ended;
  }
  for (const server of servers) server.close();
  rmSync(project, { recursive: true, force: true });
});

describe('npm start', () => {
  it('starts the stand-in first and tells the server where it is', async () => {
    const run = start();
    const facts = JSON.parse((await outputOf(run, /facts (.*)/))[1] ?? '') as Record<string, string>;
    const api = facts['LINE_API_BASE_URL'] ?? '';
    expect(await (await fetch(api)).text()).toBe('stand-in');
    expect(facts['LINE_DATA_API_BASE_URL']).toBe(api);
    expect(facts['PROVISION_FILE']).toBe(join(project, 'demo/provision.yaml'));
    const [, relay, config] = await outputOf(run, /stand-in \d+ (\S+) (\S+)/);
    expect(relay).toBe(`http://localhost:${facts['PORT']}`);
    expect(config).toBe(join(project, 'demo/line-stand-in.yaml'));
  });

  it.each([
    ['in production', { NODE_ENV: 'production', DATABASE_URL: 'postgresql://x' }],
    ['when the user named an address for LINE', { LINE_API_BASE_URL: 'http://line.test' }],
  ])('runs without the stand-in %s', async (_case, env: Record<string, string>) => {
    const run = start(env);
    const facts = JSON.parse((await outputOf(run, /facts (.*)/))[1] ?? '') as Record<string, string>;
    expect(facts['LINE_API_BASE_URL']).toBe(env['LINE_API_BASE_URL']);
    expect(run.output()).not.toContain('stand-in');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves nothing behind after %s to its process group',
    async (signal) => {
      const run = start();
      await outputOf(run, /facts/);
      const pid = await standInPid(run);
      process.kill(-(run.child.pid ?? 0), signal);
      expect(await run.ended).toBe(0);
      expect(run.output()).toContain('closed');
      expect(run.output()).not.toContain('has ended');
      await expectGone(pid);
    },
  );

  it('leaves no stand-in behind when it is killed', async () => {
    const run = start();
    const pid = await standInPid(run);
    await outputOf(run, /facts/);
    run.child.kill('SIGKILL');
    await expectGone(pid);
  });

  it('cuts a server off that does not close in time', async () => {
    const run = start({ FAKE: 'hang' });
    await outputOf(run, /facts/);
    const pid = await standInPid(run);
    const asked = Date.now();
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(1);
    expect(Date.now() - asked).toBeLessThan(10_000);
    await expectGone(pid);
  });

  it.each([
    ['throw', 1],
    ['exit', 3],
    ['exitCode', 4],
  ])('leaves nothing behind when the server fails early (%s)', async (fake, code) => {
    const run = start({ FAKE: fake });
    const pid = await standInPid(run);
    expect(await run.ended).toBe(code);
    await expectGone(pid);
  });

  it('ends when the stand-in can not start', async () => {
    write('dist/stand-in/server/main.js', 'process.exit(7);');
    const run = start();
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain('exit code 7');
    expect(run.output()).not.toContain('facts');
  });
});

describe('npm start refuses in one line, before it builds or starts anything,', () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    const run = start(env);
    expect(await run.ended).toBe(1);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(project, '.data'))).toBe(false);
    return run.output();
  }

  it.each(['abc', '-1', '65536', '3000.5', '1e3', '0x50'])('PORT=%s', async (value) => {
    expect(await refusal({ PORT: value })).toMatch(/^PORT: /);
  });

  it('a port in use', async () => {
    const port = await occupyPort('127.0.0.1');
    expect(await refusal({ PORT: port })).toMatch(new RegExp(`^PORT: port ${port} is in use`));
    expect(await refusal({ STAND_IN_PORT: port })).toMatch(/^STAND_IN_PORT: /);
  });

  it('an address of another machine, and one port for two servers', async () => {
    expect(await refusal({ HOST: '203.0.113.1' })).toMatch(/^HOST: /);
    const port = await occupyPort('127.0.0.1');
    servers.pop()?.close();
    expect(await refusal({ PORT: port, STAND_IN_PORT: port })).toMatch(/^STAND_IN_PORT: /);
  });

  it('a data folder that is a file or lies below one', async () => {
    write('file', '');
    expect(await refusal({ DATA_DIR: 'file' })).toMatch(/^DATA_DIR: /);
    expect(await refusal({ DATA_DIR: 'file/data' })).toMatch(/^DATA_DIR: /);
  });
});
