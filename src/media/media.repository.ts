import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type MediaKind, type MediaScan } from '../contract/message.js';
import { Database } from '../database/database.service.js';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { CHUNK_BYTES } from './media.store.js';

/** A picture, recording or file that a caller's message brings. */
export interface NewMedia {
  readonly id: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly callerKey: DataKey;
  readonly ticketId: string;
  readonly kind: MediaKind;
  readonly fileName: string | null;
  /** By which it is fetched; null when the transport doesn't hold it: then it is refused. */
  readonly externalId: string | null;
}

/** Media leased to this process, to be fetched and scanned. */
export interface LeasedMedia {
  readonly id: string;
  readonly accountId: string;
  readonly keyId: string;
  readonly kind: MediaKind;
  readonly externalId: string;
  /** Counted up by the lease, so it names this attempt: what it says counts only while it is the newest. */
  readonly attempts: number;
  readonly firstAttemptAt: Date;
  /** Not null when all of it is here already, and only the scanner has not said yet. */
  readonly bytes: number | null;
  readonly mimeType: string | null;
  readonly chunkBytes: number | null;
}

/** What was found in the bytes once all of them were here. */
export interface Found {
  readonly mimeType: string;
  readonly bytes: number;
  readonly kind: MediaKind;
}

export type MediaOutcome =
  | { readonly state: 'stored'; readonly found: Found; readonly scan: MediaScan }
  | { readonly state: 'gone' | 'refused' | 'infected' | 'failed' }
  | { readonly state: 'waiting'; readonly waitMs: number };

/** How long an upload that no message uses is kept, in hours. */
const UNUSED_HOURS = 24;

/** Downloads for one caller at once: slow ones hold up no other caller's. */
const PER_CALLER = 2;
const DUE = `media.state = 'waiting' AND media.direction = 'inbound' AND media.next_attempt_at <= now()
  AND (media.leased_until IS NULL OR media.leased_until < now())`;

