import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { type MigrationInterface } from 'typeorm';
import { StartupError } from '../../config/startup-error.js';
import { createDataSource } from '../../database/data-source.js';
import { migrations as dataMigrations } from '../../database/migrations/index.js';
import { keyStoreMigrations } from '../../database/migrations/key-store.js';
import { type EndedSignIns, endRestoredSignIns } from '../../staff/restored-sign-ins.js';
import { BackupDamagedError, type Header, readBlocks } from './format.js';

/** Codes of a file that isn't there, may not be read, or is cut off. */
const UNREADABLE = /^(?:ENOENT|EACCES|EISDIR|Z_[A-Z]+_ERROR)$/;

type Migration = new () => MigrationInterface;

export interface Restored {
  readonly header: Header;
  /** What would have let somebody in by itself. */
  readonly ended: EndedSignIns;
}

/**
 * Puts a backup into an empty database: brings it to the tables that the backup knows, fills them in one transaction,
 * in which it ends what lets somebody in by itself, and leaves later migrations to the next start. The whole file is
 * checked before anything is committed.
 * @param url of the owner of the tables
 * @throws StartupError when the database isn't empty, or the file is damaged or of a later release
 */
export async function restoreBackup(file: string, kind: Header['kind'], url: string): Promise<Restored> {
  const unpacked = createGunzip();
  // A pipe would leave whoever reads waiting for ever when the file can't be read.
  pipeline(createReadStream(file), unpacked, () => undefined);
  const blocks = readBlocks(unpacked);
  try {
    const first = await blocks.next();
    const header = first.done === true || first.value.type !== 'header' ? undefined : first.value.header;
    if (header?.kind !== kind)
      throw new StartupError(
        'file',
        `${file} is no backup of the ${kind === 'keys' ? 'key store' : 'data'}.`,
      );
    await migrateTo(header, url);
    return { header, ended: await fill(header, blocks, url) };
  } catch (error) {
    if (error instanceof BackupDamagedError || UNREADABLE.test(String((error as { code?: unknown }).code)))
      throw new StartupError('file', `${file}: ${(error as Error).message}.`, { cause: error });
    throw error;
  } finally {
    await blocks.return();
  }
}

/** Exactly the migrations of the backup. */
async function migrateTo({ kind, migrations: names }: Header, url: string): Promise<void> {
  const known: readonly Migration[] = kind === 'keys' ? keyStoreMigrations : dataMigrations;
  const wanted = known.filter(({ name }) => names.includes(name));
  if (wanted.length < names.length)
    throw new StartupError('file', 'The backup is of a later release than this one.');
  const owner = createDataSource({ url, entities: [], poolSize: 2, migrations: wanted });
  await owner.initialize();
  try {
    const done = (await owner.query(
      `SELECT count(*)::int AS count FROM information_schema.tables WHERE table_name = 'migration'`,
    )) as { count: number }[];
    if (done[0]?.count !== 0)
      throw new StartupError('database', 'The database is not empty: a backup is restored into a new one.');
    await owner.runMigrations({ transaction: 'each' });
  } finally {
    await owner.destroy();
  }
}

async function fill(
  header: Header,
  blocks: ReturnType<typeof readBlocks>,
  url: string,
): Promise<EndedSignIns> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    const foreignKeys = await withoutForeignKeys(client, header);
    const columns = new Map(header.tables.map((table) => [table.name, table.columns]));
    for (const { name } of header.tables) {
      await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
      await client.query(`DELETE FROM ${name}`);
    }
    let open: { table: string; stream: CopyStreamQuery } | undefined;
    const finish = async () => {
      const stream = open?.stream;
      open = undefined;
      if (stream === undefined) return;
      const finished = once(stream, 'finish');
      stream.end();
      await finished;
    };
    for await (const block of blocks) {
      if (block.type === 'header') throw new BackupDamagedError('the backup has two headers');
      if (block.type === 'trailer') continue;
      const names = columns.get(block.table);
      if (names === undefined) throw new BackupDamagedError('the backup holds a table that it does not name');
      if (open?.table !== block.table) {
        await finish();
        const sql = `COPY ${block.table} (${names.join(', ')}) FROM STDIN (FORMAT binary)`;
        open = { table: block.table, stream: client.query(copyFrom(sql)) };
      }
      if (!open.stream.write(block.bytes)) await once(open.stream, 'drain');
    }
    await finish();
    await checkCounts(client, header);
    for (const { name } of header.tables) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
    for (const { name, value } of header.sequences)
      if (value !== null) await client.query('SELECT setval($1::regclass, $2::bigint)', [name, value]);
    for (const sql of foreignKeys) await client.query(sql);
    const ended = await endRestoredSignIns(new Set(columns.keys()), async (sql) => {
      const { rowCount } = await client.query(sql);
      return rowCount ?? 0;
    });
    await client.query('COMMIT');
    return ended;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Tables are filled in the order of their names: what they refer to is checked when all are there. */
async function withoutForeignKeys(client: pg.Client, header: Header): Promise<string[]> {
  const schema = header.kind === 'keys' ? 'keystore' : 'public';
  const { rows } = await client.query<{ drop: string; add: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
     FROM pg_constraint WHERE contype = 'f' AND connamespace = $1::regnamespace`,
    [schema],
  );
  for (const { drop } of rows) await client.query(drop);
  return rows.map(({ add }) => add);
}

async function checkCounts(client: pg.Client, { tables }: Header): Promise<void> {
  for (const { name, rows: wanted } of tables) {
    const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${name}`);
    if (rows[0]?.count !== wanted) throw new BackupDamagedError(`${name} has not as many rows as it had`);
  }
}
