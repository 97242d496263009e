import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database } from '../database/database.service.js';
import { Worker } from '../database/worker.js';
import { KeyDestruction } from '../vault/key-destruction.js';

const POLL_MS = 5000;
const AT_ONCE = 100;

/**
 * Where an erased caller hears that it is done is sealed under a key for that alone. It is destroyed as soon as LINE took
 * that message, or it was given up: then no backup of the data tells who it was.
 */
@Injectable()
export class FarewellKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('farewell keys', POLL_MS, () => this.#end());

  constructor(
    private readonly database: Database,
    private readonly destruction: KeyDestruction,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** Destroyed first: whatever ends this in between, the next run finds it gone and says so. */
  async #end(): Promise<boolean> {
    const over = await this.database.query<{ id: string; keyId: string }>(
      `SELECT id, farewell_key_id AS "keyId" FROM erasure
       WHERE farewell_key_id IS NOT NULL AND farewell_over_at IS NULL AND state = 'done' AND NOT EXISTS (
         SELECT FROM line_task WHERE kind = 'farewell' AND line_task.account_id = erasure.account_id
           AND subject = erasure.id::text)
       ORDER BY id LIMIT ${AT_ONCE}`,
    );
    if (over.length === 0) return false;
    await this.destruction.destroy(over.map(({ keyId }) => keyId));
    await this.database.query('UPDATE erasure SET farewell_over_at = $2 WHERE id = ANY($1)', [
      over.map(({ id }) => id),
      this.clock.now(),
    ]);
    return over.length === AT_ONCE;
  }
}
