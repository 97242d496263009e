import { Injectable } from '@nestjs/common';
import { type AccountSettings } from '../account/account-settings.js';
import { Clock } from '../config/clock.js';
import { type MessageContent } from '../contract/message.js';
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

/** What an account does with what its callers take back. */
export type UnsendMode = AccountSettings['unsend'];

/**
 * Callers take back what they said: unless the account has a duty to keep them, the words are destroyed at once,
 * wherever they are, and live screens lose them. LINE asks for the utmost care that a withdrawn message can't be seen or used any more.
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
   * Takes back messages that are already in a ticket, whichever of the caller's tickets that is. `purge`: what was said
   * is destroyed, with its picture or file. `keep`: it stays for whoever may read the ticket, marked as taken back.
   * Either way screens that show it, or a message that quotes it, are told.
   * @returns what the messages were made from
   */
  async takeBack(
    tx: Transaction,
    name: MessageName,
    callerKey: DataKey,
    mode: UnsendMode,
  ): Promise<string[]> {
    const found = await tx.query<FoundMessage>(
      `SELECT message.id, ticket.id AS "ticketId", ticket.account_id AS "accountId",
         ticket.assigned_to AS "assignedTo", message.source
       FROM message JOIN ticket ON ticket.id = message.ticket_id
       WHERE ticket.caller_id = $1 AND message.external_id = $2 AND message.direction = 'inbound'
       ORDER BY message.id FOR UPDATE OF message`,
      [name.callerId, name.externalId],
    );
    for (const { id, ticketId, accountId, assignedTo } of found) {
      await tx.query('UPDATE message SET withdrawn_at = coalesce(withdrawn_at, $2) WHERE id = $1', [
        id,
        this.clock.now(),
      ]);
      if (mode === 'purge') await this.#destroy(tx, id, callerKey);
      tx.emit({ type: 'message.withdrawn', accountId, ticketId, messageId: id });
      emitTicketChanged(tx, { accountId, ticketId, assignedTo });
    }
    if (found.length > 0) await this.#tellQuoting(tx, name);
    return found.flatMap((message) => message.source ?? []);
  }

  async #destroy(tx: Transaction, id: string, callerKey: DataKey): Promise<void> {
    await tx.query(
      `UPDATE message SET content_sealed = $2, tokens_sealed = NULL, quoted_external_id = NULL WHERE id = $1`,
      [id, this.vault.sealJson(callerKey, `message.content:${id}`, TOMBSTONE)],
    );
    await dropMedia(tx, id);
  }

  /** Screens hold a copy of what is quoted: whoever quotes the message is sent again. */
  async #tellQuoting(tx: Transaction, name: MessageName): Promise<void> {
    const quoting = await tx.query<{ id: string; ticketId: string; accountId: string }>(
      `SELECT message.id, ticket.id AS "ticketId", ticket.account_id AS "accountId"
       FROM message JOIN ticket ON ticket.id = message.ticket_id
       WHERE ticket.caller_id = $1 AND message.quoted_external_id = $2 ORDER BY message.id`,
      [name.callerId, name.externalId],
    );
    for (const { id, ticketId, accountId } of quoting)
      tx.emit({ type: 'message.withdrawn', accountId, ticketId, messageId: id });
  }
}

export function nameKey(name: MessageName): string {
  return `${name.callerId} ${name.externalId}`;
}
