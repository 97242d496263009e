import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type StandIn } from '../../stand-in/server/stand-in.js';
import { RelayProcess } from '../support/relay-process.js';
import { startStandIn } from '../support/stand-in.js';

jest.setTimeout(120_000);

const MARK = 'MARK-7d20c4';
/** Fails where nobody catches it: in a callback, and in a promise whose error PostgreSQL made of what it was given. */
const FAULTS = `
import { createRequire } from 'node:module';
const { Client } = createRequire(process.cwd() + '/')('pg');
process.on('SIGUSR2', () => {
  throw Object.assign(new Error('${MARK}'), { detail: 'Failing row contains (${MARK})', code: '23514' });
});
process.on('SIGHUP', async () => {
  const client = new Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query("SELECT '${MARK}'::int");
});
`;

let standIn: StandIn;
let relay: RelayProcess;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tomoshibi-crash-'));
  const faults = path.join(folder, 'faults.mjs');
  await writeFile(faults, FAULTS);
  standIn = await startStandIn();
  relay = await RelayProcess.create(standIn.url, { NODE_OPTIONS: `--import=${pathToFileURL(faults).href}` });
});
afterAll(async () => {
  await relay.close();
  await standIn.close();
  await rm(folder, { recursive: true, force: true });
});

it.each([
  ['SIGUSR2', 'Error (23514)'],
  ['SIGHUP', 'error (22P02)'],
] as const)(
  'a server that crashes (%s) says of which class the error is, and none of its words',
  async (signal, what) => {
    await relay.start();
    expect(await relay.endBy(signal)).toBe(1);
    expect(relay.output).toContain(`alarm: the process ends: nobody caught ${what}`);
    expect(relay.output).not.toContain(MARK);
  },
);
