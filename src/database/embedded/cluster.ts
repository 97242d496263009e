import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { type Credentials, OWNER_ROLE } from './credentials.js';
import { dataDirUnusable, EmbeddedPostgresError, errorText, systemErrorCode } from './errors.js';
import { isCluster, type Placement } from './placement.js';
import { postgresEnvironment, requireNamedUser, type RunAs, runProgram } from './run-as.js';

function giveTo(path: string, runAs: RunAs): void {
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(path, runAs.uid, runAs.gid);
}

function initFailed(detail: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError('INIT_FAILED', {
    en: `The database could not be created in DATA_DIR (${detail}). Check the free space and permissions, or set DATABASE_URL to a PostgreSQL of your own.`,
    ja: `DATA_DIR にデータベースを作れませんでした(${detail})。空き容量と権限を確かめるか、DATABASE_URL に PostgreSQL を指定してください。`,
  });
}

/** The line of a program's output that tells best what went wrong: the system's reason, else its last error. */
export function lastErrorLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const reason = lines.find((line) =>
    /no space left|could not (extend|write)|disk quota|permission denied|read-only/i.test(line),
  );
  const error = lines.findLast((line) => /error|fatal|panic/i.test(line));
  return (reason ?? error ?? lines.at(-1) ?? 'no output').trim();
}

function initdbArguments(directory: string, passwordFile: string): string[] {
  return [
    `--pgdata=${directory}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // PostgreSQL's own C.UTF-8: the same order and character classes on every system and after its upgrades,
    // whatever LANG says. Only Linux has a system locale of that name for the remaining categories.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
  ];
}

/**
 * Removes what earlier starts left half-built. An initdb whose parent was killed may still be writing into one; then
 * it stays until a later start.
 */
function removeLeftOvers(clusterDir: string): void {
  const prefix = `${basename(clusterDir)}.partial-`;
  for (const name of readdirSync(dirname(clusterDir))) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(join(dirname(clusterDir), name), { recursive: true, force: true });
    } catch {
      // Not in the way, as every attempt has a folder of its own.
    }
  }
}

/**
 * Creates the cluster. It is built next to its final place and moved there when complete, so that a start that was
 * cut off in the middle leaves nothing that looks like a cluster.
 */
async function createCluster(placement: Placement, binaries: Binaries, password: string): Promise<void> {
  const { clusterDir, runAs } = placement;
  const partial = mkdtempSync(`${clusterDir}.partial-`);
  const passwordFile = join(dirname(clusterDir), '.postgres-password');
  try {
    rmSync(passwordFile, { force: true });
    writeFileSync(passwordFile, `${password}\n`, { flag: 'wx', mode: 0o600 });
    giveTo(partial, runAs);
    giveTo(passwordFile, runAs);
    const { code, output } = await runProgram(binaries.initdb, initdbArguments(partial, passwordFile), runAs);
    if (code !== 0) throw initFailed(lastErrorLine(output));
    renameSync(partial, clusterDir);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Runs one statement in PostgreSQL's single-user mode, which asks for no password. The server must not run. */
function runSingleUser(placement: Placement, binaries: Binaries, statement: string): Promise<string | null> {
  const { clusterDir, runAs } = placement;
  return new Promise((resolve) => {
    const { uid, gid } = runAs;
    const options = { uid, gid, env: postgresEnvironment(), windowsHide: true };
    const args = ['--single', '-D', clusterDir, '-c', 'log_statement=none', 'postgres'];
    const child = spawn(binaries.postgres, args, { ...options, stdio: ['pipe', 'ignore', 'pipe'] });
    let output = '';
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    child.stdin.on('error', () => undefined);
    child.on('error', (error) => resolve(errorText(error)));
    child.on('close', (code) =>
      resolve(code === 0 && !/ERROR|FATAL/.test(output) ? null : lastErrorLine(output)),
    );
    child.stdin.end(`${statement}\n`);
  });
}

/** Sets the owner's password of a cluster whose password file was lost. Whoever holds the files may do so. */
async function resetOwnerPassword(placement: Placement, binaries: Binaries, password: string): Promise<void> {
  const failure = await runSingleUser(placement, binaries, `ALTER ROLE ${OWNER_ROLE} PASSWORD '${password}'`);
  if (failure === null) return;
  throw new EmbeddedPostgresError('CREDENTIALS_BROKEN', {
    en: `The passwords of the database in ${placement.clusterDir} are lost, and new ones could not be set (${failure}).`,
    ja: `データベース ${placement.clusterDir} のパスワードが失われ、新しいものも設定できませんでした(${failure})。`,
  });
}

function requireSameVersion(clusterDir: string, binaries: Binaries): void {
  const version = Number.parseInt(readFileSync(join(clusterDir, 'PG_VERSION'), 'utf8'), 10);
  if (version === binaries.majorVersion) return;
  throw new EmbeddedPostgresError('VERSION_MISMATCH', {
    en: `The database in ${clusterDir} was made by PostgreSQL ${version}, and the built-in one is ${binaries.majorVersion}. Export it with the earlier release and import it with this one.`,
    ja: `データベース ${clusterDir} は PostgreSQL ${version} で作られ、内蔵は ${binaries.majorVersion} です。前の版で書き出し、この版で読み込んでください。`,
  });
}

/**
 * Whoever deleted the data folder wants to begin anew, and its keys are gone. What had been kept elsewhere is moved
 * aside and not destroyed: that is for people to do.
 */
function setAside(clusterDir: string, log: (line: string) => void): void {
  const aside = `${clusterDir}-${new Date().toISOString().replace(/\W/g, '')}`;
  renameSync(clusterDir, aside);
  log(
    `PostgreSQL: the data folder is new; its earlier database was moved to ${aside} (delete it if not needed)`,
  );
}

/**
 * Makes sure there is a cluster that our credentials open. Only to be called while no server runs on it.
 * @throws EmbeddedPostgresError INIT_FAILED, VERSION_MISMATCH, CREDENTIALS_BROKEN, NO_SYSTEM_USER, DATA_DIR_UNUSABLE
 */
export async function ensureCluster(
  placement: Placement,
  binaries: Binaries,
  credentials: Credentials,
  options: { credentialsAreNew: boolean; log: (line: string) => void },
): Promise<void> {
  const { clusterDir, runAs } = placement;
  try {
    removeLeftOvers(clusterDir);
    if (placement.forgotten && options.credentialsAreNew) setAside(clusterDir, options.log);
    if (!isCluster(clusterDir)) {
      requireNamedUser(runAs);
      options.log(`PostgreSQL: creating the database cluster in ${clusterDir} …`);
      await createCluster(placement, binaries, credentials.ownerPassword);
      return;
    }
    requireSameVersion(clusterDir, binaries);
    // PostgreSQL refuses a folder that others may read, for example after a restore from a backup.
    chmodSync(clusterDir, 0o700);
    if (!options.credentialsAreNew) return;
    options.log(
      `PostgreSQL: the password file was missing; setting new passwords for the data in ${clusterDir}`,
    );
    await resetOwnerPassword(placement, binaries, credentials.ownerPassword);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError || systemErrorCode(error) === null) throw error;
    throw dataDirUnusable(clusterDir, error);
  }
}
