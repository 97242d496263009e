import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type MediaKind } from '../contract/ticket.js';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';

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

/** Rows of media. Their bytes are in `media.store.ts`. */
@Injectable()
export class MediaRepository {
  constructor(
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
}
