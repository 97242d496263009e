import { type Transaction } from '../database/transaction.js';

/** What is saved as a whole, each time as a new version. Texts for situations have versions of their own, one by one. */
export const contentSections = ['hours', 'canned-texts', 'phone-list', 'categories'] as const;
export type ContentSection = (typeof contentSections)[number];

/** Scope of what is for all accounts. */
export const ALL_ACCOUNTS = '*';

export interface NewVersion {
  /** An account, a phone list, or `ALL_ACCOUNTS`. */
  readonly scope: string;
  readonly section: ContentSection;
  readonly body: unknown;
  readonly savedAt: Date;
  /** Null: it comes with the file of accounts. */
  readonly savedBy: string | null;
}

/**
 * Writes the version after the one that somebody has edited; of two who edited the same one, the database lets only the
 * first.
 * @returns false where there is a newer one
 */
export async function writeVersion(
  tx: Transaction,
  { scope, section, body, savedAt, savedBy }: NewVersion,
  edited: number,
): Promise<boolean> {
  const written = await tx.query(
    `INSERT INTO content_version (scope, section, version, body, saved_at, saved_by)
     SELECT $1::varchar, $2::varchar, $3::int + 1, $4::jsonb, $5::timestamptz, $6::uuid
     WHERE $3 = coalesce((SELECT max(version) FROM content_version WHERE scope = $1 AND section = $2), 0)
     ON CONFLICT DO NOTHING RETURNING version`,
    [scope, section, edited, JSON.stringify(body), savedAt, savedBy],
  );
  return written.length > 0;
}

/** Writes the next version whatever was there; what is the same as the newest is none. */
export async function writeNewest(tx: Transaction, version: NewVersion): Promise<void> {
  const { scope, section, body } = version;
  const [newest] = await tx.query<{ version: number; isSame: boolean }>(
    `SELECT version, body = $3::jsonb AS "isSame" FROM content_version WHERE scope = $1 AND section = $2
     ORDER BY version DESC LIMIT 1`,
    [scope, section, JSON.stringify(body)],
  );
  if (newest?.isSame !== true) await writeVersion(tx, version, newest?.version ?? 0);
}
