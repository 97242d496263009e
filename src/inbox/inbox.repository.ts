import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Account } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { type SetAsideReason } from '../contract/desk.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { type DataKey, SealError } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { eventIdOf } from './inbox-id.js';
import { keptSince } from './kept-since.js';

export interface InboundEvent {
  readonly account: Account;
  readonly webhookEventId: string;
  readonly callerId: string | null;
  readonly key: DataKey;
  /** Real time at which the webhook came. */
  readonly receivedAt: Date;
  readonly event: unknown;
}

/**
 * Some callers were erased, or given another key, since theirs was looked up: nothing of theirs was stored, so that no
 * word is sealed with a key that is about to be destroyed. Everybody else's events are.
 */
export class StaleKeysError extends Error {
  override readonly name = 'StaleKeysError';

  constructor(readonly keyIds: ReadonlySet<string>) {
    super('keys were replaced or destroyed');
  }
}

/** Input that was set aside and is to be read again. */
export interface ReplayedInput {
  readonly id: string;
  readonly accountId: string;
  readonly reason: SetAsideReason;
  readonly receivedAt: Date;
  readonly bytes: Buffer | null;
}

/** Writes what came in. */
@Injectable()
export class InboxRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores events that were not seen before, all in one statement and so in one commit. When it resolves they are
   * durable.
   * @returns how many were new
   * @throws StaleKeysError
   */
  async storeEvents(events: readonly InboundEvent[]): Promise<number> {
    return this.#insert(this.database, events);
  }

  /** Stores an event and takes it back at once. @throws Error unless the database stores events of an account */
  async probe(account: Account): Promise<void> {
    const probed = new Error('the probe went well');
    const event = {
      account,
      webhookEventId: `probe:${uuidv7()}`,
      callerId: null,
      key: account.key,
      receivedAt: new Date(),
      event: {},
    };
    try {
      await this.database.transaction(async (tx) => {
        await this.#insert(tx, [event]);
        throw probed;
      });
    } catch (error) {
      if (error !== probed) throw error;
    }
  }

  async #insert(db: Queryable, events: readonly InboundEvent[]): Promise<number> {
    // LINE may repeat an event within one body; in one statement an id may come only once.
    const unique = [
      ...new Map(events.map((event) => [`${event.account.id}\n${event.webhookEventId}`, event])).values(),
    ];
    const [outcome] = await db.query<{ stored: number; stale: string[] | null }>(
      `WITH given AS (
         SELECT * FROM unnest($1::varchar[], $2::varchar[], $3::uuid[], $4::bytea[], $5::timestamptz[],
           $6::timestamptz[], $7::uuid[])
           WITH ORDINALITY AS input (account_id, webhook_event_id, caller_id, sealed, received_at, by_our_clock,
             key_id, position)
       ), kept AS MATERIALIZED (
         SELECT id, key_id FROM caller WHERE id = ANY($3) ORDER BY id FOR KEY SHARE
       ), current AS (
         SELECT given.* FROM given LEFT JOIN kept ON kept.id = given.caller_id
         WHERE given.caller_id IS NULL OR kept.key_id = given.key_id
       ), fresh AS (
         INSERT INTO webhook_event_id (account_id, webhook_event_id, received_at)
         SELECT account_id, webhook_event_id, by_our_clock FROM current ORDER BY account_id, webhook_event_id
         ON CONFLICT DO NOTHING RETURNING account_id, webhook_event_id
       ), stored AS (
         INSERT INTO inbound_event (account_id, webhook_event_id, caller_id, received_at, sealed)
         SELECT current.account_id, current.webhook_event_id, current.caller_id, current.received_at, current.sealed
         FROM current JOIN fresh USING (account_id, webhook_event_id) ORDER BY current.position
         RETURNING id
       )
       SELECT (SELECT count(*)::int FROM stored) AS stored,
         (SELECT array_agg(DISTINCT given.key_id) FROM given JOIN kept ON kept.id = given.caller_id
           WHERE kept.key_id <> given.key_id) AS stale`,
      [
        unique.map((event) => event.account.id),
        unique.map((event) => event.webhookEventId),
        unique.map((event) => event.callerId),
        unique.map((event) =>
          this.vault.sealJson(event.key, inboundBinding(event.account.id, event.webhookEventId), event.event),
        ),
        unique.map((event) => event.receivedAt),
        unique.map((event) => this.clock.fromRealTime(event.receivedAt.getTime())),
        unique.map((event) => event.key.id),
      ],
    );
    if (outcome?.stale) throw new StaleKeysError(new Set(outcome.stale));
    return outcome?.stored ?? 0;
  }

  /**
   * Keeps signed input that could not be understood.
   * @param receivedAt real time at which it came
   * @returns false when the same bytes were kept before
   */
  async setAside(
    account: Account,
    reason: SetAsideReason,
    bytes: Buffer,
    receivedAt: Date,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const id = uuidv7();
      const kept = await tx.query(
        `INSERT INTO set_aside (id, account_id, reason, digest, received_at, bytes, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account_id, digest) DO NOTHING RETURNING id`,
        [
          id,
          account.id,
          reason,
          this.vault.fingerprint(account.indexKey, 'set-aside', bytes.toString('base64')),
          receivedAt,
          bytes.length,
          this.vault.sealBytes(account.key, setAsideBinding(id), bytes),
        ],
      );
      if (kept.length === 0) return false;
      tx.emit({ type: 'account.changed', accountId: account.id });
      return true;
    });
  }

  /**
   * Has what was set aside tried again: events at their place in their caller's order, other input by the worker of
   * the way in.
   * @param ids as the list of what was set aside names them
   * @returns how many of them were still set aside
   */
  async requestReplay(ids: readonly string[], staffId: string): Promise<number> {
    const eventIds = ids.flatMap((id) => eventIdOf(id) ?? []);
    return this.database.transaction(async (tx) => {
      const events = await tx.query<{ accountId: string }>(
        `UPDATE inbound_event SET state = 'stored', retry_at = now()
         WHERE id = ANY($1) AND state = 'set-aside' RETURNING account_id AS "accountId"`,
        [eventIds],
      );
      const inputs = await tx.query<{ accountId: string }>(
        `UPDATE set_aside SET replay_requested_at = $2 WHERE id::text = ANY($1) AND received_at >= $3
         RETURNING account_id AS "accountId"`,
        [ids, this.clock.now(), keptSince()],
      );
      const replayed = [...events, ...inputs];
      for (const accountId of new Set(replayed.map((row) => row.accountId)))
        tx.emit({ type: 'account.changed', accountId });
      if (replayed.length > 0)
        await this.audit.record(tx, {
          act: 'set-aside.replayed',
          actor: staffId,
          details: { count: replayed.length },
        });
      return replayed.length;
    });
  }

  /** The oldest input that an administrator wants read again, opened; without bytes when they can't be. */
  async nextReplay(): Promise<ReplayedInput | undefined> {
    const [row] = await this.database.query<Omit<ReplayedInput, 'bytes'> & { sealed: Buffer }>(
      `SELECT id, account_id AS "accountId", reason, received_at AS "receivedAt", sealed FROM set_aside
       WHERE replay_requested_at IS NOT NULL AND received_at >= $1 ORDER BY received_at, id LIMIT 1`,
      [keptSince()],
    );
    if (row === undefined) return undefined;
    const { sealed, ...input } = row;
    return { ...input, bytes: await this.#openInput(row.id, sealed) };
  }

  async #openInput(id: string, sealed: Buffer): Promise<Buffer | null> {
    try {
      const sealedInput = { binding: setAsideBinding(id), bytes: sealed };
      return (await this.vault.openBytes(this.database, sealedInput)) ?? null;
    } catch (error) {
      if (error instanceof SealError) return null;
      throw error;
    }
  }

  /** The replay of an input is over: it is gone once it was understood, and stays as it was otherwise. */
  async endReplay({ id, accountId }: ReplayedInput, understood: boolean): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        understood
          ? 'DELETE FROM set_aside WHERE id = $1'
          : 'UPDATE set_aside SET replay_requested_at = NULL WHERE id = $1',
        [id],
      );
      tx.emit({ type: 'account.changed', accountId });
    });
  }
}

export function setAsideBinding(id: string): `set_aside.sealed:${string}` {
  return `set_aside.sealed:${id}`;
}

export function inboundBinding(accountId: string, webhookEventId: string): `inbound_event.sealed:${string}` {
  return `inbound_event.sealed:${accountId}/${webhookEventId}`;
}
