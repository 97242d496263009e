import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { Worker } from '../database/worker.js';
import { KeyDatabase } from './key-database.js';
import { KeyStore } from './key-store.js';

const BATCH = 200;
const POLL_MS = 5000;
const NOWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * Keys of earlier releases are wrapped by the master key itself. Each is wrapped anew by its account's key, while
 * everything runs: whoever reads one meanwhile gets it either way.
 */
@Injectable()
export class KeyAdoption implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(KeyAdoption.name);
  readonly #worker = new Worker('key adoption', POLL_MS, () => this.#adoptSome());
  #after = NOWHERE;
  #adopted = 0;
  #done = false;

  constructor(
    private readonly keys: KeyDatabase,
    private readonly store: KeyStore,
    private readonly database: Database,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async #adoptSome(): Promise<boolean> {
    if (this.#done) return false;
    const rows = await this.keys.query<{ id: string }>(
      `SELECT id FROM keystore.data_key
       WHERE parent_id IS NULL AND purpose IN ('caller', 'account', 'index') AND id > $1 ORDER BY id LIMIT ${BATCH}`,
      [this.#after],
    );
    const ids = rows.map((row) => row.id);
    for (const { keyId, accountId } of await this.#accountsOf(ids)) {
      if (await this.store.wrapUnder(accountId, keyId)) this.#adopted += 1;
    }
    // One that belongs to nobody, left by a transaction that was rolled back, stays as it is.
    this.#after = ids.at(-1) ?? this.#after;
    if (ids.length === BATCH) return true;
    this.#done = true;
    if (this.#adopted > 0) this.#logger.log(`${this.#adopted} keys are wrapped by their account's key now`);
    return false;
  }

  #accountsOf(ids: readonly string[]): Promise<{ keyId: string; accountId: string }[]> {
    return this.database.query(
      `SELECT key_id AS "keyId", account_id AS "accountId" FROM caller WHERE key_id = ANY($1)
       UNION ALL SELECT key_id, id FROM account WHERE key_id = ANY($1)
       UNION ALL SELECT index_key_id, id FROM account WHERE index_key_id = ANY($1)`,
      [ids],
    );
  }
}
