import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MessageContent, type MessageView } from '../contract/message.js';
import { TEXT_LIMIT } from '../contract/ticket.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { TicketAppender } from './append.js';
import { type TicketHead } from './ticket.access.js';
import { TicketReadModel } from './ticket.read-model.js';

/** What staff say in a ticket, to each other alone. */
export interface StaffWords {
  readonly direction: 'note' | 'whisper';
  readonly clientId: string;
  readonly text: string;
}

type TextContent = Extract<MessageContent, { kind: 'text' }>;

/** Writes what stands in the talk and never leaves. Who may say it, and when, is asked elsewhere. */
@Injectable()
export class StaffWordsWriter {
  constructor(
    private readonly appender: TicketAppender,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly clock: Clock,
  ) {}

  /** What the person said before with this client id. @throws AppError client_id_reused */
  async earlier(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    { direction, clientId, text }: StaffWords,
  ): Promise<MessageView | undefined> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM message WHERE ticket_id = $1 AND client_id = $2',
      [ticketId, clientId],
    );
    if (rows.length === 0) return undefined;
    const ids = rows.map(({ id }) => id);
    const [message] = await this.readModel.messagesById(tx, ids);
    const isSame =
      message?.direction === direction &&
      message.author?.id === principal.staffId &&
      message.content.kind === 'text' &&
      message.content.text === text;
    if (!isSame) throw new AppError('client_id_reused', {}, 'clientId');
    return message;
  }

  /** @param more what the content says beside its text @throws AppError ticket_not_found */
  async append(
    tx: Transaction,
    principal: Principal,
    { id: ticketId, accountId, callerId, keyId }: TicketHead,
    { direction, clientId, text }: StaffWords,
    more: Pick<TextContent, 'saidAs'> = {},
  ): Promise<MessageView> {
    const callerKey = (await this.keys.get(tx, [keyId])).get(keyId);
    if (callerKey === undefined) throw new AppError('ticket_not_found');
    const ids = await this.appender.append(tx, [
      {
        ticketId,
        accountId,
        callerId,
        callerKey,
        direction,
        content: { kind: 'text', text, ...more },
        occurredAt: this.clock.now(),
        authorId: principal.staffId,
        clientId,
      },
    ]);
    const [message] = await this.readModel.messagesById(
      tx,
      ids.filter((id) => id !== null),
    );
    return message as MessageView;
  }
}

/** @throws AppError text_too_long */
export function assertFits(text: string): void {
  if (text.length > TEXT_LIMIT)
    throw new AppError('text_too_long', { count: text.length, limit: TEXT_LIMIT }, 'text');
}
