import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDirUnusable, EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { isAlive, processStartToken } from './processes.js';

const ATTEMPTS = 20;
const HALF_WRITTEN_WAIT_MS = 25;

/** The right to use a data folder, held until `release()`. */
export interface OwnerLock {
  release(): void;
}

interface Holder {
  pid: number;
  started: string | null;
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    if (typeof value.pid !== 'number') return null;
    const started = 'started' in value && typeof value.started === 'string' ? value.started : null;
    return { pid: value.pid, started };
  } catch {
    return null;
  }
}

/** A recorded process is still the same one: its id may have been given to another program since. */
function stillRuns(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  const now = processStartToken(holder.pid);
  return holder.started === null || now === null || holder.started === now;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Moves a dead owner's lock out of the way. Of two processes that do so at the same moment one may catch the other's
 * new lock instead; it sees that by the content and puts it back.
 */
function discardStale(path: string, staleText: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const caught = readText(aside) ?? '';
  if (caught !== staleText) writeFileSync(path, caught, { flag: 'wx', mode: 0o600 });
  rmSync(aside, { force: true });
}

function locked(dataDir: string, holder: Holder): EmbeddedPostgresError {
  return new EmbeddedPostgresError('LOCKED', {
    en: `DATA_DIR: ${dataDir} is in use by another running process (pid ${holder.pid}). Stop that one first, or set DATA_DIR to another folder.`,
    ja: `DATA_DIR: ${dataDir} は実行中の別のプロセス(pid ${holder.pid})が使っています。そちらを止めるか、別のフォルダを DATA_DIR に指定してください。`,
  });
}

function tryCreate(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function acquire(dataDir: string, path: string): Promise<OwnerLock> {
  const mine = JSON.stringify({ pid: process.pid, started: processStartToken(process.pid) });
  let seen: Holder | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (tryCreate(path, mine)) {
      return { release: () => void (readText(path) === mine && rmSync(path, { force: true })) };
    }
    const text = readText(path);
    if (text === null) continue;
    seen = parseHolder(text);
    if (seen !== null && stillRuns(seen)) throw locked(dataDir, seen);
    // Unreadable: perhaps its owner is writing it just now; only after a while it is left over from a crash.
    if (seen === null && attempt < ATTEMPTS / 2) await sleep(HALF_WRITTEN_WAIT_MS);
    else discardStale(path, text);
  }
  throw locked(dataDir, seen ?? { pid: 0, started: null });
}

/**
 * Makes this process the only user of a data folder. A lock whose owner has died is taken over.
 * @throws EmbeddedPostgresError LOCKED while another process (or this one, a second time) holds it;
 * DATA_DIR_UNUSABLE when the folder can't be written to
 */
export async function acquireOwnerLock(dataDir: string): Promise<OwnerLock> {
  try {
    return await acquire(dataDir, join(dataDir, 'lock'));
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? error : dataDirUnusable(dataDir, error);
  }
}