/** Rows of media. Their bytes are in `media.store.ts`. */
@Injectable()
export class MediaRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Notes what has to be fetched, in the transaction that appends its message. */
  async expect(tx: Transaction, media: readonly NewMedia[]): Promise<void> {
    if (media.length === 0) return;
    await tx.query(
      `WITH made AS (
         INSERT INTO media (id, account_id, caller_id, ticket_id, direction, kind, external_id, state, name_sealed,
           next_attempt_at, created_at)
         SELECT given.id, given.account_id, given.caller_id, given.ticket_id, 'inbound', given.kind, given.external_id,
           CASE WHEN given.external_id IS NULL THEN 'refused' ELSE 'waiting' END, given.name_sealed, now(), $8
         FROM unnest($1::uuid[], $2::varchar[], $3::uuid[], $4::uuid[], $5::varchar[], $6::varchar[], $7::bytea[])
           AS given (id, account_id, caller_id, ticket_id, kind, external_id, name_sealed)
         RETURNING id
       )
       SELECT pg_notify('${channels.media}', '') FROM made LIMIT 1`,
      [
        media.map((entry) => entry.id),
        media.map((entry) => entry.accountId),
        media.map((entry) => entry.callerId),
        media.map((entry) => entry.ticketId),
        media.map((entry) => entry.kind),
        media.map((entry) => entry.externalId),
        media.map((entry) =>
          entry.fileName === null
            ? null
            : this.vault.sealJson(entry.callerKey, `media.name:${entry.id}`, entry.fileName),
        ),
        this.clock.now(),
      ],
    );
  }

  /**
   * Leases what is due to be fetched, of one caller no more than PER_CALLER at a time. A lease that ran out is taken
   * over. Leases are real time.
   */
  async lease(limit: number, leaseMs: number): Promise<LeasedMedia[]> {
    return this.database.query<LeasedMedia>(
      `WITH due AS (
         SELECT id, next_attempt_at, row_number() OVER (PARTITION BY caller_id ORDER BY next_attempt_at, id)
           + (SELECT count(*) FROM media AS other WHERE other.caller_id = media.caller_id
               AND other.state = 'waiting' AND other.leased_until >= now()) AS place
         FROM media WHERE ${DUE}
       ), chosen AS (
         SELECT media.id FROM media JOIN due ON due.id = media.id
         WHERE ${DUE} AND place <= ${PER_CALLER}
         ORDER BY due.next_attempt_at LIMIT $1 FOR NO KEY UPDATE OF media SKIP LOCKED
       )
       UPDATE media SET leased_until = now() + $2 * interval '1 millisecond', attempts = attempts + 1,
         first_attempt_at = coalesce(first_attempt_at, now())
       FROM chosen, caller WHERE media.id = chosen.id AND caller.id = media.caller_id
       RETURNING media.id, media.account_id AS "accountId", caller.key_id AS "keyId", kind,
         external_id AS "externalId", attempts, first_attempt_at AS "firstAttemptAt", bytes, mime_type AS "mimeType",
         chunk_bytes AS "chunkBytes"`,
      [limit, leaseMs],
    );
  }

  /** Keeps a lease while its work goes on. */
  async extend({ id, attempts }: Pick<LeasedMedia, 'id' | 'attempts'>, leaseMs: number): Promise<void> {
    await this.database.query(
      `UPDATE media SET leased_until = now() + $3 * interval '1 millisecond'
       WHERE id = $1 AND state = 'waiting' AND attempts = $2`,
      [id, attempts, leaseMs],
    );
  }

  /** Notes that all bytes are here, so that waiting for the scanner never means fetching again. */
  async arrived({ id, attempts }: LeasedMedia, found: Found): Promise<void> {
    await this.database.query(
      `UPDATE media SET mime_type = $3, bytes = $4, chunk_bytes = $5, kind = $6
       WHERE id = $1 AND state = 'waiting' AND attempts = $2`,
      [id, attempts, found.mimeType, found.bytes, CHUNK_BYTES, found.kind],
    );
  }

  /**
   * Writes what became of an attempt, unless the media was withdrawn or another process has it now. Bytes of what is
   * not kept are destroyed, and screens are told.
   * @returns whether it was written
   */
  async settle(media: Pick<LeasedMedia, 'id' | 'attempts'>, outcome: MediaOutcome): Promise<boolean> {
    if (outcome.state === 'waiting') return this.#again(media, outcome.waitMs);
    const found = outcome.state === 'stored' ? outcome.found : undefined;
    const scan = outcome.state === 'stored' ? outcome.scan : outcome.state;
    return this.database.transaction(async (tx) => {
      const [settled] = await tx.query<{ accountId: string; ticketId: string }>(
        `UPDATE media SET state = $3, mime_type = $4, bytes = $5, chunk_bytes = $6, kind = coalesce($7, kind),
           scan = $8, leased_until = NULL
         WHERE id = $1 AND state = 'waiting' AND attempts = $2
         RETURNING account_id AS "accountId", ticket_id AS "ticketId"`,
        [
          media.id,
          media.attempts,
          outcome.state,
          found?.mimeType ?? null,
          found?.bytes ?? null,
          found === undefined ? null : CHUNK_BYTES,
          found?.kind ?? null,
          scan === 'clean' || scan === 'infected' ? scan : 'not-scanned',
        ],
      );
      if (settled === undefined) return false;
      if (found === undefined) await tx.query('DELETE FROM media_chunk WHERE media_id = $1', [media.id]);
      const messages = await tx.query<{ id: string }>('SELECT id FROM message WHERE media_id = $1', [
        media.id,
      ]);
      for (const { id } of messages) tx.emit({ type: 'delivery.changed', ...settled, messageId: id });
      return true;
    });
  }

  /** Makes the row of an upload, for bytes that are about to come. */
  async receive(media: Omit<NewMedia, 'externalId'>): Promise<void> {
    await this.database.query(
      `INSERT INTO media (id, account_id, caller_id, ticket_id, direction, kind, name_sealed, next_attempt_at, created_at)
       VALUES ($1, $2, $3, $4, 'outbound', $5, $6, now() + interval '${UNUSED_HOURS} hours', $7)`,
      [
        media.id,
        media.accountId,
        media.callerId,
        media.ticketId,
        media.kind,
        this.vault.sealJson(media.callerKey, `media.name:${media.id}`, media.fileName),
        this.clock.now(),
      ],
    );
  }

  /** Forgets an upload that was refused. */
  async forget(id: string): Promise<void> {
    await this.database.query('DELETE FROM media WHERE id = $1', [id]);
  }

  /** Destroys uploads that broke off, or that nobody has sent for a day. */
  async sweep(): Promise<void> {
    await this.database.query(
      `DELETE FROM media WHERE direction = 'outbound' AND next_attempt_at < now()
         AND NOT EXISTS (SELECT FROM message WHERE message.media_id = media.id)`,
    );
  }

  async #again({ id, attempts }: Pick<LeasedMedia, 'id' | 'attempts'>, waitMs: number): Promise<boolean> {
    const waiting = await this.database.query(
      `UPDATE media SET leased_until = NULL, next_attempt_at = now() + $3 * interval '1 millisecond'
       WHERE id = $1 AND state = 'waiting' AND attempts = $2 RETURNING id`,
      [id, attempts, waitMs],
    );
    return waiting.length > 0;
  }
}
