import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { type AccountSettings } from './account-settings.js';
import { type LineCredentials } from './credentials.js';

export interface SavedAccount {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
  /** Left out, it stays as it is; so does the bot's user id. */
  readonly purpose?: string | undefined;
  readonly botUserId?: string | null | undefined;
  readonly credentials: LineCredentials;
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
      `INSERT INTO account (id, name_ja, name_en, bot_user_id, credentials_sealed, key_id, index_key_id, created_at,
         settings, purpose)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, coalesce($11, ''))
       ON CONFLICT (id) DO UPDATE SET name_ja = $2, name_en = $3,
         bot_user_id = CASE WHEN $10 THEN $4 ELSE account.bot_user_id END, credentials_sealed = $5, settings = $9,
         purpose = coalesce($11, account.purpose), version = account.version + 1`,
      [
        account.id,
        account.name.ja,
        account.name.en,
        account.botUserId ?? null,
        this.vault.sealJson(key, `account.credentials:${account.id}`, account.credentials),
        key.id,
        indexKey.id,
        this.clock.now(),
        JSON.stringify(account.settings),
        account.botUserId !== undefined,
        account.purpose ?? null,
      ],
    );
  }

  /** Of one that is not active, everything that comes is kept, and nobody new gets a counselor. */
  async setActive(tx: Transaction, accountId: string, active: boolean): Promise<void> {
    await tx.query('UPDATE account SET active = $2 WHERE id = $1', [accountId, active]);
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
    const [key] = await this.keys.create('account', 1, accountId);
    const [indexKey] = await this.keys.create('index', 1, accountId);
    return { key: required(key), indexKey: required(indexKey) };
  }
}

function required(key: DataKey | undefined): DataKey {
  if (key === undefined) throw new Error('an account has lost its keys');
  return key;
}
