import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../lib/tools.mjs';

/** A first start builds everything. */
const WAITS_MS = 120_000;

/** @type {(() => unknown)[]} */
const cleanUps = [];

/** @param {() => unknown} cleanUp what is to be done at the end, the last first */
export function atTheEnd(cleanUp) {
  cleanUps.push(cleanUp);
}

/** @param {unknown} [error] @returns {Promise<never>} */
export async function finish(error) {
  if (error !== undefined) console.error(error);
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  process.exit(error === undefined ? 0 : 1);
}

/** @template T @param {() => Promise<T | null | undefined | false>} look @param {string} what @returns {Promise<T>} */
export async function eventually(look, what) {
  for (const end = Date.now() + WAITS_MS; Date.now() < end; await sleep(100)) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
  }
  throw new Error(`not seen in time: ${what}`);
}

/** Starts the demo and reads its addresses from what it prints. */
export async function startProduct() {
  const dataDir = mkdtempSync(join(tmpdir(), 'tomoshibi-pictures-'));
  // Run as root, the database server is another user, who must be able to pass through this folder.
  chmodSync(dataDir, 0o711);
  atTheEnd(() => rmSync(dataDir, { recursive: true, force: true }));
  const { PATH, HOME, CHROME_PATH } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'scripts/start.mjs')], {
    cwd: ROOT,
    env: { PATH, HOME, CHROME_PATH, PORT: '0', STAND_IN_PORT: '0', DATA_DIR: join(dataDir, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  atTheEnd(() => {
    child.kill('SIGTERM');
    return ended;
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  return eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the product did not start:\n${output}`);
    const [consoleUrl, phoneUrl] = output.match(/http:\/\/\S+/g) ?? [];
    return (
      phoneUrl !== undefined && output.includes('Ctrl-C') && { consoleUrl: String(consoleUrl), phoneUrl }
    );
  }, 'the addresses');
}
