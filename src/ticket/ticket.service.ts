import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MessageView, TEXT_LIMIT, type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { TicketAppender } from './append.js';
import { accessTicket, type TicketHead } from './ticket.access.js';
import { emitTicketChanged } from './ticket-event.js';
import { TicketReadModel } from './ticket.read-model.js';
import { mayBecome } from './ticket.state.js';

export interface Reply {
  readonly clientId: string;
  readonly text: string;
}

/** What the person who takes care of a ticket does with it. */
@Injectable()
export class TicketService {
  constructor(
    private readonly database: Database,
    private readonly appender: TicketAppender,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Appends a reply and its delivery. Repeated with the same client id it changes nothing and gives the first one.
   * @throws AppError text_too_long, ticket_not_found, ticket_not_taken, ticket_taken, ticket_closed,
   *   caller_unreachable, client_id_reused
   */
  async reply(
    principal: Principal,
    ticketId: string,
    reply: Reply,
  ): Promise<{ message: MessageView; repeated: boolean }> {
    if (reply.text.length > TEXT_LIMIT) {
      throw new AppError('text_too_long', { count: reply.text.length, limit: TEXT_LIMIT }, 'text');
    }
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      const earlier = await this.#findReply(tx, principal, ticketId, reply);
      if (earlier !== undefined) return { message: earlier, repeated: true };
      this.#assertMine(principal, head);
      if (!head.callerReachable) throw new AppError('caller_unreachable');
      const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (callerKey === undefined) throw new AppError('ticket_not_found');
      const [messageId] = await this.appender.append(tx, [
        {
          ticketId,
          accountId: head.accountId,
          callerId: head.callerId,
          callerKey,
          direction: 'outbound',
          content: { kind: 'text', text: reply.text },
          occurredAt: this.clock.now(),
          authorId: principal.staffId,
          clientId: reply.clientId,
        },
      ]);
      emitTicketChanged(tx, { ...head, ticketId });
      const [message] = await this.readModel.messagesById(tx, [messageId as string]);
      return { message: message as MessageView, repeated: false };
    });
  }

  /**
   * Ends a consultation. Closing what is closed already changes nothing.
   * @throws AppError ticket_not_found, ticket_not_taken, ticket_taken
   */
  async close(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      if (head.state !== 'closed') {
        this.#assertMine(principal, head);
        if (!mayBecome(head.state, 'closed')) throw new AppError('ticket_not_taken');
        await tx.query(
          `UPDATE ticket SET state = 'closed', closed_at = $2, unanswered_since = NULL WHERE id = $1`,
          [ticketId, this.clock.now()],
        );
        emitTicketChanged(tx, { ...head, ticketId });
      } else if (head.assignedTo !== principal.staffId) {
        throw new AppError('ticket_closed');
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** Notes that messages are on a screen of somebody who may read them. */
  async markShown(principal: Principal, ticketId: string, messageIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
      const shown = await tx.query(
        `UPDATE message SET first_shown_at = $3
         WHERE ticket_id = $1 AND id = ANY($2) AND direction = 'inbound' AND first_shown_at IS NULL RETURNING id`,
        [ticketId, messageIds, this.clock.now()],
      );
      if (shown.length > 0) tx.emit({ type: 'ticket.changed', accountId: head.accountId, ticketId });
    });
  }

  #assertMine(principal: Principal, head: TicketHead): void {
    if (head.state === 'closed') throw new AppError('ticket_closed');
    if (head.state === 'waiting') throw new AppError('ticket_not_taken');
    if (head.assignedTo !== principal.staffId)
      throw new AppError('ticket_taken', { name: head.counselorName ?? '' });
  }

  async #findReply(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    reply: Reply,
  ): Promise<MessageView | undefined> {
    const [row] = await tx.query<{ id: string }>(
      'SELECT id FROM message WHERE ticket_id = $1 AND client_id = $2',
      [ticketId, reply.clientId],
    );
    if (row === undefined) return undefined;
    const [message] = await this.readModel.messagesById(tx, [row.id]);
    const same =
      message?.author?.id === principal.staffId &&
      message.content.kind === 'text' &&
      message.content.text === reply.text;
    if (!same) throw new AppError('client_id_reused', {}, 'clientId');
    return message;
  }
}
