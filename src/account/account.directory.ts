import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.service.js';
import { Worker } from '../database/worker.js';
import { type Queryable } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { type Situation } from '../contract/opening.js';
import { type AccountSettings, accountSettingsSchema } from './account-settings.js';
import { type LineCredentials, lineCredentialsSchema } from './credentials.js';

export interface PhoneNumber {
  readonly label: string;
  readonly number: string;
  /** When somebody answers there, as callers are told. */
  readonly hours: string | null;
  readonly note: string | null;
  /** ISO date on which a person last checked it. */
  readonly verifiedOn: string;
}

/** A text that counselors may send with a few keys, with variables in braces. */
export interface CannedText {
  readonly shortcut: string;
  readonly title: string;
  readonly category: string | null;
  readonly body: string;
}

/** An account as the running server knows it. */
export interface Account {
  readonly id: string;
  readonly name: { readonly ja: string; readonly en: string };
  readonly purpose: string;
  readonly active: boolean;
  readonly version: number;
  readonly botUserId: string | null;
  readonly credentials: LineCredentials;
  readonly key: DataKey;
  readonly indexKey: DataKey;
  readonly templates: ReadonlyMap<Situation, string>;
  readonly phoneNumbers: readonly PhoneNumber[];
  readonly cannedTexts: readonly CannedText[];
  /** As they hold now: who writes to an account that is switched off waits for no opening. */
  readonly settings: AccountSettings;
  /** As they were saved. */
  readonly savedSettings: AccountSettings;
}

interface AccountRow {
  id: string;
  nameJa: string;
  nameEn: string;
  purpose: string;
  active: boolean;
  version: number;
  botUserId: string | null;
  credentialsSealed: Buffer;
  keyId: string;
  indexKeyId: string;
  templates: Partial<Record<Situation, string>>;
  phoneNumbers: PhoneNumber[];
  cannedTexts: CannedText[];
  settings: unknown;
}

const SELECT_ACCOUNTS = `
  SELECT id, name_ja AS "nameJa", name_en AS "nameEn", purpose, active, version, bot_user_id AS "botUserId",
    credentials_sealed AS "credentialsSealed", key_id AS "keyId", index_key_id AS "indexKeyId",
    settings,
    (SELECT coalesce(json_object_agg(situation, body), '{}') FROM text_template WHERE account_id = account.id) AS templates,
    (SELECT coalesce(json_agg(json_build_object(
        'label', label, 'number', number, 'hours', hours, 'note', note, 'verifiedOn', verified_on)
        ORDER BY list.position, list.id, entry.position), '[]')
      FROM phone_list_account AS used JOIN phone_list AS list ON list.id = used.list_id
        JOIN phone_number AS entry ON entry.list_id = list.id
      WHERE used.account_id = account.id) AS "phoneNumbers",
    (SELECT coalesce(json_agg(json_build_object(
        'shortcut', shortcut, 'title', title, 'category', category, 'body', body)
        ORDER BY account_id, position), '[]')
      FROM canned_text WHERE active AND (account_id = account.id OR account_id IS NULL AND NOT EXISTS (
        SELECT FROM canned_text AS own WHERE own.account_id = account.id AND own.shortcut = canned_text.shortcut))
    ) AS "cannedTexts"
  FROM account ORDER BY id`;

/** How often accounts are read again, in milliseconds: another process may have provisioned them anew. */
const REFRESH_MS = 5000;
/** An account nobody knows is looked for at most this often, in milliseconds. */
const MISS_MS = 1000;

/** Every account, kept in memory: each webhook needs one. */
@Injectable()
export class AccountDirectory implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(AccountDirectory.name);
  readonly #refresh = new Worker('accounts', REFRESH_MS, async () => {
    await this.reload();
    return false;
  });
  #accounts: ReadonlyMap<string, Account> = new Map();
  #readAt = 0;
  /** Reads that have begun, and the newest that was taken in: one that took longer brings older news. */
  #reads = 0;
  #newest = 0;

  constructor(
    private readonly database: Database,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.reload();
    this.#refresh.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#refresh.stop();
  }

  /** Reads all accounts again. */
  async reload(): Promise<void> {
    this.#reads += 1;
    const read = this.#reads;
    const rows = await this.database.query<AccountRow>(SELECT_ACCOUNTS);
    const accounts = await Promise.all(rows.map((row) => this.#toAccount(this.database, row)));
    if (read < this.#newest) return;
    this.#newest = read;
    if (accounts.length !== this.#accounts.size) this.#logger.log(`${accounts.length} accounts`);
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#readAt = performance.now();
  }

  find(accountId: string): Account | undefined {
    return this.#accounts.get(accountId);
  }

  /** Also one that another process has only just made. */
  async look(accountId: string): Promise<Account | undefined> {
    if (!this.#accounts.has(accountId) && performance.now() - this.#readAt > MISS_MS) await this.reload();
    return this.#accounts.get(accountId);
  }

  /** @throws Error when there is none: for ids that come from our own rows */
  async get(accountId: string): Promise<Account> {
    const known = this.#accounts.get(accountId);
    if (known !== undefined) return known;
    // It is in our rows, so it exists: whatever we have in memory is older.
    await this.reload();
    const account = this.#accounts.get(accountId);
    if (account === undefined) throw new Error(`no account ${accountId}`);
    return account;
  }

  /** Reads all again where one of these was changed since, by whatever process. */
  async refresh(tx: Queryable, accountIds: readonly string[]): Promise<void> {
    const rows = await tx.query<{ id: string; version: number }>(
      'SELECT id, version FROM account WHERE id = ANY($1)',
      [accountIds],
    );
    if (rows.some(({ id, version }) => this.#accounts.get(id)?.version !== version)) await this.reload();
  }

  all(): Account[] {
    return [...this.#accounts.values()];
  }

  async #toAccount(tx: Queryable, row: AccountRow): Promise<Account> {
    const keys = await this.keys.get(tx, [row.keyId, row.indexKeyId]);
    const key = keys.get(row.keyId);
    const indexKey = keys.get(row.indexKeyId);
    if (key === undefined || indexKey === undefined) throw new Error(`account ${row.id} has lost its keys`);
    const [credentials] = await this.vault.openJson(tx, [
      { binding: `account.credentials:${row.id}`, bytes: row.credentialsSealed },
    ]);
    const settings = accountSettingsSchema.parse(row.settings);
    return {
      id: row.id,
      name: { ja: row.nameJa, en: row.nameEn },
      purpose: row.purpose,
      active: row.active,
      version: row.version,
      botUserId: row.botUserId,
      credentials: lineCredentialsSchema.parse(credentials),
      key,
      indexKey,
      templates: new Map(Object.entries(row.templates) as [Situation, string][]),
      phoneNumbers: row.phoneNumbers,
      cannedTexts: row.cannedTexts,
      settings: row.active ? settings : { ...settings, whenClosed: 'reply-only' },
      savedSettings: settings,
    };
  }
}
