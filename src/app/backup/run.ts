import path from 'node:path';
import { parseArgs } from 'node:util';
import { recordByCommand } from '../../audit/audit-writer.js';
import { AdjustableClock } from '../../config/clock.js';
import { type Environment } from '../../config/environment.js';
import { StartupError } from '../../config/startup-error.js';
import { createDataSource } from '../../database/data-source.js';
import { Database } from '../../database/database.service.js';
import { type Queryable } from '../../database/transaction.js';
import { describeError } from '../../database/worker.js';
import { destroyAgain } from '../../erasure/restored-keys.js';
import { type EndedSignIns } from '../../staff/restored-sign-ins.js';
import { KeyDatabase } from '../../vault/key-database.js';
import { type Addresses, locate } from '../line-check/open-quietly.js';
import { type BackupKind, deleteOldKeys, takeBackup } from './backup.js';
import { restoreBackup } from './restore.js';

const USAGE = `Usage:
  npm run backup -- [--to folder]
  npm run backup:keys -- [--to folder]
  npm run restore -- --file <backup> [--keys]`;

export interface BackupArguments {
  readonly what: 'backup' | 'backup:keys' | 'restore';
  readonly to: string | undefined;
  readonly file: string | undefined;
  readonly keys: boolean;
}

/** @throws StartupError */
export function readBackupArguments(given: readonly string[]): BackupArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        file: { type: 'string' },
        keys: { type: 'boolean', default: false },
      },
    });
    const [what, ...rest] = positionals;
    const fits = rest.length === 0 && (what === 'restore') === (values.file !== undefined);
    if (fits && (what === 'backup' || what === 'backup:keys' || what === 'restore'))
      return { what, to: values.to, file: values.file, keys: values.keys };
  } catch {
    // Said below.
  }
  throw new StartupError('arguments', USAGE);
}

/**
 * Takes a backup or puts one back. Take the keys' after the data's: then every key that the data needs is in it.
 * @returns what to say
 */
export async function runBackup(
  given: BackupArguments,
  environment: Environment,
  now = new Date(),
): Promise<string> {
  if (given.what === 'restore') return restore(given, environment, now);
  if (given.what === 'backup') {
    const data = await take('data', given.to ?? path.join(environment.DATA_DIR, 'backups'), environment, now);
    return `${data}\nIt holds no keys: without the key store nobody can read it.`;
  }
  const folder = given.to ?? path.join(environment.DATA_DIR, 'key-backups');
  // A day early, so that a run of each day keeps the promise; and first, whatever becomes of the new one.
  const days = environment.KEY_BACKUP_DAYS - 1;
  const [deleted] = await Promise.allSettled([deleteOldKeys(folder, days, now)]);
  const file = await take('keys', folder, environment, now);
  if (deleted.status === 'rejected')
    throw new StartupError(
      '--to',
      `${file}\nOld backups could NOT be deleted from there (${describeError(deleted.reason)}): delete them by hand. ` +
        `What was erased since can be read with them.`,
    );
  return (
    `${file}\n${deleted.value} older than ${days} days deleted. Run this each day: ` +
    `what was erased ${days + 1} days ago is in no backup of this folder then.`
  );
}

/** @returns the file */
async function take(kind: BackupKind, folder: string, environment: Environment, now: Date): Promise<string> {
  const { addresses, stop } = await locate(environment);
  try {
    const url = kind === 'data' ? addresses.ownerUrl : addresses.keys.ownerUrl;
    await trace(addresses.ownerUrl, now, 'backup.taken', { kind, state: 'begun' });
    const file = await takeBackup(kind, url, folder, now);
    await trace(addresses.ownerUrl, now, 'backup.taken', { kind, state: 'done' });
    return file;
  } finally {
    await stop();
  }
}

async function restore(
  { file, keys }: BackupArguments,
  environment: Environment,
  now: Date,
): Promise<string> {
  const { addresses, stop } = await locate(environment, true);
  try {
    const url = keys ? addresses.keys.ownerUrl : addresses.ownerUrl;
    if (keys && !addresses.keys.apart)
      throw new StartupError('KEY_DATABASE_URL', 'KEY_DATABASE_URL names the new database of the key store.');
    const { header, ended } = await restoreBackup(file ?? '', keys ? 'keys' : 'data', url);
    const again = await eraseAgain(addresses, now);
    const details = {
      kind: header.kind,
      state: 'done',
      takenAt: header.takenAt,
      ...(again === undefined ? {} : { destroyedAgain: again }),
      ...(keys ? {} : ended),
    };
    await trace(addresses.ownerUrl, now, 'backup.restored', details);
    const erased =
      again === undefined
        ? 'The other database is not there yet: the next start destroys again what was destroyed since.'
        : `${again} keys that were destroyed since are destroyed again.`;
    const restored = `Restored as it was at ${header.takenAt}: ${header.tables.length} tables.\n${erased}`;
    return keys ? restored : `${restored}\n${whoGetsIn(header.takenAt, ended)}`;
  } finally {
    await stop();
  }
}

/** What was ended, and what nobody but the operator can know: what has changed since the backup. */
function whoGetsIn(takenAt: string, { sessions, walls, links, recoveries }: EndedSignIns): string {
  return `Nobody is signed in: ${sessions} sessions, ${walls} screens on the wall, ${links} unused links and ${recoveries} open recoveries of the backup were ended.
People, roles and ways in are as they were at ${takenAt}. Before people come back, go through what has changed since:
- Who left, was switched off or lost a role? Say so in PROVISION_FILE (active: false) before you start the server.
- Whose passkey, authenticator app or password was removed or replaced, or is in another's hands? npm run staff:link -- <login> --recover
- Who joined, or made a new passkey? They need a new link.`;
}

/**
 * Neither an older key store nor older data brings back who was erased since, whichever is restored first.
 * @returns how many keys had come back; undefined while one of the two databases is missing: a start catches up with it
 */
async function eraseAgain({ ownerUrl, keys }: Addresses, now: Date): Promise<number | undefined> {
  const clock = new AdjustableClock();
  const sources = [ownerUrl, keys.ownerUrl].map((url) =>
    createDataSource({ url, entities: [], poolSize: 1 }),
  );
  try {
    const opened = await Promise.allSettled(sources.map((source) => source.initialize()));
    const [data, store] = opened.map((result) => (result.status === 'fulfilled' ? result.value : undefined));
    if (data === undefined || store === undefined) return undefined;
    const [database, keyDatabase] = [new Database(data, clock), new KeyDatabase(store, clock)];
    if (!(await has(database, 'erasure')) || !(await has(keyDatabase, 'keystore.destroyed_key')))
      return undefined;
    return await destroyAgain(database, keyDatabase, now);
  } finally {
    for (const source of sources) if (source.isInitialized) await source.destroy();
  }
}

async function has(tx: Queryable, table: string): Promise<boolean> {
  const [row] = await tx.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return row?.there === true;
}

/**
 * Before a backup is begun, so that none lies anywhere of which nothing tells; after one was put back, since the chain
 * goes on from what it was then. A database that has no trace yet gets its tables at the next start.
 */
async function trace(
  url: string,
  now: Date,
  act: 'backup.taken' | 'backup.restored',
  details: Record<string, string | number>,
): Promise<void> {
  const dataSource = await createDataSource({ url, entities: [], poolSize: 1 }).initialize();
  try {
    const database = new Database(dataSource, new AdjustableClock());
    if (!(await has(database, 'audit_entry'))) return;
    await database.transaction((tx) => Promise.resolve(recordByCommand(tx, now, { act, details })));
  } finally {
    await dataSource.destroy();
  }
}
