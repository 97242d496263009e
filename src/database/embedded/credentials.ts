import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirUnusable, EmbeddedPostgresError, systemErrorCode } from './errors.js';

export const CREDENTIALS_FILE = 'postgres-credentials.json';
export const OWNER_ROLE = 'tomoshibi_owner';
export const APP_ROLE = 'tomoshibi_app';
export const KEYS_ROLE = 'tomoshibi_keys';

/** The passwords of the two roles of the embedded PostgreSQL. */
export interface Credentials {
  ownerPassword: string;
  appPassword: string;
}

// URL-safe on purpose: the passwords travel inside connection addresses.
function randomPassword(): string {
  return randomBytes(24).toString('base64url');
}

/** The password of the key store's role; made of the owner's, so that folders of earlier releases have one as well. */
export function keysPassword({ ownerPassword }: Credentials): string {
  return createHmac('sha256', ownerPassword).update(KEYS_ROLE).digest('base64url');
}

/** The database in which the keys of a database's words lie. */
export function keysDatabase(database: string): string {
  return `${database}_keys`;
}

function parse(text: string): Credentials | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    if (!('ownerPassword' in value) || !('appPassword' in value)) return null;
    const { ownerPassword, appPassword } = value;
    if (typeof ownerPassword !== 'string' || typeof appPassword !== 'string') return null;
    return ownerPassword === '' || appPassword === '' ? null : { ownerPassword, appPassword };
  } catch {
    return null;
  }
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Reads the passwords kept in the data folder, or makes new random ones and keeps them (readable by this user only).
 * `created` tells that they are new and no existing cluster can know them.
 * @throws EmbeddedPostgresError CREDENTIALS_BROKEN when the file is damaged; DATA_DIR_UNUSABLE when it can't be read
 */
export function loadOrCreateCredentials(dataDir: string): { credentials: Credentials; created: boolean } {
  const path = join(dataDir, CREDENTIALS_FILE);
  try {
    const text = readIfPresent(path);
    if (text !== null) {
      const credentials = parse(text);
      if (credentials === null) throw broken(path);
      return { credentials, created: false };
    }
    const credentials = { ownerPassword: randomPassword(), appPassword: randomPassword() };
    writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    return { credentials, created: true };
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? error : dataDirUnusable(path, error);
  }
}

function broken(path: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError('CREDENTIALS_BROKEN', {
    en: `${path} is damaged. Restore it from a backup, or delete it: new passwords are then set and the data is kept.`,
    ja: `${path} が壊れています。バックアップから戻すか、削除してください(新しいパスワードが設定され、データは残ります)。`,
  });
}

/** The address of a database on the embedded server for one of its roles. */
export function connectionUrl(role: string, password: string, port: number, database: string): string {
  // sslmode=disable: loopback only, and a PGSSLMODE in the environment must not break the start.
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}?sslmode=disable`;
}
