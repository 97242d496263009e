import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BlockWriter, FORMAT, type Header, type TableHeader } from './format.js';

export type BackupKind = Header['kind'];
/** The tables of each: the keys are in no backup of the data, wherever they lie. */
const SCHEMA = { data: 'public', keys: 'keystore' } as const;
const DAY_MS = 86_400_000;

/**
 * Writes all tables as they are at one instant, while everything runs. The file gets its name when it is whole.
 * @returns the file
 */
export async function takeBackup(kind: BackupKind, url: string, folder: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, fileName(kind, now));
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const header = await describe(client, kind, now);
    const gzip = createGzip();
    const written = pipeline(gzip, createWriteStream(`${file}.part`, { mode: 0o600, flush: true }));
    await Promise.all([
      written,
      write(client, header, new BlockWriter(gzip)).catch((error: unknown) => {
        gzip.destroy(error as Error);
        throw error;
      }),
    ]);
    await client.query('COMMIT');
    await rename(`${file}.part`, file);
    await flushFolder(folder);
    return file;
  } catch (error) {
    await rm(`${file}.part`, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** Else a power cut may take the name back of what has been called done. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function write(client: pg.Client, header: Header, writer: BlockWriter): Promise<void> {
  await writer.header(header);
  for (const { name, columns } of header.tables) {
    const stream = client.query(copyTo(`COPY ${name} (${columns.join(', ')}) TO STDOUT (FORMAT binary)`));
    for await (const chunk of stream) await writer.part(name, chunk as Buffer);
  }
  await writer.end();
}

async function describe(client: pg.Client, kind: BackupKind, now: Date): Promise<Header> {
  const { rows: tables } = await client.query<Omit<TableHeader, 'rows'>>(
    `SELECT format('%I.%I', table_schema, table_name) AS name,
       json_agg(quote_ident(column_name) ORDER BY ordinal_position) FILTER (WHERE is_generated = 'NEVER') AS columns
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = $1 AND table_type = 'BASE TABLE' AND table_name NOT IN ('migration', 'typeorm_metadata')
     GROUP BY table_schema, table_name ORDER BY 1`,
    [SCHEMA[kind]],
  );
  const counted: TableHeader[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table.name}`,
    );
    counted.push({ ...table, rows: rows[0]?.count ?? 0 });
  }
  const { rows: migrations } = await client.query<{ name: string }>('SELECT name FROM migration ORDER BY id');
  const { rows: sequences } = await client.query<{ name: string; value: string | null }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name, last_value::text AS value FROM pg_sequences
     WHERE schemaname = $1 AND sequencename <> 'migration_id_seq' ORDER BY 1`,
    [SCHEMA[kind]],
  );
  return {
    format: FORMAT,
    kind,
    takenAt: now.toISOString(),
    migrations: migrations.map(({ name }) => name),
    tables: counted,
    sequences,
  };
}

function fileName(kind: BackupKind, now: Date): string {
  return `tomoshibi-${kind}-${now.toISOString().replaceAll(/[:.]/g, '-')}.backup`;
}

/** When a backup of the keys was begun, by its name; undefined: it is none. */
function begunAt(name: string): { at: number; whole: boolean } | undefined {
  const match = /^tomoshibi-keys-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\d)-(\d{3}Z)\.backup(\.part)?$/.exec(name);
  if (match === null) return undefined;
  const [, hour, minute, second, rest, part] = match;
  return { at: Date.parse(`${hour}:${minute}:${second}.${rest}`), whole: part === undefined };
}

/**
 * Deletes backups of the keys that are older than so many days, and what a run that was killed more than a day ago left.
 * One that can't be deleted keeps no other.
 * @returns how many are deleted
 * @throws AggregateError when some can't be
 */
export async function deleteOldKeys(folder: string, days: number, now: Date): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const old = (await readdir(folder)).filter((name) => {
    const begun = begunAt(name);
    return begun !== undefined && begun.at < now.getTime() - (begun.whole ? days : 1) * DAY_MS;
  });
  const outcomes = await Promise.allSettled(old.map((name) => rm(path.join(folder, name))));
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  if (failed.length > 0)
    throw new AggregateError(
      failed.map(({ reason }): unknown => reason),
      `${failed.length} of ${old.length} can't be deleted`,
    );
  return old.length;
}
