import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ErasureCause, type NameCaller } from '../contract/erasure.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { TicketAppender } from '../ticket/append.js';
import { KeyDestruction } from '../vault/key-destruction.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { renderTimeless } from '../waiting-list/text.js';
import { tellConsoles } from './tell-consoles.js';
import { obstacleErrors, obstacleOf } from './obstacle.js';

export const ERASURE_TIMER = 'erasure';

interface Wish {
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  readonly ticketId: string;
}

interface CallerRow {
  readonly id: string;
  readonly accountId: string;
  readonly keyId: string;
  readonly accountKeyId: string;
}

/**
 * Erasing a caller. It begins by cutting them off from what was said: from that commit on whoever writes from their
 * address is a stranger, so nothing new is sealed with the key that is then destroyed (`erasure-run.ts`).
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly destruction: KeyDestruction,
    private readonly vault: Vault,
    private readonly appender: TicketAppender,
    private readonly timers: TimerService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** Callers want to be erased: a person decides, and each hears that it was understood. Asking twice is asking once. */
  async asked(tx: Transaction, wishes: readonly Wish[]): Promise<void> {
    for (const wish of wishes) {
      const made = await tx.query(
        `INSERT INTO erasure (id, account_id, caller_id, cause, state, asked_at)
         VALUES ($1, $2, $3, 'caller', 'asked', $4)
         ON CONFLICT (caller_id) WHERE state IN ('asked', 'begun') DO NOTHING RETURNING id`,
        [uuidv7(), wish.accountId, wish.callerId, this.clock.now()],
      );
      if (made.length === 0) continue;
      const text = renderTimeless(await this.accounts.get(wish.accountId), 'erasure-asked');
      const words = { kind: 'text', text } as const;
      await this.appender.say(tx, {
        ...wish,
        direction: 'automatic',
        bubbles: [{ content: words, sent: words }],
        occurredAt: this.clock.now(),
      });
      tx.emit({ type: 'account.changed', accountId: wish.accountId });
    }
  }

  /** @throws AppError erasure_not_found, and what stands against it (`obstacle.ts`) */
  async confirm(erasureId: string, staffId: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { callerId } = await this.#standing(tx, erasureId);
      await this.begin(tx, { callerId, cause: 'caller', staffId, reason, erasureId });
    });
  }

  /** @throws AppError erasure_not_found */
  async decline(erasureId: string, staffId: string, reason: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { accountId, callerId, keyId } = await this.#standing(tx, erasureId);
      await tx.query(
        `UPDATE erasure SET state = 'declined', decided_by = $2, decided_at = $3 WHERE id = $1`,
        [erasureId, staffId, this.clock.now()],
      );
      await this.audit.record(tx, {
        act: 'erasure.declined',
        actor: staffId,
        accountId,
        callerId,
        subject: { kind: 'erasure', id: erasureId },
        why: { words: reason, keyId },
      });
      tx.emit({ type: 'account.changed', accountId });
    });
  }

  /**
   * Whose ticket this is: who was shown for its number, and nobody else.
   * @throws AppError ticket_not_found, caller_mismatch
   */
  async callerOf(
    tx: Transaction,
    { accountId, ticketNumber, callerId }: Omit<NameCaller, 'reason'>,
  ): Promise<string> {
    const [row] = await tx.query<{ callerId: string }>(
      'SELECT caller_id AS "callerId" FROM ticket WHERE account_id = $1 AND number = $2',
      [accountId, ticketNumber],
    );
    if (row === undefined) throw new AppError('ticket_not_found');
    if (row.callerId !== callerId) throw new AppError('caller_mismatch');
    return callerId;
  }

  /**
   * Cuts the caller off, and has the rest done at once by a timer, so that it is done whatever ends this process.
   * @throws AppError caller_erased, and what stands against it (`obstacle.ts`)
   */
  async begin(
    tx: Transaction,
    given: {
      readonly callerId: string;
      readonly cause: ErasureCause;
      readonly staffId: string | null;
      readonly reason?: string;
      readonly erasureId?: string;
    },
  ): Promise<string> {
    const caller = await this.#lock(tx, given.callerId);
    const obstacle = await obstacleOf(tx, caller.id);
    if (obstacle !== null) throw new AppError(obstacleErrors[obstacle]);
    const now = this.clock.now();
    const id = await this.#write(tx, caller, given, now);
    await tx.query('UPDATE caller SET key_id = $2, erased_at = $3 WHERE id = $1', [
      caller.id,
      randomUUID(),
      now,
    ]);
    await tx.query('DELETE FROM caller_address WHERE caller_id = $1', [caller.id]);
    await this.timers.schedule(tx, ERASURE_TIMER, id, now);
    await tellConsoles(tx, caller);
    return id;
  }

  async #lock(tx: Transaction, callerId: string): Promise<CallerRow> {
    const [caller] = await tx.query<CallerRow & { erased: boolean }>(
      `SELECT caller.id, caller.account_id AS "accountId", caller.key_id AS "keyId",
         account.key_id AS "accountKeyId", erased_at IS NOT NULL AS erased
       FROM caller JOIN account ON account.id = caller.account_id WHERE caller.id = $1 FOR UPDATE OF caller`,
      [callerId],
    );
    if (caller === undefined || caller.erased) throw new AppError('caller_erased');
    return caller;
  }

  async #write(
    tx: Transaction,
    caller: CallerRow,
    { cause, staffId, reason, erasureId }: Parameters<ErasureService['begin']>[1],
    now: Date,
  ): Promise<string> {
    // A wish that nobody has decided yet is decided by this: it keeps the instant at which they asked.
    const wish = erasureId ?? (await wishOf(tx, caller.id));
    const id = wish ?? uuidv7();
    const keyIds = await this.destruction.lineage([caller.keyId]);
    // Who asked hears that it is done, whatever led to it.
    const farewell = wish === undefined ? null : await this.#farewell(tx, caller, id);
    await tx.query(
      `INSERT INTO erasure (id, account_id, caller_id, cause, state, asked_at, decided_by, decided_at,
         farewell_sealed, key_ids, farewell_key_id)
       VALUES ($1, $2, $3, $4, 'begun', $5, $6, $5, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET cause = $4, state = 'begun', decided_by = $6, decided_at = $5,
         farewell_sealed = $7, key_ids = $8, farewell_key_id = $9`,
      [
        id,
        caller.accountId,
        caller.id,
        cause,
        now,
        staffId,
        farewell?.sealed ?? null,
        keyIds,
        farewell?.keyId ?? null,
      ],
    );
    await this.audit.record(tx, {
      act: 'erasure.begun',
      actor: staffId ?? { kind: 'system' },
      accountId: caller.accountId,
      callerId: caller.id,
      subject: { kind: 'erasure', id },
      details: { cause },
      // Not under the caller's key: why somebody was erased must outlive it.
      ...(reason === undefined ? {} : { why: { words: reason, keyId: caller.accountKeyId } }),
    });
    return id;
  }

  /** Where the caller hears that it is done: theirs is gone by then, so it has a key of its own. */
  async #farewell(
    tx: Transaction,
    caller: CallerRow,
    id: string,
  ): Promise<{ readonly sealed: Buffer; readonly keyId: string } | null> {
    const [row] = await tx.query<{ sealed: Buffer }>(
      `SELECT address_sealed AS sealed FROM caller_address
       WHERE caller_id = $1 AND transport = 'line' AND reachable`,
      [caller.id],
    );
    if (row === undefined) return null;
    const binding = `caller_address.address:${caller.id}` as const;
    const [address] = await this.vault.openJson(tx, [{ binding, bytes: row.sealed }]);
    if (typeof address !== 'string') return null;
    const [key] = await this.keys.create('farewell', 1, caller.accountId);
    if (key === undefined) return null;
    return { sealed: this.vault.sealJson(key, `erasure.farewell:${id}`, address), keyId: key.id };
  }

  async #standing(
    tx: Transaction,
    erasureId: string,
  ): Promise<{ accountId: string; callerId: string; keyId: string }> {
    const [row] = await tx.query<{ accountId: string; callerId: string; keyId: string }>(
      `SELECT erasure.account_id AS "accountId", erasure.caller_id AS "callerId", account.key_id AS "keyId"
       FROM erasure JOIN account ON account.id = erasure.account_id
       WHERE erasure.id = $1 AND state = 'asked' FOR UPDATE OF erasure`,
      [erasureId],
    );
    if (row === undefined) throw new AppError('erasure_not_found');
    return row;
  }
}

/** Under the caller's lock, without which no wish comes in: the row that waits for a decision. */
async function wishOf(tx: Transaction, callerId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT id FROM erasure WHERE caller_id = $1 AND state = 'asked'`,
    [callerId],
  );
  return row?.id;
}
