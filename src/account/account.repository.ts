import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { type CannedText, type PhoneNumber } from './account.directory.js';
import { type Situation } from '../contract/opening.js';
import { type AccountSettings } from './account-settings.js';
import { type LineCredentials } from './credentials.js';

export interface SavedAccount {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
  readonly botUserId: string | null;
  readonly credentials: LineCredentials;
  readonly templates: Readonly<Partial<Record<Situation, string>>>;
  readonly phoneNumbers: readonly PhoneNumber[];
  readonly cannedTexts: readonly CannedText[];
  readonly settings: AccountSettings;
}

/** Writes accounts. */
@Injectable()
export class AccountRepository {
  constructor(
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Makes an account, or brings an existing one to these settings. Its keys and its tickets stay. */
  async save(tx: Transaction, account: SavedAccount): Promise<void> {
    const { key, indexKey } = await this.#keysOf(tx, account.id);
    await tx.query(
      `INSERT INTO account (id, name_ja, name_en, bot_user_id, credentials_sealed, key_id, index_key_id, created_at, settings)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET name_ja = $2, name_en = $3, bot_user_id = coalesce($4, account.bot_user_id),
         credentials_sealed = $5, settings = $9`,
      [
        account.id,
        account.name.ja,
        account.name.en,
        account.botUserId,
        this.vault.sealJson(key, `account.credentials:${account.id}`, account.credentials),
        key.id,
        indexKey.id,
        this.clock.now(),
        JSON.stringify(account.settings),
      ],
    );
    await this.#saveTexts(tx, account);
  }

  async #keysOf(tx: Transaction, accountId: string): Promise<{ key: DataKey; indexKey: DataKey }> {
    const [row] = await tx.query<{ keyId: string; indexKeyId: string }>(
      'SELECT key_id AS "keyId", index_key_id AS "indexKeyId" FROM account WHERE id = $1 FOR UPDATE',
      [accountId],
    );
    if (row !== undefined) {
      const keys = await this.keys.get(tx, [row.keyId, row.indexKeyId]);
      return { key: required(keys.get(row.keyId)), indexKey: required(keys.get(row.indexKeyId)) };
    }
    const [key] = await this.keys.create(tx, 'account', 1);
    const [indexKey] = await this.keys.create(tx, 'index', 1);
    return { key: required(key), indexKey: required(indexKey) };
  }

  /** Keeps what callers were told before as versions; a text that is the same is none. */
  async #saveTemplates(tx: Transaction, account: SavedAccount): Promise<void> {
    const [names, bodies] = [Object.keys(account.templates), Object.values(account.templates)];
    await tx.query(
      `WITH given AS (SELECT * FROM unnest($2::varchar[], $3::text[]) AS given (situation, body)),
         newest AS (SELECT DISTINCT ON (situation) situation, version, body FROM text_template_version
           WHERE account_id = $1 ORDER BY situation, version DESC)
       INSERT INTO text_template_version (account_id, situation, version, body, saved_at)
       SELECT $1, situation, coalesce(newest.version, 0) + 1, given.body, $4
       FROM given FULL JOIN newest USING (situation) WHERE given.body IS DISTINCT FROM newest.body`,
      [account.id, names, bodies, this.clock.now()],
    );
    await tx.query('DELETE FROM text_template WHERE account_id = $1', [account.id]);
    await tx.query(
      `INSERT INTO text_template (account_id, situation, body)
       SELECT $1, given.situation, given.body FROM unnest($2::varchar[], $3::text[]) AS given (situation, body)`,
      [account.id, names, bodies],
    );
  }

  async #saveTexts(tx: Transaction, account: SavedAccount): Promise<void> {
    await this.#saveTemplates(tx, account);
    await tx.query('DELETE FROM canned_text WHERE account_id = $1', [account.id]);
    await tx.query(
      `INSERT INTO canned_text (account_id, position, shortcut, title, body)
       SELECT $1, given.position, given.shortcut, given.title, given.body
       FROM unnest($2::varchar[], $3::varchar[], $4::text[])
         WITH ORDINALITY AS given (shortcut, title, body, position)`,
      [
        account.id,
        account.cannedTexts.map((entry) => entry.shortcut),
        account.cannedTexts.map((entry) => entry.title),
        account.cannedTexts.map((entry) => entry.body),
      ],
    );
    await tx.query('DELETE FROM phone_number WHERE account_id = $1', [account.id]);
    const numbers = account.phoneNumbers;
    await tx.query(
      `INSERT INTO phone_number (account_id, position, label, number, note, verified_on)
       SELECT $1, given.position, given.label, given.number, given.note, given.verified_on
       FROM unnest($2::varchar[], $3::varchar[], $4::varchar[], $5::date[])
         WITH ORDINALITY AS given (label, number, note, verified_on, position)`,
      [
        account.id,
        numbers.map((entry) => entry.label),
        numbers.map((entry) => entry.number),
        numbers.map((entry) => entry.note),
        numbers.map((entry) => entry.verifiedOn),
      ],
    );
  }
}

function required(key: DataKey | undefined): DataKey {
  if (key === undefined) throw new Error('an account has lost its keys');
  return key;
}
