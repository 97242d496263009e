import { type DataSource } from 'typeorm';
import { type Environment } from '../config/environment.js';
import { StartupError } from '../config/startup-error.js';
import { createDataSource } from '../database/data-source.js';
import { migrate, roleOf } from '../database/migrate.js';
import { keyStoreMigrations } from '../database/migrations/key-store.js';
import { sqlState } from '../database/database.service.js';

/** Where the key store is, and who owns its tables. */
export interface KeyAddress {
  readonly url: string;
  readonly ownerUrl: string;
  /** It is not the database of the data. */
  readonly apart: boolean;
}

/** A process asks for a key once; few connections do. */
const POOL_SIZE = 4;
const COPIED_AT_ONCE = 1000;

/** Which setting is at fault when the key store can't be reached. */
export function keyVariable(environment: Environment): string {
  if (environment.KEY_DATABASE_URL !== undefined) return 'KEY_DATABASE_URL';
  return environment.DATABASE_URL === undefined ? 'DATA_DIR' : 'DATABASE_URL';
}

/**
 * The key store of a server of yours. Without `KEY_DATABASE_URL`, which production refuses to start without, it lies
 * beside the data.
 */
export function keyAddress(environment: Environment, data: { url: string; ownerUrl: string }): KeyAddress {
  const { KEY_DATABASE_URL: url, KEY_MIGRATION_DATABASE_URL: ownerUrl } = environment;
  if (url === undefined || sameDatabase(url, data.url)) return { ...data, apart: false };
  return { url, ownerUrl: ownerUrl ?? url, apart: true };
}

export function sameDatabase(one: string, other: string): boolean {
  const place = (address: string) => {
    const { hostname, port, pathname } = new URL(address);
    return `${hostname}:${port || '5432'}${pathname}`;
  };
  return place(one) === place(other);
}

/** Brings the key store's tables up to date, and takes over the keys that an earlier release kept beside the data. */
export async function prepareKeys(
  address: KeyAddress,
  dataOwner: DataSource,
  variable: string,
  say: (line: string) => void,
): Promise<void> {
  if (!address.apart) return;
  const owner = await connectKeys(variable, address.ownerUrl, 2);
  try {
    await migrate(owner, roleOf(address.url), ['keystore']);
    const moved = await moveKeys(dataOwner, owner);
    if (moved > 0) say(`PostgreSQL: ${moved} keys were moved into the key store's own database`);
  } finally {
    await owner.destroy();
  }
}

export async function connectKeys(
  variable: string,
  url: string,
  poolSize: number = POOL_SIZE,
): Promise<DataSource> {
  const dataSource = createDataSource({ url, entities: [], poolSize, migrations: keyStoreMigrations });
  try {
    return await dataSource.initialize();
  } catch (cause) {
    const reason = sqlState(cause) ?? (cause instanceof Error ? cause.name : 'unknown error');
    throw new StartupError(
      variable,
      `${variable}: the key store's PostgreSQL can't be reached or refuses us (${reason}).`,
      { cause },
    );
  }
}

/** Copies before it removes: whatever ends this in between, each key is in one of the two places at least. */
async function moveKeys(from: DataSource, to: DataSource): Promise<number> {
  let moved = 0;
  // Keys without a parent come first: the others refer to them.
  for (const level of ['parent_id IS NULL', 'parent_id IS NOT NULL']) {
    for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
      const rows: { id: string }[] = await from.query(
        `SELECT id, purpose, encode(wrapped, 'hex') AS wrapped, created_at, owner, parent_id, retired_at, successor_id
         FROM keystore.data_key WHERE ${level} AND id > $1 ORDER BY id LIMIT ${COPIED_AT_ONCE}`,
        [after],
      );
      const last = rows.at(-1);
      if (last === undefined) break;
      await to.query(
        `INSERT INTO keystore.data_key (id, purpose, wrapped, created_at, owner, parent_id, retired_at, successor_id)
         SELECT id, purpose, decode(wrapped, 'hex'), created_at, owner, parent_id, retired_at, successor_id
         FROM json_to_recordset($1) AS given (id uuid, purpose varchar, wrapped text, created_at timestamptz,
           owner varchar, parent_id uuid, retired_at timestamptz, successor_id uuid)
         ON CONFLICT (id) DO NOTHING`,
        [JSON.stringify(rows)],
      );
      moved += rows.length;
      after = last.id;
    }
  }
  if (moved === 0) return 0;
  const destroyed: { keyId: string; destroyedAt: Date }[] = await from.query(
    'SELECT key_id AS "keyId", destroyed_at AS "destroyedAt" FROM keystore.destroyed_key ORDER BY number',
  );
  await to.query(
    `INSERT INTO keystore.destroyed_key (key_id, destroyed_at)
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) ON CONFLICT (key_id) DO NOTHING`,
    [destroyed.map((row) => row.keyId), destroyed.map((row) => row.destroyedAt)],
  );
  await from.query('DELETE FROM keystore.data_key WHERE parent_id IS NOT NULL');
  await from.query('DELETE FROM keystore.data_key');
  await from.query('DELETE FROM keystore.destroyed_key');
  return moved;
}
