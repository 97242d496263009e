import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { dataDirUnusable, EmbeddedPostgresError, systemErrorCode } from './errors.js';
import { canEnter, chooseRunAs, isRoot, type RunAs } from './run-as.js';

/** Where root keeps what another account must reach while the project's own folder is closed to it. */
export const PRIVATE_ROOT = '/var/lib/tomoshibi';

/** Where the cluster lives and under which account it runs. */
export interface Placement {
  clusterDir: string;
  runAs: RunAs;
  /** The cluster was put elsewhere by a data folder that has been deleted since. */
  forgotten?: boolean;
}

/**
 * Makes the data folder and gives its absolute path.
 * @throws EmbeddedPostgresError DATA_DIR_UNUSABLE
 */
export function prepareDataDir(path: string): string {
  const absolute = resolve(path);
  try {
    // Root's database account must be able to pass through (not to list); for an ordinary user nobody else needs to.
    mkdirSync(absolute, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    return realpathSync(absolute);
  } catch (error) {
    throw dataDirUnusable(absolute, error);
  }
}

/** Whether a folder holds a finished cluster. */
export function isCluster(directory: string): boolean {
  return existsSync(join(directory, 'PG_VERSION'));
}

function ownerOf(directory: string): { uid: number; gid: number } | null {
  const stat = statSync(directory, { throwIfNoEntry: false });
  return stat === undefined ? null : { uid: stat.uid, gid: stat.gid };
}

function linkTarget(path: string): string | null {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isSymbolicLink() ? resolve(dirname(path), readlinkSync(path)) : null;
}

function relocatedPath(dataDir: string): string {
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  return join(PRIVATE_ROOT, `${basename(dataDir).replace(/[^\w-]/g, '') || 'data'}-${key}`, 'postgres');
}

function unreachable(clusterDir: string, runAs: RunAs): EmbeddedPostgresError {
  return new EmbeddedPostgresError('CLUSTER_UNREACHABLE', {
    en: `The database in ${clusterDir} can't be reached by ${runAs.name}, the user it runs as: a folder above it is closed. Open it (chmod o+x), or set DATA_DIR to another folder.`,
    ja: `データベース ${clusterDir} に実行ユーザー ${runAs.name} が届きません(上のフォルダが閉じています)。chmod o+x で開けるか、DATA_DIR に別のフォルダを指定してください。`,
  });
}

/** Root's case, for a folder that holds no cluster yet: in place when the account gets there, else elsewhere. */
async function placeForRoot(
  dataDir: string,
  inPlace: string,
  log: (line: string) => void,
): Promise<Placement> {
  const elsewhere = linkTarget(inPlace) ?? relocatedPath(dataDir);
  const runAs = await chooseRunAs(ownerOf(elsewhere));
  // A cluster that was put elsewhere once stays there, also when the folders have been opened since.
  if (!isCluster(elsewhere) && (await canEnter(dataDir, runAs))) return { clusterDir: inPlace, runAs };
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o711 });
  if (!(await canEnter(dirname(elsewhere), runAs))) throw unreachable(elsewhere, runAs);
  log(`PostgreSQL: ${runAs.name} can't enter ${dataDir}; the database is kept in ${elsewhere}`);
  // The link tells people where their data is; the decision does not depend on it alone.
  const unlinked = linkTarget(inPlace) === null;
  if (unlinked) symlinkSync(elsewhere, inPlace);
  return { clusterDir: elsewhere, runAs, forgotten: unlinked && isCluster(elsewhere) };
}

/**
 * Decides where the cluster is (or will be) and who runs it. Stable over restarts.
 * @throws EmbeddedPostgresError CLUSTER_UNREACHABLE, NO_SYSTEM_USER or DATA_DIR_UNUSABLE
 */
export async function placeCluster(dataDir: string, log: (line: string) => void): Promise<Placement> {
  const inPlace = join(dataDir, 'postgres');
  try {
    if (!isRoot()) return { clusterDir: linkTarget(inPlace) ?? inPlace, runAs: await chooseRunAs(null) };
    if (linkTarget(inPlace) === null && isCluster(inPlace)) {
      const runAs = await chooseRunAs(ownerOf(inPlace));
      if (!(await canEnter(inPlace, runAs))) throw unreachable(inPlace, runAs);
      return { clusterDir: inPlace, runAs };
    }
    return await placeForRoot(dataDir, inPlace, log);
  } catch (error) {
    throw systemErrorCode(error) === null || error instanceof EmbeddedPostgresError
      ? error
      : dataDirUnusable(dataDir, error);
  }
}
