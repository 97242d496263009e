import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { Database, isPassing } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { describeError, Worker } from '../database/worker.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { type LineEvent } from '../line/webhook-body.js';
import { eventsProjected, eventsSetAside } from './intake.metrics.js';
import { inboundBinding } from '../inbox/inbox.repository.js';
import { SilenceWatch } from '../inbox/silence-watch.js';
import { type AccountEvent, AccountStep } from './account.step.js';
import { ProjectionStep, type StoredEvent } from './projection.step.js';

const POLL_MS = 500;
const BATCH = 200;
const MAX_TRIES = 5;
/**
 * What comes in this soon after a batch waits until then and shares the next one, in milliseconds: under load that saves
 * most statements, and a message that comes alone waits for nobody.
 */
const GATHER_MS = 10;
/** Any fixed number that nothing else locks. */
const PROJECTOR_LOCK = 7_160_518;

interface StoredRow {
  id: number;
  accountId: string;
  webhookEventId: string;
  callerId: string | null;
  keyId: string | null;
  reachable: boolean | null;
  withdrew: boolean;
  /** The account counts as silent until now. */
  endsSilence: boolean;
  receivedAt: Date;
  sealed: Buffer;
  attempts: number;
  ready: boolean;
}

type Outcome = 'busy' | 'nothing' | 'drained' | 'more';

interface BatchResult {
  readonly outcome: Outcome;
  readonly count: number;
}

interface OpenedEvents {
  readonly ofCallers: StoredEvent[];
  readonly ofAccounts: AccountEvent[];
}

/**
 * Turns stored webhook events into messages, in order per caller: a separate, restartable step. One process does it at
 * a time, in batches. An event that breaks its step is tried five times, then set aside; meanwhile only its own caller
 * waits.
 */
