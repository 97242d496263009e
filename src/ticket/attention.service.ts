import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { LineTaskQueue } from '../account/line-task.queue.js';
import { Clock } from '../config/clock.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { type Binding, Vault } from '../vault/vault.service.js';
import { type MessageTokens } from './delivery-request.js';
import { accessTicket, assertMine, type TicketHead } from './ticket.access.js';

/** How long one call lets the caller see that somebody writes, in seconds: a multiple of 5 up to 60. */
const LOADING_SECONDS = 20;
/** A sign that somebody writes is worth this long, in milliseconds; one that comes later would be wrong. */
const LOADING_WORTH_MS = 5000;
/** How many of the messages that came on a screen together are looked through for one that can be marked as read. */
const READ_AMONG = 50;
/** Until when it is worth telling the caller that their words were read, in milliseconds. */
const READ_WORTH_MS = 6 * 3_600_000;

/** What the caller may be shown of a counselor's attention: that their words were read, that somebody writes. */
@Injectable()
export class AttentionService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly tasks: LineTaskQueue,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Notes that messages are on a screen of somebody who may read them. The caller is told only of the ticket's own
   * counselor: a supervisor looks on in silence.
   */
  async markShown(principal: Principal, ticketId: string, messageIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
      const shown = await tx.query(
        `UPDATE message SET first_shown_at = $3
         WHERE ticket_id = $1 AND id = ANY($2) AND direction = 'inbound' AND first_shown_at IS NULL RETURNING id`,
        [ticketId, messageIds, this.clock.now()],
      );
      if (shown.length > 0) tx.emit({ type: 'ticket.changed', accountId: head.accountId, ticketId });
      const { settings } = await this.accounts.get(head.accountId);
      const looksAfter = head.state === 'active' && head.assignedTo === principal.staffId;
      if (looksAfter && settings.markAsRead && !head.inStandby) await this.#tellRead(tx, head, messageIds);
    });
  }

  /**
   * A counselor is writing: the caller sees it for a while, unless they see it already, or wait for nothing.
   * https://developers.line.biz/en/reference/messaging-api/#display-a-loading-indicator
   * @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken
   */
  async typing(principal: Principal, ticketId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'no-lock');
      assertMine(principal, head);
      const { settings } = await this.accounts.get(head.accountId);
      if (!settings.showTyping || !head.callerReachable || head.inStandby) return;
      const due = await tx.query(
        `UPDATE ticket SET loading_until = now() + interval '${LOADING_SECONDS} seconds'
         WHERE id = $1 AND assigned_to = $2 AND state = 'active' AND unanswered_since IS NOT NULL
           AND coalesce(loading_until <= now(), true) RETURNING id`,
        [ticketId, principal.staffId],
      );
      if (due.length > 0) await this.#showWriting(tx, head);
    });
  }

  async #showWriting(tx: Transaction, head: TicketHead): Promise<void> {
    const [address] = await tx.query<{ sealed: Buffer }>(
      `SELECT address_sealed AS sealed FROM caller_address WHERE caller_id = $1 AND transport = 'line'`,
      [head.callerId],
    );
    const key = await this.#keyOf(tx, head);
    if (address === undefined || key === undefined) return;
    const userId = await this.#open<string>(tx, `caller_address.address:${head.callerId}`, address.sealed);
    if (userId === undefined) return;
    await this.tasks.add(tx, {
      accountId: head.accountId,
      kind: 'loading',
      subject: head.id,
      key,
      payload: { userId, seconds: LOADING_SECONDS },
      expiresAt: new Date(Date.now() + LOADING_WORTH_MS),
    });
  }

  /**
   * LINE marks everything up to a message as read: so the newest one that has a token for it is named, once.
   * https://developers.line.biz/en/reference/messaging-api/#mark-as-read
   */
  async #tellRead(tx: Transaction, head: TicketHead, messageIds: readonly string[]): Promise<void> {
    const shown = await tx.query<{ id: string; tokensSealed: Buffer }>(
      `SELECT message.id, tokens_sealed AS "tokensSealed" FROM message JOIN ticket ON ticket.id = ticket_id
       WHERE ticket_id = $1 AND message.id = ANY($2) AND direction = 'inbound' AND tokens_sealed IS NOT NULL
         AND coalesce(read_through < occurred_at, true)
       ORDER BY occurred_at DESC, message.id DESC LIMIT ${READ_AMONG}`,
      [head.id, messageIds],
    );
    const key = await this.#keyOf(tx, head);
    if (shown.length === 0 || key === undefined) return;
    const newest = await this.#newestReadToken(tx, shown);
    if (newest === undefined) return;
    const further = await tx.query(
      `UPDATE ticket SET read_through = said.occurred_at FROM message AS said
       WHERE ticket.id = $1 AND said.id = $2 AND coalesce(read_through < said.occurred_at, true) RETURNING ticket.id`,
      [head.id, newest.id],
    );
    if (further.length === 0) return;
    await this.tasks.add(tx, {
      accountId: head.accountId,
      kind: 'read',
      subject: head.id,
      key,
      payload: { token: newest.token },
      expiresAt: new Date(Date.now() + READ_WORTH_MS),
    });
  }

  /** Not everything can be marked as read by itself: a pressed button has no token for it. */
  async #newestReadToken(
    tx: Transaction,
    shown: readonly { readonly id: string; readonly tokensSealed: Buffer }[],
  ): Promise<{ readonly id: string; readonly token: string } | undefined> {
    const opened = await this.vault.openEachJson(
      tx,
      shown.map(({ id, tokensSealed }) => ({ binding: `message.tokens:${id}`, bytes: tokensSealed })),
    );
    for (const [index, { id }] of shown.entries()) {
      const tokens = opened[index];
      const token = tokens?.kind === 'opened' ? (tokens.value as MessageTokens).read : undefined;
      if (token !== undefined) return { id, token };
    }
    return undefined;
  }

  async #keyOf(tx: Transaction, head: TicketHead): Promise<DataKey | undefined> {
    return (await this.keys.get(tx, [head.keyId])).get(head.keyId);
  }

  async #open<Value>(tx: Transaction, binding: Binding, bytes: Buffer): Promise<Value | undefined> {
    const [opened] = await this.vault.openEachJson(tx, [{ binding, bytes }]);
    return opened?.kind === 'opened' ? (opened.value as Value) : undefined;
  }
}
