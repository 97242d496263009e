import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { acquireOwnerLock } from './owner-lock.js';
import { processStartToken } from './processes.js';

let dataDir: string;
let lockFile: string;

const content = (): unknown => JSON.parse(readFileSync(lockFile, 'utf8'));
const mine = { pid: process.pid, started: processStartToken(process.pid) };

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tomoshibi-lock-'));
  lockFile = join(dataDir, 'lock');
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

describe('the lock of a data folder', () => {
  it('is held once, also within one process, until it is released', async () => {
    const lock = await acquireOwnerLock(dataDir);
    expect(content()).toEqual(mine);
    await expect(acquireOwnerLock(dataDir)).rejects.toMatchObject({ code: 'LOCKED' });
    lock.release();
    expect(existsSync(lockFile)).toBe(false);
    (await acquireOwnerLock(dataDir)).release();
  });

  it('is refused while its owner lives, whose process id is told', async () => {
    writeFileSync(lockFile, JSON.stringify({ pid: process.ppid, started: processStartToken(process.ppid) }));
    const refusal = acquireOwnerLock(dataDir);
    await expect(refusal).rejects.toMatchObject({
      code: 'LOCKED',
      en: expect.stringContaining(`pid ${process.ppid}`),
    });
    await expect(refusal).rejects.toMatchObject({ ja: expect.stringContaining('DATA_DIR') });
  });

  it.each([
    ['a dead process', JSON.stringify({ pid: 2 ** 22 + 1, started: null })],
    [
      'a process id that was given to another program',
      JSON.stringify({ pid: process.ppid, started: 'earlier' }),
    ],
    ['nobody, being damaged', 'not a lock'],
    ['nobody, being empty', ''],
  ])('is taken over from %s', async (_case, text) => {
    writeFileSync(lockFile, text);
    const lock = await acquireOwnerLock(dataDir);
    expect(content()).toEqual(mine);
    lock.release();
  });

  it('goes to exactly one of several that find it left over at the same moment', async () => {
    writeFileSync(lockFile, JSON.stringify({ pid: 2 ** 22 + 1, started: null }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => acquireOwnerLock(dataDir)));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
  });

  it('is not released over a lock that another owner holds by now', async () => {
    const lock = await acquireOwnerLock(dataDir);
    writeFileSync(lockFile, 'of another');
    lock.release();
    expect(readFileSync(lockFile, 'utf8')).toBe('of another');
  });

  it('names DATA_DIR where no lock can be written', async () => {
    const missing = acquireOwnerLock(join(dataDir, 'missing'));
    await expect(missing).rejects.toMatchObject({
      code: 'DATA_DIR_UNUSABLE',
      en: expect.stringContaining('DATA_DIR'),
    });
  });
});
