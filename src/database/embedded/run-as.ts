import { execFile, spawn } from 'node:child_process';
import { userInfo } from 'node:os';
import { EmbeddedPostgresError } from './errors.js';

const MAX_OUTPUT = 64 * 1024;

/** The account PostgreSQL runs under. Without `uid` it is the account of this process. */
export interface RunAs {
  name: string;
  uid?: number;
  gid?: number;
}

/** What a helper program answered; `code` is `null` when it could not be started or was killed. */
export interface RunResult {
  code: number | null;
  output: string;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The environment of PostgreSQL's programs: nothing of ours is passed on, so that neither the service's secrets nor
 * PG* variables nor a missing or odd LANG reach them.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };
  for (const name of ['SystemRoot', 'TEMP', 'TMP']) {
    if (process.platform === 'win32' && process.env[name] !== undefined) env[name] = process.env[name];
  }
  return env;
}

/** Runs a program to its end under an account and collects what it printed. Never rejects. */
export function runProgram(command: string, args: readonly string[], runAs: RunAs): Promise<RunResult> {
  return new Promise((resolve) => {
    const { uid, gid } = runAs;
    // "/": the account may not be able to enter our own working directory.
    const cwd = process.platform === 'win32' ? undefined : '/';
    let output = '';
    const collect = (chunk: Buffer): void => {
      if (output.length < MAX_OUTPUT) output += chunk.toString('utf8');
    };
    const failed = (error: unknown): void => resolve({ code: null, output: String(error) });
    try {
      const options = { uid, gid, cwd, env: postgresEnvironment(), windowsHide: true };
      const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.on('error', failed);
      child.on('close', (code) => resolve({ code, output }));
    } catch (error) {
      failed(error);
    }
  });
}

/** Whether an account can enter a folder, tried out rather than guessed from mode bits (access lists count too). */
export async function canEnter(directory: string, runAs: RunAs): Promise<boolean> {
  if (runAs.uid === undefined) return true;
  return (await runProgram('/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory], runAs)).code === 0;
}

function id(...args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    execFile('id', args, (error, stdout) => resolve(error ? null : Number.parseInt(stdout, 10)));
  });
}

async function lookUp(account: string): Promise<RunAs | null> {
  const [uid, gid] = await Promise.all([id('-u', account), id('-g', account)]);
  return uid === null || gid === null || uid === 0 ? null : { name: account, uid, gid };
}

/**
 * The account to run PostgreSQL under. PostgreSQL refuses root, so root hands over to the system's `postgres` or
 * `nobody`; accounts are never created. A cluster that already belongs to somebody stays with its owner.
 * @throws EmbeddedPostgresError NO_SYSTEM_USER
 */
export async function chooseRunAs(clusterOwner: { uid: number; gid: number } | null): Promise<RunAs> {
  if (!isRoot()) return { name: `uid ${process.getuid?.() ?? '?'}` };
  const accounts = [await lookUp('postgres'), await lookUp('nobody')].filter((account) => account !== null);
  if (clusterOwner !== null && clusterOwner.uid !== 0) {
    const known = accounts.find((account) => account.uid === clusterOwner.uid);
    return { name: known?.name ?? `uid ${clusterOwner.uid}`, ...clusterOwner };
  }
  const account = accounts[0];
  if (account !== undefined) return account;
  throw new EmbeddedPostgresError('NO_SYSTEM_USER', {
    en: 'PostgreSQL refuses to run as root, and this system has no user "postgres" or "nobody". Start as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    ja: 'PostgreSQL は root では動かず、postgres も nobody もこのシステムにありません。一般ユーザーで起動するか、DATABASE_URL に PostgreSQL を指定してください。',
  });
}

/**
 * `initdb` asks the system for its user's name and fails without one (a container started with a bare user id).
 * @throws EmbeddedPostgresError NO_SYSTEM_USER
 */
export function requireNamedUser(runAs: RunAs): void {
  if (runAs.uid !== undefined) return;
  try {
    userInfo();
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'NO_SYSTEM_USER',
      {
        en: `This process runs as ${runAs.name}, which has no entry in /etc/passwd, and PostgreSQL needs one. Run as a named user, or set DATABASE_URL to a PostgreSQL of your own.`,
        ja: `実行ユーザー(${runAs.name})が /etc/passwd にないため PostgreSQL を作れません。名前のあるユーザーで起動するか、DATABASE_URL に PostgreSQL を指定してください。`,
      },
      { cause },
    );
  }
}
