import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { findRunning } from './connect-running.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

jest.setTimeout(60_000);

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tomoshibi-beside-'));
  chmodSync(dataDir, 0o711);
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('joins a server that runs, and touches nothing of a folder without one', async () => {
  expect(findRunning(dataDir)).toEqual({ state: 'none' });
  expect(readdirSync(dataDir)).toEqual([]);
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  try {
    const found = findRunning(dataDir);
    const { appUrl, ownerUrl, keyUrl, keyOwnerUrl } = server;
    expect(found).toEqual({ state: 'running', appUrl, ownerUrl, keyUrl, keyOwnerUrl });
    const client = new Client({ connectionString: server.appUrl });
    await client.connect();
    await client.end();
    // Neither role gets into the other's database.
    for (const [url, other] of [
      [appUrl, keyUrl],
      [keyUrl, appUrl],
    ] as const) {
      const astray = new URL(url);
      astray.pathname = new URL(other).pathname;
      const stranger = new Client({ connectionString: astray.href });
      await expect(stranger.connect()).rejects.toMatchObject({ code: '42501' });
      await stranger.end().catch(() => undefined);
    }
  } finally {
    await server.stop();
  }
  expect(findRunning(dataDir)).toEqual({ state: 'stopped' });
});