@Injectable()
export class Projector implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #worker = new Worker('projector', POLL_MS, () => this.#work());
  #batchEndedAt = 0;

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: KeyStore,
    private readonly step: ProjectionStep,
    private readonly accountStep: AccountStep,
    private readonly silenceWatch: SilenceWatch,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.environment.ROLES.includes('intake')) return;
    // A newer server may know what to do with what an older one set aside; it comes to its place by its time.
    await this.database.query(
      `UPDATE inbound_event SET state = 'stored', attempts = 0, retry_at = now() WHERE state = 'set-aside'`,
    );
    this.#worker.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#worker.stop();
  }

  /** There are new events. */
  poke(): void {
    this.#worker.poke();
  }

  async #work(): Promise<boolean> {
    const wait = this.#batchEndedAt + GATHER_MS - performance.now();
    if (wait > 0) await setTimeout(wait);
    let outcome: Outcome;
    try {
      outcome = await this.#batch((rows) => rows);
      // A full batch has others behind it: they have waited already.
      this.#batchEndedAt = outcome === 'drained' ? performance.now() : 0;
    } catch {
      // Something in the batch breaks it: one caller at a time, so that only the one concerned is held up.
      return this.#oneByOne();
    }
    return outcome === 'more';
  }

  async #oneByOne(): Promise<boolean> {
    const callers = await this.database.query<{ callerId: string | null }>(
      `SELECT DISTINCT caller_id AS "callerId" FROM (
         SELECT caller_id FROM inbound_event WHERE state = 'stored' ORDER BY id LIMIT ${BATCH}) AS oldest`,
    );
    for (const { callerId } of callers) {
      let first: StoredRow | undefined;
      try {
        await this.#batch((rows) => {
          const own = rows.filter((row) => row.callerId === callerId).slice(0, 1);
          first = own[0];
          return own;
        });
      } catch (error) {
        // The database was away, or a lock was: that says nothing about the event.
        if (isPassing(error)) throw error;
        if (first !== undefined) await this.#failed(first, error);
      }
    }
    return callers.length > 0;
  }

  async #batch(choose: (rows: StoredRow[]) => StoredRow[]): Promise<Outcome> {
    const { outcome, count } = await this.database.transaction(async (tx): Promise<BatchResult> => {
      const [turn] = await tx.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(${PROJECTOR_LOCK}) AS mine`,
      );
      if (turn?.mine !== true) return { outcome: 'busy', count: 0 };
      const rows = await tx.query<StoredRow>(
        `SELECT inbound_event.id, inbound_event.account_id AS "accountId", webhook_event_id AS "webhookEventId",
           inbound_event.caller_id AS "callerId", caller.key_id AS "keyId", sealed, attempts,
           inbound_event.received_at AS "receivedAt",
           (SELECT CASE WHEN bool_and(reachable) THEN true WHEN NOT bool_or(reachable) THEN false END
             FROM caller_address WHERE caller_address.caller_id = inbound_event.caller_id) AS reachable,
           EXISTS (SELECT FROM withdrawn_message WHERE withdrawn_message.caller_id = inbound_event.caller_id)
             AS withdrew,
           EXISTS (SELECT FROM account_alarm WHERE kind = 'channel-silent'
             AND account_alarm.account_id = inbound_event.account_id) AS "endsSilence",
           (retry_at IS NULL OR retry_at <= now()) AS ready
         FROM inbound_event LEFT JOIN caller ON caller.id = caller_id
         WHERE state = 'stored' ORDER BY inbound_event.id LIMIT ${BATCH}`,
      );
      const chosen = choose(readyInOrder(rows));
      if (chosen.length === 0) return { outcome: 'nothing', count: 0 };
      const { ofCallers, ofAccounts } = await this.#open(tx, chosen);
      const unfamiliar = await this.step.project(tx, ofCallers);
      if (ofAccounts.length > 0) unfamiliar.push(...(await this.accountStep.apply(tx, ofAccounts)));
      await tx.query(
        `UPDATE inbound_event SET state = 'projected', unfamiliar = id = ANY($2) WHERE id = ANY($1)`,
        [chosen.map((row) => row.id), unfamiliar],
      );
      const heard = chosen.filter((row) => row.endsSilence).map((row) => row.accountId);
      for (const accountId of new Set(heard)) await this.silenceWatch.heard(tx, accountId);
      return { outcome: rows.length === BATCH ? 'more' : 'drained', count: chosen.length } as const;
    });
    eventsProjected.inc(count);
    return outcome;
  }

  async #open(tx: Transaction, rows: readonly StoredRow[]): Promise<OpenedEvents> {
    const events = await this.vault.openJson(
      tx,
      rows.map((row) => ({ binding: inboundBinding(row.accountId, row.webhookEventId), bytes: row.sealed })),
    );
    const keys = await this.keys.get(
      tx,
      rows.flatMap((row) => row.keyId ?? []),
    );
    const opened: OpenedEvents = { ofCallers: [], ofAccounts: [] };
    for (const [index, row] of rows.entries()) {
      const event = events[index] as LineEvent | undefined;
      const callerKey = keys.get(row.keyId ?? '');
      // Words whose key was destroyed are gone for good.
      if (event === undefined) continue;
      const { id, accountId, callerId, reachable, withdrew, receivedAt } = row;
      if (callerId === null) opened.ofAccounts.push({ id, accountId, event });
      else if (callerKey !== undefined)
        opened.ofCallers.push({
          id,
          accountId,
          callerId,
          callerKey,
          reachable,
          withdrew,
          receivedAt,
          event,
        });
    }
    return opened;
  }

  async #failed(row: StoredRow, error: unknown): Promise<void> {
    const last = row.attempts + 1 >= MAX_TRIES;
    await this.database.transaction(async (tx) => {
      await tx.query(
        `UPDATE inbound_event SET attempts = attempts + 1, error = $2,
           state = CASE WHEN $3 THEN 'set-aside' ELSE 'stored' END,
           retry_at = now() + interval '200 milliseconds' * power(2, attempts)
         WHERE id = $1 AND state = 'stored'`,
        [row.id, describeError(error), last],
      );
      if (last) tx.emit({ type: 'account.changed', accountId: row.accountId });
    });
    if (last) eventsSetAside.inc({ account: row.accountId, reason: 'projection-failed' });
  }
}

/** Events that may go now: none whose caller has an earlier one that has to wait. */
function readyInOrder(rows: readonly StoredRow[]): StoredRow[] {
  const heldUp = new Set<string>();
  return rows.filter((row) => {
    const caller = row.callerId ?? `event ${row.id}`;
    if (!row.ready) heldUp.add(caller);
    return !heldUp.has(caller);
  });
}
