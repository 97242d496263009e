import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { type Account } from '../account/account.directory.js';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { newAlias } from './alias.js';

export interface KnownCaller {
  readonly id: string;
  readonly key: DataKey;
}

const CACHED_CALLERS = 20_000;

/** Finds callers by their address, and makes those that wrote for the first time. */
@Injectable()
export class CallerService {
  readonly #cache = new LRUCache<string, KnownCaller>({ max: CACHED_CALLERS });

  constructor(
    private readonly database: Database,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {
    keys.onForget((forgotten) => this.forget(forgotten));
  }

  /** Has callers looked up anew who were known with one of these keys. */
  forget(keyIds: ReadonlySet<string>): void {
    for (const [id, { key }] of this.#cache.entries()) if (keyIds.has(key.id)) this.#cache.delete(id);
  }

  /**
   * The callers of these addresses, in the same order. However many processes ask for the same new address at the same
   * instant, there will be one caller.
   */
  async resolve(account: Account, transport: string, addresses: readonly string[]): Promise<KnownCaller[]> {
    const prints = addresses.map((address) => this.vault.fingerprint(account.indexKey, transport, address));
    const missing = new Map<string, number>();
    prints.forEach((print, index) => {
      const id = cacheKey(account, transport, print);
      if (!this.#cache.has(id)) missing.set(id, index);
    });
    if (missing.size > 0) {
      const indexes = [...missing.values()];
      const wanted = indexes.map((index) => ({
        address: addresses[index] ?? '',
        print: prints[index] ?? Buffer.of(),
      }));
      await this.#load(account, transport, wanted);
    }
    return prints.map((print) => {
      const caller = this.#cache.get(cacheKey(account, transport, print));
      if (caller === undefined) throw new Error('a caller was neither found nor made');
      return caller;
    });
  }

  async #load(account: Account, transport: string, wanted: readonly Wanted[]): Promise<void> {
    const { known, erased } = await this.#find(account, transport, wanted);
    const strangers = wanted.filter((entry) => !known.has(entry.print.toString('hex')));
    if (strangers.length > 0) {
      await this.database.transaction((tx) => this.#create(tx, account, transport, strangers, erased));
      await this.#find(account, transport, strangers);
    }
  }

  async #find(account: Account, transport: string, wanted: readonly Wanted[]): Promise<Found> {
    const rows = await this.database.query<{ fingerprint: Buffer; callerId: string; keyId: string }>(
      `SELECT fingerprint, caller.id AS "callerId", caller.key_id AS "keyId"
       FROM caller_address JOIN caller ON caller.id = caller_address.caller_id
       WHERE caller_address.account_id = $1 AND transport = $2 AND fingerprint = ANY($3)`,
      [account.id, transport, wanted.map((entry) => entry.print)],
    );
    const keys = await this.keys.get(
      this.database,
      rows.map((row) => row.keyId),
    );
    const known = new Set<string>();
    const erased: string[] = [];
    for (const row of rows) {
      const key = keys.get(row.keyId);
      // A caller whose key was destroyed was erased: they are a stranger to us now.
      if (key === undefined) {
        erased.push(row.callerId);
        continue;
      }
      known.add(row.fingerprint.toString('hex'));
      this.#cache.set(cacheKey(account, transport, row.fingerprint), { id: row.callerId, key });
    }
    return { known, erased };
  }

  async #create(
    tx: Transaction,
    account: Account,
    transport: string,
    strangers: readonly Wanted[],
    erased: readonly string[],
  ): Promise<void> {
    const keys = await this.keys.create('caller', strangers.length, account.id);
    const rows = strangers.map((entry, index) => {
      const id = uuidv7();
      const key = keys[index] as DataKey;
      const sealed = this.vault.sealJson(key, `caller_address.address:${id}`, entry.address);
      return { id, key, sealed, print: entry.print };
    });
    await tx.query(
      `INSERT INTO caller (id, account_id, alias, key_id, created_at)
       SELECT given.id, $1, given.alias, given.key_id, $2
       FROM unnest($3::uuid[], $4::varchar[], $5::uuid[]) AS given (id, alias, key_id)`,
      [
        account.id,
        this.clock.now(),
        rows.map((row) => row.id),
        rows.map((row) => newAlias(row.id)),
        rows.map((row) => row.key.id),
      ],
    );
    const claimed = await tx.query<{ callerId: string }>(
      `INSERT INTO caller_address (account_id, transport, fingerprint, caller_id, address_sealed)
       SELECT $1, $2, given.fingerprint, given.caller_id, given.sealed
       FROM unnest($3::bytea[], $4::uuid[], $5::bytea[]) AS given (fingerprint, caller_id, sealed)
       ORDER BY given.fingerprint
       ON CONFLICT (account_id, transport, fingerprint) DO UPDATE
         SET caller_id = excluded.caller_id, address_sealed = excluded.address_sealed, reachable = excluded.reachable
         WHERE caller_address.caller_id = ANY($6)
       RETURNING caller_id AS "callerId"`,
      [
        account.id,
        transport,
        rows.map((row) => row.print),
        rows.map((row) => row.id),
        rows.map((row) => row.sealed),
        erased,
      ],
    );
    // Whoever lost the race for an address leaves nothing behind but a key that nobody uses.
    const winners = new Set(claimed.map((row) => row.callerId));
    const losers = rows.filter((row) => !winners.has(row.id));
    if (losers.length === 0) return;
    await tx.query('DELETE FROM caller WHERE id = ANY($1)', [losers.map((row) => row.id)]);
  }
}

interface Found {
  /** Fingerprints of callers that we know. */
  readonly known: ReadonlySet<string>;
  /** Callers whose address is still here and whose key was destroyed: the address goes to whoever writes from it now. */
  readonly erased: readonly string[];
}

interface Wanted {
  readonly address: string;
  readonly print: Buffer;
}

function cacheKey(account: Account, transport: string, print: Buffer): string {
  return `${account.id}\n${transport}\n${print.toString('base64')}`;
}
