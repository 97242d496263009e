import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type MessageContent } from '../contract/ticket.js';
import { type Transaction } from '../database/transaction.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { emitTicketChanged } from './ticket-event.js';
import { dropMedia } from './withdrawn-media.js';

/** What stays where a withdrawn message stood: that there was one, and when. */
export const TOMBSTONE: MessageContent = { kind: 'labelled', label: 'unsend', detail: null };

/** A message by the caller's own transport's id. */
export interface MessageName {
  readonly callerId: string;
  readonly externalId: string;
}

interface FoundMessage {
  readonly id: string;
  readonly ticketId: string;
  readonly accountId: string;
  readonly assignedTo: string | null;
  readonly source: string | null;
}

/**
 * Callers take back what they said: the words are destroyed at once, wherever they are, and live screens lose them.
 * LINE asks for the utmost care that a withdrawn message can't be seen or used any more.
 * https://developers.line.biz/en/docs/messaging-api/receiving-messages/#webhook-unsend-message
 */
@Injectable()
export class WithdrawalService {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Notes that a message was withdrawn, so that it is not seen either if it arrives only later. */
  async note(tx: Transaction, name: MessageName): Promise<void> {
    await tx.query(
      `INSERT INTO withdrawn_message (caller_id, external_id, withdrawn_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [name.callerId, name.externalId, this.clock.now()],
    );
  }

  /** Which of these were withdrawn, as `nameKey` writes them. */
  async among(tx: Transaction, names: readonly MessageName[]): Promise<ReadonlySet<string>> {
    if (names.length === 0) return new Set();
    const rows = await tx.query<MessageName>(
      `SELECT caller_id AS "callerId", external_id AS "externalId"
       FROM withdrawn_message JOIN unnest($1::uuid[], $2::varchar[]) AS given (caller_id, external_id)
         USING (caller_id, external_id)`,
      [names.map((name) => name.callerId), names.map((name) => name.externalId)],
    );
    return new Set(rows.map(nameKey));
  }

  /**
   * Destroys the words of messages that are already in a ticket.
   * @returns what they were made from
   */
  async destroy(tx: Transaction, name: MessageName, callerKey: DataKey): Promise<string[]> {
    const found = await tx.query<FoundMessage>(
      `SELECT message.id, ticket.id AS "ticketId", ticket.account_id AS "accountId",
         ticket.assigned_to AS "assignedTo", message.source
       FROM message JOIN ticket ON ticket.id = message.ticket_id
       WHERE ticket.caller_id = $1 AND message.external_id = $2 AND message.direction = 'inbound'
       ORDER BY message.id FOR UPDATE OF message`,
      [name.callerId, name.externalId],
    );
    for (const { id, ticketId, accountId, assignedTo } of found) {
      await tx.query('UPDATE message SET content_sealed = $2 WHERE id = $1', [
        id,
        this.vault.sealJson(callerKey, `message.content:${id}`, TOMBSTONE),
      ]);
      await dropMedia(tx, id);
      tx.emit({ type: 'message.withdrawn', accountId, ticketId, messageId: id });
      emitTicketChanged(tx, { accountId, ticketId, assignedTo });
    }
    return found.flatMap((message) => message.source ?? []);
  }
}

export function nameKey(name: MessageName): string {
  return `${name.callerId} ${name.externalId}`;
}
