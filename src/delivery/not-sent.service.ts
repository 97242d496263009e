import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type TicketState } from '../contract/ticket.js';
import { type Transaction } from '../database/transaction.js';
import { TicketAppender } from '../ticket/append.js';
import { KeyStore } from '../vault/key-store.js';
import { FollowUpService } from '../waiting-list/follow-up.service.js';

/** The ticket that a counselor's reply was said in. */
export interface RepliedTicket {
  readonly ticketId: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly keyId: string;
  readonly number: number;
  readonly state: TicketState;
}

/** A reply that was given up after its ticket was closed is on nobody's desk: this brings it back to people. */
@Injectable()
export class NotSentService {
  constructor(
    private readonly followUps: FollowUpService,
    private readonly appender: TicketAppender,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the ticket of a counselor's reply, before the row of its delivery is touched: that is the order in which
   * everybody locks them. Undefined for automatic texts, whose moment has passed with the ticket.
   */
  async lockTicket(tx: Transaction, deliveryId: string): Promise<RepliedTicket | undefined> {
    const [ticket] = await tx.query<RepliedTicket>(
      `SELECT ticket.id AS "ticketId", account_id AS "accountId", caller_id AS "callerId", number, state,
         (SELECT key_id FROM caller WHERE caller.id = caller_id) AS "keyId"
       FROM ticket
       WHERE id IN (SELECT ticket_id FROM message WHERE delivery_id = $1 AND direction = 'outbound')
       FOR NO KEY UPDATE`,
      [deliveryId],
    );
    return ticket;
  }

  /** The reply has been given up. While somebody looks after the ticket, they see it there. */
  async givenUp(tx: Transaction, ticket: RepliedTicket): Promise<void> {
    if (ticket.state !== 'closed') return;
    // Whoever is just opening a ticket for this caller holds this row too, so that there is never a second open one.
    await tx.query('SELECT id FROM caller WHERE id = $1 FOR UPDATE', [ticket.callerId]);
    const [open] = await tx.query<{ id: string }>(
      `SELECT id FROM ticket WHERE caller_id = $1 AND state <> 'closed'`,
      [ticket.callerId],
    );
    if (open === undefined) await this.followUps.put(tx, { ...ticket, assignedTo: null }, 'not-sent');
    else await this.#note(tx, ticket, open.id);
  }

  /** The caller talks to us already: whoever answers them has to know what they never read. */
  async #note(tx: Transaction, ticket: RepliedTicket, openId: string): Promise<void> {
    const callerKey = (await this.keys.get(tx, [ticket.keyId])).get(ticket.keyId);
    if (callerKey === undefined) return;
    const { accountId, callerId, number } = ticket;
    await this.appender.append(tx, [
      {
        ticketId: openId,
        accountId,
        callerId,
        callerKey,
        direction: 'note',
        content: { kind: 'labelled', label: 'reply-not-sent', detail: `No. ${number}` },
        occurredAt: this.clock.now(),
      },
    ]);
  }
}
