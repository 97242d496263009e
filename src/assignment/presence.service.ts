import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type PresenceRequest } from '../contract/assignment.js';
import { type CounselorLoad } from '../contract/staff.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { type Principal } from '../staff/principal.js';
import { CONNECTION_FRESH_SECONDS, isConnected } from './fresh.js';
import { LoadReadModel } from './load.read-model.js';
import { OfferService } from './offer.service.js';
import { StaffingService } from './staffing.service.js';
import { VanishService } from './vanish.service.js';

/** How often consoles are looked for that no process keeps fresh any more, in milliseconds. */
const SWEEP_MS = 5000;

/** One connected console. */
export interface Connection {
  readonly socketId: string;
  readonly staffId: string;
}

/**
 * Who is there: consoles are rows that their process keeps fresh, so that a process that dies takes its consoles along;
 * and what people say of themselves.
 */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('presence', SWEEP_MS, async () => {
    await this.sweep();
    return false;
  });

  constructor(
    private readonly database: Database,
    private readonly loads: LoadReadModel,
    private readonly offers: OfferService,
    private readonly staffing: StaffingService,
    private readonly vanish: VanishService,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onApplicationBootstrap(): void {
    if (this.environment.ROLES.includes('timers')) this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  async connected({ socketId, staffId }: Connection): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO console_connection (socket_id, staff_id, seen_at) VALUES ($1, $2, now())
         ON CONFLICT (socket_id) DO UPDATE SET seen_at = now()`,
        [socketId, staffId],
      );
      // Comings and goings of one person are noted one after another: otherwise of two consoles that go at once, each
      // would see the other one still there.
      await lockPresence(tx, staffId);
      await tx.query(
        `UPDATE presence SET gone_at = NULL, since = CASE WHEN EXISTS (SELECT FROM console_connection
           WHERE staff_id = $1 AND socket_id <> $2 AND seen_at > now() - interval '${CONNECTION_FRESH_SECONDS} seconds')
           THEN since ELSE $3 END
         WHERE staff_id = $1`,
        [staffId, socketId, this.clock.now()],
      );
      await this.#changed(tx, staffId);
    });
  }

  async disconnected({ socketId, staffId }: Connection): Promise<void> {
    await this.database.transaction((tx) => this.leave(tx, staffId, [socketId]));
  }

  /** These consoles of a person are gone, or are about to be cut off. */
  async leave(tx: Transaction, staffId: string, socketIds: readonly string[]): Promise<void> {
    await tx.query('DELETE FROM console_connection WHERE socket_id = ANY($1)', [socketIds]);
    await this.#left(tx, staffId);
  }

  /** Keeps these connections fresh. One that was given up meanwhile, because we were stuck, is there again. */
  async heartbeat(connections: readonly Connection[]): Promise<void> {
    const kept = await this.database.query<{ socketId: string }>(
      `UPDATE console_connection SET seen_at = now() WHERE socket_id = ANY($1) RETURNING socket_id AS "socketId"`,
      [connections.map(({ socketId }) => socketId)],
    );
    const ids = new Set(kept.map(({ socketId }) => socketId));
    for (const connection of connections) if (!ids.has(connection.socketId)) await this.connected(connection);
    await this.sweep();
  }

  /** Drops consoles that no process keeps fresh any more, and looks for tickets of who is away that nothing would bring back. */
  async sweep(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const gone = await tx.query<{ staffId: string }>(
        `DELETE FROM console_connection WHERE seen_at < now() - interval '${CONNECTION_FRESH_SECONDS} seconds'
         RETURNING staff_id AS "staffId"`,
      );
      for (const staffId of [...new Set(gone.map((row) => row.staffId))].toSorted())
        await this.#left(tx, staffId);
    });
    await this.database.transaction((tx) => this.vanish.planForgotten(tx, this.clock.now()));
  }

  /** A person says whether they take callers. Breaks stop offers; what they have stays theirs. */
  async choose({ staffId }: Principal, { presence }: PresenceRequest): Promise<CounselorLoad> {
    const load = await this.database.transaction(async (tx) => {
      // Whoever is just about to give them something does so before this, or sees it.
      await tx.query('SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE', [staffId]);
      await lockPresence(tx, staffId);
      const changed = await tx.query(
        'UPDATE presence SET chosen = $2, since = $3 WHERE staff_id = $1 AND chosen <> $2 RETURNING staff_id',
        [staffId, presence, this.clock.now()],
      );
      if (changed.length > 0) await this.#changed(tx, staffId);
      return this.loads.load(tx, staffId);
    });
    if (presence !== 'available') await this.offers.withdrawAll(staffId);
    return load;
  }

  async #left(tx: Transaction, staffId: string): Promise<void> {
    await lockPresence(tx, staffId);
    const now = this.clock.now();
    const gone = await tx.query(
      `UPDATE presence SET gone_at = $2, since = $2
       WHERE staff_id = $1 AND gone_at IS NULL AND NOT ${isConnected('$1')} RETURNING staff_id`,
      [staffId, now],
    );
    if (gone.length > 0) await this.vanish.personGone(tx, staffId, now);
    await this.#changed(tx, staffId);
  }

  /** Their load, and how many are there in each of their accounts. */
  async #changed(tx: Transaction, staffId: string): Promise<void> {
    tx.emit({ type: 'counselor.changed', staffId });
    const accounts = await tx.query<{ accountId: string }>(
      'SELECT account_id AS "accountId" FROM membership WHERE staff_id = $1 ORDER BY account_id',
      [staffId],
    );
    const accountIds = accounts.map(({ accountId }) => accountId);
    for (const accountId of accountIds) tx.emit({ type: 'account.changed', accountId });
    await this.staffing.presenceChanged(tx, accountIds);
  }
}

async function lockPresence(tx: Transaction, staffId: string): Promise<void> {
  await tx.query(
    `INSERT INTO presence (staff_id) VALUES ($1) ON CONFLICT (staff_id) DO UPDATE SET staff_id = excluded.staff_id`,
    [staffId],
  );
}
