import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type NoteRequest } from '../contract/history.js';
import { type MessageView } from '../contract/message.js';
import { TEXT_LIMIT } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { TicketAppender } from './append.js';
import { accessTicket } from './ticket.access.js';
import { TicketReadModel } from './ticket.read-model.js';

/** What people of an account write down for each other in a ticket: it stands in the talk, and never leaves. */
@Injectable()
export class NoteService {
  constructor(
    private readonly database: Database,
    private readonly appender: TicketAppender,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes a note, also into a ticket that is closed or belongs to somebody else, for whoever may read it. Repeated with
   * the same client id it changes nothing and gives the first one.
   * @throws AppError text_too_long, ticket_not_found, not_permitted, client_id_reused
   */
  async write(
    principal: Principal,
    ticketId: string,
    { clientId, text }: NoteRequest,
  ): Promise<{ message: MessageView; repeated: boolean }> {
    if (text.length > TEXT_LIMIT)
      throw new AppError('text_too_long', { count: text.length, limit: TEXT_LIMIT }, 'text');
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'note', 'lock');
      const earlier = await this.#find(tx, principal, ticketId, { clientId, text });
      if (earlier !== undefined) return { message: earlier, repeated: true };
      const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (callerKey === undefined) throw new AppError('ticket_not_found');
      const ids = await this.appender.append(tx, [
        {
          ticketId,
          accountId: head.accountId,
          callerId: head.callerId,
          callerKey,
          direction: 'note',
          content: { kind: 'text', text },
          occurredAt: this.clock.now(),
          authorId: principal.staffId,
          clientId,
        },
      ]);
      const [message] = await this.readModel.messagesById(
        tx,
        ids.filter((id) => id !== null),
      );
      return { message: message as MessageView, repeated: false };
    });
  }

  async #find(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    { clientId, text }: NoteRequest,
  ): Promise<MessageView | undefined> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM message WHERE ticket_id = $1 AND client_id = $2',
      [ticketId, clientId],
    );
    if (rows.length === 0) return undefined;
    const [message] = await this.readModel.messagesById(
      tx,
      rows.map(({ id }) => id),
    );
    const { content } = message as MessageView;
    const isSame =
      message?.direction === 'note' &&
      message.author?.id === principal.staffId &&
      content.kind === 'text' &&
      content.text === text;
    if (!isSame) throw new AppError('client_id_reused', {}, 'clientId');
    return message;
  }
}
