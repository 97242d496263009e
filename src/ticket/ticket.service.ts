import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MediaKind, type MessageView } from '../contract/message.js';
import { type Bubble, type CloseRequest, type ReplyRequest, type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { type OutgoingBubble, TicketAppender } from './append.js';
import { type MessageTokens } from './delivery-request.js';
import { dropDraft } from './draft.service.js';
import { endHandingOver } from './handover-end.js';
import { accessTicket, assertMaySend, assertMine, type TicketHead } from './ticket.access.js';
import { assertLengths } from './reply-lengths.js';
import { categorize } from './ticket-category.js';
import { endTicket } from './ticket-end.js';
import { emitTicketChanged } from './ticket-event.js';
import { actIn } from './ticket-trace.js';
import { TicketReadModel } from './ticket.read-model.js';
import { mayBecome } from './ticket.state.js';
import { assertWordsSeen } from './unseen-words.js';

/** A picture or file that was uploaded for this ticket, ready to be sent as a link. */
export interface Attachment {
  readonly mediaId: string;
  readonly media: MediaKind;
  readonly fileName: string | null;
  /** The text that carries the link. */
  readonly text: string;
}

/** A reply as the console asks for it, its attachments found by `mediaId`. */
export interface Reply extends ReplyRequest {
  readonly attachments?: ReadonlyMap<string, Attachment>;
}

/** Holds replies back that somebody else has to look at before they leave. */
export interface ReplyGate {
  /** The held reply of this client id. @throws AppError client_id_reused */
  find(tx: Transaction, principal: Principal, ticketId: string, reply: Reply): Promise<string | undefined>;
  /** Keeps it instead of sending it; undefined: it may leave. */
  hold(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    callerKey: DataKey,
    reply: Reply,
  ): Promise<string | undefined>;
}

/** What became of a reply that a person asked for. */
export interface ReplyOutcome {
  readonly messages: MessageView[];
  readonly repeated: boolean;
  readonly heldId: string | null;
}

/** What else there is to do when a person answered, in the same transaction. */
export type ReplyListener = (
  tx: Transaction,
  ticket: { readonly ticketId: string; readonly accountId: string },
) => Promise<void>;

/** What the person who takes care of a ticket does with it. */
@Injectable()
export class TicketService {
  readonly #listeners: ReplyListener[] = [];
  #gate: ReplyGate | undefined;

  constructor(
    private readonly database: Database,
    private readonly appender: TicketAppender,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onReply(listener: ReplyListener): void {
    this.#listeners.push(listener);
  }

  holdBy(gate: ReplyGate): void {
    this.#gate = gate;
  }

  /**
   * Appends a reply and its delivery, unless somebody has to look at it first. Repeated with the same client id it
   * changes nothing and gives the first one.
   * @throws AppError text_too_long, ticket_not_found, ticket_not_taken, ticket_taken, ticket_closed,
   *   caller_unreachable, caller_in_standby, client_id_reused, message_not_found, not_quotable, media_not_found
   */
  async reply(principal: Principal, ticketId: string, reply: Reply): Promise<ReplyOutcome> {
    assertLengths(reply);
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      const held = await this.#gate?.find(tx, principal, ticketId, reply);
      if (held !== undefined)
        return { messages: await this.#said(tx, ticketId, reply.clientId), repeated: true, heldId: held };
      const earlier = await this.#findReply(tx, principal, ticketId, reply);
      if (earlier !== undefined) return { messages: earlier, repeated: true, heldId: null };
      assertMine(principal, head);
      assertMaySend(head);
      const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (callerKey === undefined) throw new AppError('ticket_not_found');
      const heldId = await this.#gate?.hold(tx, principal, head, callerKey, reply);
      const messages = heldId === undefined ? await this.send(tx, head, principal.staffId, reply) : [];
      if (reply.draftRevision !== undefined) await dropDraft(tx, principal, head, reply.draftRevision);
      emitTicketChanged(tx, { ...head, ticketId });
      return { messages, repeated: false, heldId: heldId ?? null };
    });
  }

  /**
   * Appends a reply in the name of whoever wrote it. The ticket's row is locked, and whoever locked it has asked whether
   * it may be sent, and tells that the ticket changed.
   */
  async send(tx: Transaction, head: TicketHead, authorId: string, reply: Reply): Promise<MessageView[]> {
    assertLengths(reply);
    const callerKey = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
    if (callerKey === undefined) throw new AppError('ticket_not_found');
    const bubbles: OutgoingBubble[] = [];
    for (const bubble of withQuickReplies(reply)) bubbles.push(await this.#outgoing(tx, head, reply, bubble));
    const ids = await this.appender.say(tx, {
      ticketId: head.id,
      accountId: head.accountId,
      callerId: head.callerId,
      callerKey,
      direction: 'outbound',
      bubbles,
      ...(reply.quickReplies === undefined ? {} : { quickReplies: reply.quickReplies }),
      occurredAt: this.clock.now(),
      authorId,
      clientId: reply.clientId,
    });
    for (const listener of this.#listeners)
      await listener(tx, { ticketId: head.id, accountId: head.accountId });
    return inOrder(await this.readModel.messagesById(tx, ids));
  }

  /**
   * Ends a consultation. Closing what is closed already changes nothing.
   * @throws AppError ticket_not_found, ticket_not_taken, ticket_taken, words_unseen, category_required,
   *   category_not_found
   */
  async close(
    principal: Principal,
    ticketId: string,
    { categoryId, seenThrough }: NonNullable<CloseRequest>,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      if (head.state !== 'closed') {
        assertMine(principal, head);
        if (!mayBecome(head.state, 'closed')) throw new AppError('ticket_not_taken');
        await assertWordsSeen(tx, ticketId, seenThrough, this.clock.now());
        await categorize(tx, { ...head, ticketId }, categoryId);
        await endTicket(tx, { ...head, ticketId }, this.clock.now());
        await noteIdleSince(tx, [head.assignedTo], this.clock.now());
        await endHandingOver(tx, ticketId, this.clock.now());
        await this.audit.record(tx, { act: 'ticket.closed', ...actIn(principal, head) });
        emitTicketChanged(tx, { ...head, ticketId });
      } else if (head.assignedTo !== principal.staffId) {
        throw new AppError('ticket_closed');
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  async #findReply(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    reply: Reply,
  ): Promise<MessageView[] | undefined> {
    const messages = await this.#said(tx, ticketId, reply.clientId);
    if (messages.length === 0) return undefined;
    const asked = withQuickReplies(reply);
    const same =
      messages.length === asked.length &&
      messages.every(
        (message, index) =>
          message.direction === 'outbound' &&
          message.author?.id === principal.staffId &&
          saysTheSame(message, asked[index] as AskedBubble),
      );
    if (!same) throw new AppError('client_id_reused', {}, 'clientId');
    return messages;
  }

  async #said(tx: Transaction, ticketId: string, clientId: string): Promise<MessageView[]> {
    const rows = await tx.query<{ id: string }>(
      'SELECT id FROM message WHERE ticket_id = $1 AND client_id = $2',
      [ticketId, clientId],
    );
    const ids = rows.map(({ id }) => id);
    return inOrder(await this.readModel.messagesById(tx, ids));
  }

  /** What the talk room shows for a bubble, and what is sent for it. */
  async #outgoing(
    tx: Transaction,
    head: TicketHead,
    reply: Reply,
    { bubble, quickReplies }: AskedBubble,
  ): Promise<OutgoingBubble> {
    switch (bubble.kind) {
      case 'text': {
        const content = { kind: 'text', text: bubble.text, ...(quickReplies && { quickReplies }) } as const;
        if (bubble.quotes === undefined) return { content, sent: { kind: 'text', text: bubble.text } };
        const { token, externalId } = await this.#quoted(tx, head, bubble.quotes);
        return {
          content,
          sent: { kind: 'text', text: bubble.text, quoteToken: token },
          quotedExternalId: externalId,
        };
      }
      case 'location':
        return { content: bubble, sent: bubble };
      case 'attachment': {
        const attachment = reply.attachments?.get(bubble.mediaId);
        if (attachment === undefined) throw new AppError('media_not_found');
        const { mediaId, media, fileName, text } = attachment;
        return {
          content: { kind: 'media', media, fileName, durationMs: null, set: null },
          sent: { kind: 'text', text },
          mediaId,
        };
      }
    }
  }

  /** By what a message of this caller's is quoted. */
  async #quoted(
    tx: Transaction,
    head: TicketHead,
    messageId: string,
  ): Promise<{ token: string; externalId: string }> {
    const [row] = await tx.query<{ externalId: string | null; tokensSealed: Buffer | null }>(
      `SELECT message.external_id AS "externalId", tokens_sealed AS "tokensSealed"
       FROM message JOIN ticket ON ticket.id = message.ticket_id
       WHERE message.id = $1 AND ticket.caller_id = $2 AND message.withdrawn_at IS NULL`,
      [messageId, head.callerId],
    );
    if (row === undefined) throw new AppError('message_not_found');
    if (row.tokensSealed === null || row.externalId === null) throw new AppError('not_quotable');
    const [opened] = await this.vault.openJson(tx, [
      { binding: `message.tokens:${messageId}`, bytes: row.tokensSealed },
    ]);
    const token = (opened as MessageTokens | undefined)?.quote;
    if (token === undefined) throw new AppError('not_quotable');
    return { token, externalId: row.externalId };
  }
}

interface AskedBubble {
  readonly bubble: Bubble;
  /** LINE shows them below the last bubble. */
  readonly quickReplies: string[] | undefined;
}

/** The bubbles of a reply, the last one with the quick replies. */
function withQuickReplies(reply: Reply): AskedBubble[] {
  return reply.bubbles.map((bubble, index) => ({
    bubble,
    quickReplies: index === reply.bubbles.length - 1 ? reply.quickReplies : undefined,
  }));
}

function inOrder(messages: readonly MessageView[]): MessageView[] {
  // Ids of one reply were made in the order of its bubbles.
  return messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function saysTheSame(message: MessageView, { bubble, quickReplies }: AskedBubble): boolean {
  const { content } = message;
  switch (bubble.kind) {
    case 'text':
      return (
        content.kind === 'text' &&
        content.text === bubble.text &&
        JSON.stringify(content.quickReplies) === JSON.stringify(quickReplies) &&
        (message.quote?.messageId ?? undefined) === bubble.quotes
      );
    case 'location':
      return content.kind === 'location' && JSON.stringify(content) === JSON.stringify(bubble);
    case 'attachment':
      return message.media?.id === bubble.mediaId;
  }
}
