import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from './errors.js';

const POLL_MS = 20;

/** The fields of `/proc/<pid>/stat` after the command name (which may itself hold spaces and brackets). */
function linuxStat(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string | null {
  try {
    const args = ['-o', `${column}=`, '-p', String(pid)];
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null;
  } catch {
    return null;
  }
}

/**
 * Whether a process with this id runs. A zombie counts as gone: nothing of it works any more, and a container's
 * first process may never reap it.
 */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if (systemErrorCode(error) !== 'EPERM') return false;
  }
  const state = process.platform === 'linux' ? linuxStat(pid)?.[0] : undefined;
  return state !== 'Z' && state !== 'X';
}

/**
 * A text that differs between two processes that got the same id one after the other (also over a reboot).
 * `null` when the system doesn't tell; then only the id can be compared.
 */
export function processStartToken(pid: number): string | null {
  if (process.platform === 'win32') return null;
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  const ticksSinceBoot = linuxStat(pid)?.[19];
  if (ticksSinceBoot === undefined) return null;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticksSinceBoot}`;
  } catch {
    return ticksSinceBoot;
  }
}

/** The command line of a process, or `null` when it can't be read. */
export function commandLine(pid: number): string | null {
  if (process.platform !== 'linux') return ps(pid, 'command');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return null;
  }
}

/** Waits for a process to end. Answers `false` when it still runs after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
