import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type PresenceRequest } from '../contract/assignment.js';
import { type CounselorLoad } from '../contract/staff.js';
import { Database } from '../database/database.service.js';
import { GroupCommit } from '../database/group-commit.js';
import { type Transaction } from '../database/transaction.js';
import { Worker } from '../database/worker.js';
import { type Principal } from '../staff/principal.js';
import { CONNECTION_FRESH_SECONDS, IS_FRESH, isConnected } from './fresh.js';
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

interface Change extends Connection {
  readonly here: boolean;
}

/** People whose coming or going is written down at once: a restart brings everybody back in the same moment. */
const MOST_TOGETHER = 500;

/**
 * Who is there: consoles are rows that their process keeps fresh, so that a process that dies takes its consoles along;
 * and what people say of themselves.
 */
@Injectable()
export class PresenceService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #changes = new GroupCommit<Change>((changes) => this.#note(changes), 1, MOST_TOGETHER);
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

  async connected(connection: Connection): Promise<void> {
    await this.#changes.add([{ ...connection, here: true }]);
  }

  async disconnected(connection: Connection): Promise<void> {
    await this.#changes.add([{ ...connection, here: false }]);
  }

  /** These consoles of a person are gone, or are about to be cut off. */
  async leave(tx: Transaction, staffId: string, socketIds: readonly string[]): Promise<void> {
    await forget(tx, socketIds);
    await lockPresence(tx, [staffId]);
    await this.#changed(tx, await this.#left(tx, [staffId]));
  }

  /**
   * Keeps these connections fresh. One that was given up meanwhile, because we were stuck, is there again.
   * @param isThere whether a console is connected at this moment: it may go while we ask
   */
  async heartbeat(connections: readonly Connection[], isThere: (socketId: string) => boolean): Promise<void> {
    const kept = await this.database.query<{ socketId: string }>(
      `UPDATE console_connection SET seen_at = now()
       WHERE socket_id = ANY($1) AND ${IS_FRESH}
       RETURNING socket_id AS "socketId"`,
      [connections.map(({ socketId }) => socketId)],
    );
    const ids = new Set(kept.map(({ socketId }) => socketId));
    const lost = connections.filter(({ socketId }) => !ids.has(socketId) && isThere(socketId));
    if (lost.length > 0) await this.#changes.add(lost.map((connection) => ({ ...connection, here: true })));
    await this.sweep();
  }

  /** Drops consoles that no process keeps fresh any more, and looks for tickets of who is away that nothing would bring back. */
  async sweep(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const gone = await tx.query<{ staffId: string }>(
        `DELETE FROM console_connection WHERE seen_at < now() - interval '${CONNECTION_FRESH_SECONDS} seconds'
         RETURNING staff_id AS "staffId"`,
      );
      const staffIds = gone.map((row) => row.staffId);
      await lockPresence(tx, staffIds);
      await this.#changed(tx, await this.#left(tx, staffIds));
    });
    await this.database.transaction((tx) => this.vanish.planForgotten(tx, this.clock.now()));
  }

  /** A person says whether they take callers. Breaks stop offers; what they have stays theirs. */
  async choose({ staffId }: Principal, { presence }: PresenceRequest): Promise<CounselorLoad> {
    const load = await this.database.transaction(async (tx) => {
      // Whoever is just about to give them something does so before this, or sees it.
      await tx.query('SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE', [staffId]);
      await lockPresence(tx, [staffId]);
      const changed = await tx.query(
        'UPDATE presence SET chosen = $2, since = $3 WHERE staff_id = $1 AND chosen <> $2 RETURNING staff_id',
        [staffId, presence, this.clock.now()],
      );
      if (changed.length > 0) await this.#changed(tx, [staffId]);
      return this.loads.load(tx, staffId);
    });
    if (presence !== 'available') await this.offers.withdrawAll(staffId);
    return load;
  }

  /** Comings and goings that came together. What a console did last counts. */
  async #note(changes: readonly Change[]): Promise<void> {
    const newest = [...new Map(changes.map((change) => [change.socketId, change])).values()];
    const here = newest.filter((change) => change.here);
    const gone = newest.filter((change) => !change.here);
    await this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO console_connection (socket_id, staff_id, seen_at)
         SELECT socket_id, staff_id, now() FROM unnest($1::varchar[], $2::uuid[]) AS here (socket_id, staff_id)
         ON CONFLICT (socket_id) DO UPDATE SET seen_at = now()`,
        [here.map(({ socketId }) => socketId), here.map(({ staffId }) => staffId)],
      );
      await forget(
        tx,
        gone.map(({ socketId }) => socketId),
      );
      // Comings and goings of one person are noted one after another: otherwise of two consoles that go at once, each
      // would see the other one still there.
      await lockPresence(
        tx,
        newest.map(({ staffId }) => staffId),
      );
      const came = await this.#came(tx, here);
      const left = await this.#left(
        tx,
        gone.map(({ staffId }) => staffId),
      );
      await this.#changed(tx, [...came, ...left]);
    });
  }

  /** Of the people with these consoles, those who had no other. A second window changes nothing that anybody sees. */
  async #came(tx: Transaction, here: readonly Connection[]): Promise<string[]> {
    const rows = await tx.query<{ staffId: string }>(
      `UPDATE presence SET gone_at = NULL, since = $3
       WHERE staff_id = ANY($1) AND (gone_at IS NOT NULL OR NOT EXISTS (SELECT FROM console_connection
         WHERE console_connection.staff_id = presence.staff_id AND socket_id <> ALL($2)
           AND ${IS_FRESH}))
       RETURNING staff_id AS "staffId"`,
      [here.map(({ staffId }) => staffId), here.map(({ socketId }) => socketId), this.clock.now()],
    );
    return rows.map(({ staffId }) => staffId);
  }

  /** Of these people, those who have no console any more. */
  async #left(tx: Transaction, staffIds: readonly string[]): Promise<string[]> {
    const now = this.clock.now();
    const rows = await tx.query<{ staffId: string }>(
      `UPDATE presence SET gone_at = $2, since = $2
       WHERE staff_id = ANY($1) AND gone_at IS NULL AND NOT ${isConnected('presence.staff_id')}
       RETURNING staff_id AS "staffId"`,
      [staffIds, now],
    );
    const left = rows.map(({ staffId }) => staffId);
    for (const staffId of left) await this.vanish.personGone(tx, staffId, now);
    return left;
  }

  /** Their loads, and how many are there in each of their accounts. */
  async #changed(tx: Transaction, staffIds: readonly string[]): Promise<void> {
    if (staffIds.length === 0) return;
    for (const staffId of staffIds) tx.emit({ type: 'counselor.changed', staffId });
    const accounts = await tx.query<{ accountId: string }>(
      'SELECT DISTINCT account_id AS "accountId" FROM membership WHERE staff_id = ANY($1) ORDER BY account_id',
      [staffIds],
    );
    const accountIds = accounts.map(({ accountId }) => accountId);
    for (const accountId of accountIds) tx.emit({ type: 'account.changed', accountId });
    await this.staffing.presenceChanged(tx, accountIds);
  }
}

async function forget(tx: Transaction, socketIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM console_connection WHERE socket_id = ANY($1)', [socketIds]);
}

/** In one order, so that nobody waits for somebody who waits for them. */
async function lockPresence(tx: Transaction, staffIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO presence (staff_id) SELECT DISTINCT staff_id FROM unnest($1::uuid[]) AS given (staff_id) ORDER BY staff_id
     ON CONFLICT (staff_id) DO UPDATE SET staff_id = excluded.staff_id`,
    [staffIds],
  );
}
