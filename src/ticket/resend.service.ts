import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DeliveryState, type MessageView } from '../contract/message.js';
import { type ResendRequest } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { channels } from '../database/event/channels.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { type DeliveryRequest } from './delivery-request.js';
import { accessTicket, assertMaySend, assertMine, type TicketHead } from './ticket.access.js';
import { TicketReadModel } from './ticket.read-model.js';

interface Sent {
  readonly direction: string;
  readonly deliveryId: string | null;
  readonly state: DeliveryState | null;
  readonly uncertain: boolean | null;
  readonly requestSealed: Buffer | null;
}

/** Sends again, by a person's word, what was given up. */
@Injectable()
export class ResendService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a new delivery, with a retry key of its own, for all bubbles of one that failed or found its caller
   * unreachable. The ticket's counselor may; an automatic text also the account's supervisors. One that failed after
   * its ticket was closed is on the follow-up list, where somebody takes it first. Two at once make one.
   * @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, message_not_found,
   *   nothing_to_resend, caller_unreachable, caller_in_standby, may_arrive_twice
   */
  async resend(
    principal: Principal,
    ticketId: string,
    messageId: string,
    { mayArriveTwice }: ResendRequest,
  ): Promise<MessageView[]> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      const sent = await this.#find(tx, principal, head, messageId);
      const over = sent.state === 'failed' || sent.state === 'unreachable';
      if (!over || sent.deliveryId === null || sent.requestSealed === null)
        throw new AppError('nothing_to_resend');
      assertMaySend(head);
      if (sent.uncertain === true && !mayArriveTwice) throw new AppError('may_arrive_twice');
      const deliveryId = await this.#copy(tx, head, sent.deliveryId, sent.requestSealed);
      const moved = await tx.query<{ id: string }>(
        'UPDATE message SET delivery_id = $2 WHERE delivery_id = $1 RETURNING id',
        [sent.deliveryId, deliveryId],
      );
      const ids = moved.map(({ id }) => id).toSorted();
      for (const id of ids)
        tx.emit({ type: 'delivery.changed', accountId: head.accountId, ticketId, messageId: id });
      // It no longer counts among those that didn't reach them.
      tx.emit({ type: 'ticket.changed', accountId: head.accountId, ticketId });
      const messages = await this.readModel.messagesById(tx, ids);
      return messages.toSorted((a, b) => a.position - b.position);
    });
  }

  async #find(tx: Transaction, principal: Principal, head: TicketHead, messageId: string): Promise<Sent> {
    const supervises = principal.memberships.get(head.accountId) === 'supervisor';
    if (!supervises) assertMine(principal, head);
    const [sent] = await tx.query<Sent>(
      `SELECT direction, delivery.id AS "deliveryId", delivery.state, uncertain, request_sealed AS "requestSealed"
       FROM message LEFT JOIN delivery ON delivery.id = message.delivery_id
       WHERE message.id = $1 AND message.ticket_id = $2`,
      [messageId, head.id],
    );
    if (sent === undefined) throw new AppError('message_not_found');
    if (sent.direction !== 'automatic') assertMine(principal, head);
    if (head.state === 'closed') throw new AppError('ticket_closed');
    return sent;
  }

  /** The same request, sealed for its new row; a reply token is spent or stale by now. */
  async #copy(tx: Transaction, head: TicketHead, oldId: string, requestSealed: Buffer): Promise<string> {
    const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
    const [opened] = await this.vault.openEachJson(tx, [
      { binding: `delivery.request:${oldId}`, bytes: requestSealed },
    ]);
    if (callerKey === undefined || opened?.kind !== 'opened') throw new AppError('nothing_to_resend');
    const { replyToken: _spent, ...request } = opened.value as DeliveryRequest;
    const id = uuidv7();
    await tx.query(
      `WITH made AS (
         INSERT INTO delivery (id, account_id, caller_id, transport, request_sealed, retry_key, created_at,
           next_attempt_at, resend_of, automatic)
         SELECT $1, account_id, caller_id, transport, $3, gen_random_uuid(), $4, now(), id, automatic FROM delivery WHERE id = $2
         RETURNING id
       )
       SELECT pg_notify('${channels.deliveries}', '') FROM made`,
      [id, oldId, this.vault.sealJson(callerKey, `delivery.request:${id}`, request), this.clock.now()],
    );
    return id;
  }
}
