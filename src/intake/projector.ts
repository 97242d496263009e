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
/** What failed before is tried alone, so many in one round: however much of it there is, new events go between. */
const RETRIES = 10;
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
  /** Somebody else answers this caller for now, as far as we know. */
  standby: boolean;
  withdrew: boolean;
  /** The account counts as silent until now. */
  endsSilence: boolean;
  receivedAt: Date;
  sealed: Buffer;
  attempts: number;
}

/**
 * Events not yet tried whose caller has none before them that failed and waits: no number of the latter takes a place
 * among them. Nearly always nothing waits, and the index of what does is empty. What was set aside before holds up
 * nobody: what came after it went on without it.
 */
const FRESH = `LEFT JOIN (
    SELECT caller_id, min(id) AS id FROM inbound_event
    WHERE state = 'stored' AND retry_at IS NOT NULL AND attempts < ${MAX_TRIES} GROUP BY caller_id
  ) AS held ON held.caller_id = inbound_event.caller_id
  WHERE state = 'stored' AND retry_at IS NULL AND (held.id IS NULL OR inbound_event.id < held.id)`;
/** Those of one caller are one after another; what no single person caused stands alone. */
const TURN = `coalesce(inbound_event.caller_id::text, inbound_event.id::text)`;

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
    // A newer server may know what to do with what an older one set aside; it comes to its place by its time. Its tries
    // stay counted: it gets one.
    await this.database.query(
      `UPDATE inbound_event SET state = 'stored', retry_at = now() WHERE state = 'set-aside'`,
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
    const retried = await this.#alone(await this.#dueAgain());
    let outcome: Outcome;
    try {
      outcome = await this.#batch(`${FRESH} ORDER BY inbound_event.id LIMIT ${BATCH}`);
      // A full batch has others behind it: they have waited already.
      this.#batchEndedAt = outcome === 'drained' ? performance.now() : 0;
    } catch {
      // Something in the batch breaks it: one of each caller at a time, so that only the one concerned is held up.
      return this.#alone(await this.#firstOfEach());
    }
    return outcome === 'more' || retried;
  }

  /** What failed before and may be tried again, at most one of each caller; what has not been given up yet goes first. */
  async #dueAgain(): Promise<number[]> {
    const due = await this.database.query<{ id: number }>(
      `SELECT id FROM (
         SELECT DISTINCT ON (${TURN}) id, attempts, retry_at FROM inbound_event
         WHERE state = 'stored' AND retry_at IS NOT NULL ORDER BY ${TURN}, id) AS first
       WHERE retry_at <= now() ORDER BY attempts >= ${MAX_TRIES}, retry_at, id LIMIT ${RETRIES}`,
    );
    return due.map(({ id }) => id);
  }

  /** The first of each caller among what was not tried yet: many of one caller take one place. */
  async #firstOfEach(): Promise<number[]> {
    const firsts = await this.database.query<{ id: number }>(
      `SELECT id FROM (SELECT DISTINCT ON (${TURN}) inbound_event.id FROM inbound_event ${FRESH}
         ORDER BY ${TURN}, inbound_event.id) AS first ORDER BY id LIMIT ${BATCH}`,
    );
    return firsts.map(({ id }) => id);
  }

  /** Each in a transaction of its own. Gives whether there was anything to do. */
  async #alone(ids: readonly number[]): Promise<boolean> {
    for (const id of ids) {
      let row: StoredRow | undefined;
      try {
        await this.#batch(`WHERE inbound_event.id = $1 AND state = 'stored'`, [id], (found) => (row = found));
      } catch (error) {
        // The database was away, or a lock was: that says nothing about the event.
        if (isPassing(error)) throw error;
        if (row !== undefined) await this.#failed(row, error);
      }
    }
    return ids.length > 0;
  }

  async #batch(
    which: string,
    parameters: readonly unknown[] = [],
    onFirst?: (row: StoredRow) => void,
  ): Promise<Outcome> {
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
           EXISTS (SELECT FROM caller_address
             WHERE caller_address.caller_id = inbound_event.caller_id AND standby) AS standby,
           EXISTS (SELECT FROM withdrawn_message WHERE withdrawn_message.caller_id = inbound_event.caller_id)
             AS withdrew,
           EXISTS (SELECT FROM account_alarm WHERE kind = 'channel-silent'
             AND account_alarm.account_id = inbound_event.account_id) AS "endsSilence"
         FROM inbound_event LEFT JOIN caller ON caller.id = inbound_event.caller_id ${which}`,
        parameters,
      );
      const [first] = rows;
      if (first === undefined) return { outcome: 'nothing', count: 0 };
      onFirst?.(first);
      const { ofCallers, ofAccounts } = await this.#open(tx, rows);
      const unfamiliar = await this.step.project(tx, ofCallers);
      if (ofAccounts.length > 0) unfamiliar.push(...(await this.accountStep.apply(tx, ofAccounts)));
      await tx.query(
        `UPDATE inbound_event SET state = 'projected', unfamiliar = id = ANY($2) WHERE id = ANY($1)`,
        [rows.map((row) => row.id), unfamiliar],
      );
      const heard = rows.filter((row) => row.endsSilence).map((row) => row.accountId);
      for (const accountId of new Set(heard)) await this.silenceWatch.heard(tx, accountId);
      return { outcome: rows.length === BATCH ? 'more' : 'drained', count: rows.length } as const;
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
      const { id, accountId, callerId, reachable, standby, withdrew, receivedAt } = row;
      if (callerId === null) opened.ofAccounts.push({ id, accountId, event });
      else if (callerKey !== undefined)
        opened.ofCallers.push({
          id,
          accountId,
          callerId,
          callerKey,
          reachable,
          standby,
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
