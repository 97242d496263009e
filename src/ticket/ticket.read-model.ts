import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import {
  type DeliveryReason,
  type DeliveryState,
  type MediaKind,
  type MediaScan,
  type MediaState,
  type MediaView,
  type MessageContent,
  messageContentSchema,
  type MessageDirection,
  type MessageView,
} from '../contract/message.js';
import { type TicketSummary } from '../contract/ticket.js';
import { type Queryable } from '../database/transaction.js';
import { type Opened, type Sealed, Vault } from '../vault/vault.service.js';
import { LINE_ORDER } from './line-order.js';
import { SELECT_TICKETS, type TicketRow, toSummary } from './ticket.summary.js';

interface MessageRow {
  id: string;
  ticketId: string;
  direction: MessageDirection;
  contentSealed: Buffer;
  occurredAt: Date;
  authorId: string | null;
  authorName: string | null;
  clientId: string | null;
  position: number;
  deliveryState: DeliveryState | null;
  attempts: number | null;
  reason: DeliveryReason | null;
  acceptedAt: Date | null;
  uncertain: boolean | null;
  deliveryId: string | null;
  answerSealed: Buffer | null;
  quotedExternalId: string | null;
  quotedId: string | null;
  quotedHere: boolean | null;
  quotedDirection: MessageDirection | null;
  quotedSealed: Buffer | null;
  hasTokens: boolean;
  mediaId: string | null;
  mediaKind: MediaKind | null;
  mediaState: MediaState | null;
  mediaMimeType: string | null;
  mediaBytes: number | null;
  mediaScan: MediaScan | null;
  late: boolean;
  withdrawnAt: Date | null;
  wasShown: boolean;
  approvedBy: string | null;
  approverName: string | null;
  isEdited: boolean | null;
}

/** A message that reaches us this much later than it was said stands where nobody may have looked, in seconds. */
const LATE_SECONDS = 60;

const SELECT_MESSAGES = `
  SELECT message.id, message.ticket_id AS "ticketId", message.direction, message.content_sealed AS "contentSealed",
    message.occurred_at AS "occurredAt", message.author_id AS "authorId", staff.display_name AS "authorName",
    message.client_id AS "clientId", message.position, delivery.state AS "deliveryState", delivery.attempts, delivery.reason,
    delivery.accepted_at AS "acceptedAt", delivery.uncertain, delivery.id AS "deliveryId",
    delivery.answer_sealed AS "answerSealed",
    message.quoted_external_id AS "quotedExternalId", quoted.id AS "quotedId", quoted.ticket_id = message.ticket_id AS "quotedHere",
    quoted.direction AS "quotedDirection", quoted.content_sealed AS "quotedSealed",
    message.tokens_sealed IS NOT NULL AS "hasTokens",
    media.id AS "mediaId", media.kind AS "mediaKind", media.state AS "mediaState", media.mime_type AS "mediaMimeType",
    media.bytes AS "mediaBytes", media.scan AS "mediaScan",
    coalesce(message.received_at - message.occurred_at > interval '${LATE_SECONDS} seconds', false) AS late,
    message.withdrawn_at AS "withdrawnAt",
    coalesce(message.first_shown_at < message.withdrawn_at, false) AS "wasShown",
    held_reply.decided_by AS "approvedBy", approver.display_name AS "approverName", held_reply.edited AS "isEdited"
  FROM message LEFT JOIN staff ON staff.id = message.author_id LEFT JOIN delivery ON delivery.id = message.delivery_id
    LEFT JOIN media ON media.id = message.media_id
    LEFT JOIN held_reply ON held_reply.ticket_id = message.ticket_id AND held_reply.client_id = message.client_id
      AND message.direction = 'outbound' AND held_reply.state = 'approved'
    LEFT JOIN staff AS approver ON approver.id = held_reply.decided_by
    LEFT JOIN LATERAL (
      SELECT said.id, said.ticket_id, said.direction, said.content_sealed FROM message AS said
        JOIN ticket AS its ON its.id = said.ticket_id
        JOIN ticket AS own ON own.id = message.ticket_id AND own.caller_id = its.caller_id
      WHERE said.external_id = message.quoted_external_id AND said.direction NOT IN ('note', 'whisper') LIMIT 1
    ) AS quoted ON message.quoted_external_id IS NOT NULL`;

/** Tickets and messages as screens show them. Whether somebody may see them is asked before, elsewhere. */
@Injectable()
export class TicketReadModel {
  readonly #logger = new Logger(TicketReadModel.name);

  constructor(private readonly vault: Vault) {}

  async summaries(tx: Queryable, ids: readonly string[]): Promise<TicketSummary[]> {
    if (ids.length === 0) return [];
    const rows = await tx.query<TicketRow>(`${SELECT_TICKETS} WHERE ticket.id = ANY($1)`, [ids]);
    return rows.map(toSummary);
  }

  /**
   * Open tickets of these accounts, of others that their people look after, and of others that are being handed over to
   * them: waiting ones in the order of the line, then active ones, oldest first.
   */
  async open(tx: Queryable, accountIds: readonly string[]): Promise<TicketSummary[]> {
    const rows = await tx.query<TicketRow>(
      `${SELECT_TICKETS} WHERE ticket.state <> 'closed' AND (ticket.account_id = ANY($1)
         OR ticket.state = 'active' AND (ticket.helping_account_id = ANY($1) OR ticket.id IN (
           SELECT ticket_id FROM handover WHERE state = 'standing' AND to_account_id = ANY($1))))
       ORDER BY ticket.state DESC, ${LINE_ORDER}`,
      [accountIds],
    );
    return rows.map(toSummary);
  }

  /** Closed tickets of these accounts whose alarms nobody has seen, or whose emergency goes on. */
  async ended(tx: Queryable, accountIds: readonly string[]): Promise<TicketSummary[]> {
    const rows = await tx.query<TicketRow>(
      `${SELECT_TICKETS} WHERE ticket.id IN (SELECT ticket_id FROM ticket_alarm WHERE seen_at IS NULL
           UNION ALL SELECT ticket_id FROM incident WHERE state = 'open')
         AND ticket.state = 'closed' AND ticket.account_id = ANY($1) ORDER BY ticket.closed_at, ticket.id`,
      [accountIds],
    );
    return rows.map(toSummary);
  }

  async messagesById(tx: Queryable, ids: readonly string[]): Promise<MessageView[]> {
    if (ids.length === 0) return [];
    return this.#open(tx, await tx.query<MessageRow>(`${SELECT_MESSAGES} WHERE message.id = ANY($1)`, [ids]));
  }

  async #open(tx: Queryable, rows: readonly MessageRow[]): Promise<MessageView[]> {
    const sealed = rows.flatMap((row): Sealed[] => [
      { binding: `message.content:${row.id}`, bytes: row.contentSealed },
      ...(row.quotedId === null || row.quotedSealed === null
        ? []
        : [{ binding: `message.content:${row.quotedId}` as const, bytes: row.quotedSealed }]),
      ...(row.answerSealed === null
        ? []
        : [{ binding: `delivery.answer:${row.deliveryId}` as const, bytes: row.answerSealed }]),
    ]);
    const opened = await this.vault.openEachJson(tx, sealed);
    const words = new Map(sealed.map(({ binding }, index) => [binding as string, opened[index] ?? DAMAGED]));
    const wordsOf = (messageId: string) =>
      this.#content(messageId, words.get(`message.content:${messageId}`) ?? DAMAGED);
    return rows.map((row) =>
      toMessageView(row, {
        content: wordsOf(row.id),
        quoted: row.quotedId === null ? null : wordsOf(row.quotedId),
        answer: answerOf(words.get(`delivery.answer:${row.deliveryId}`)),
      }),
    );
  }

  /** Words that are gone or can't be read are said to be so, in their place: the rest of the talk is still needed. */
  #content(messageId: string, opened: Opened): MessageContent {
    if (opened.kind === 'opened') {
      const content = messageContentSchema.safeParse(opened.value);
      // A row of a version to come, after a step back: one of them doesn't keep the whole talk shut.
      return content.success ? content.data : notice('unreadable');
    }
    if (opened.kind === 'erased') return notice('erased');
    this.#logger.error(`alarm: the content of message ${messageId} was changed and can't be opened`);
    return notice('unreadable');
  }
}

const DAMAGED: Opened = { kind: 'damaged' };

function notice(label: 'erased' | 'unreadable'): MessageContent {
  return { kind: 'labelled', label, detail: null };
}

/** What LINE said of a refusal. */
export const lineAnswerSchema = z.object({ status: z.number().int(), message: z.string() });

function answerOf(opened: Opened | undefined): z.infer<typeof lineAnswerSchema> | null {
  return opened?.kind === 'opened' ? lineAnswerSchema.parse(opened.value) : null;
}

/** LINE gives no quote token for audio, files and locations. */
function isQuotable(row: MessageRow, content: MessageContent): boolean {
  if (!row.hasTokens || row.withdrawnAt !== null) return false;
  if (content.kind === 'media') return content.media === 'image' || content.media === 'video';
  return content.kind === 'text' || content.kind === 'sticker';
}

interface Words {
  readonly content: MessageContent;
  readonly quoted: MessageContent | null;
  readonly answer: z.infer<typeof lineAnswerSchema> | null;
}

function mediaView(row: MessageRow): MediaView | null {
  if (row.mediaId === null || row.mediaKind === null || row.mediaState === null) return null;
  const stored = row.mediaState === 'stored';
  return {
    id: row.mediaId,
    kind: row.mediaKind,
    state: row.mediaState,
    mimeType: stored ? row.mediaMimeType : null,
    bytes: stored ? row.mediaBytes : null,
    scan: row.mediaScan ?? 'not-scanned',
  };
}

function toMessageView(row: MessageRow, { content, quoted, answer }: Words): MessageView {
  return {
    id: row.id,
    ticketId: row.ticketId,
    direction: row.direction,
    content,
    occurredAt: row.occurredAt.toISOString(),
    author: row.authorId === null ? null : { id: row.authorId, displayName: row.authorName ?? '' },
    clientId: row.clientId,
    position: row.position,
    delivery:
      row.deliveryState === null
        ? null
        : {
            state: row.deliveryState,
            attempts: row.attempts ?? 0,
            reason: row.reason,
            acceptedAt: iso(row.acceptedAt),
            mayHaveArrived: row.deliveryState === 'failed' && row.uncertain === true,
            answer,
          },
    approved:
      row.approvedBy === null
        ? null
        : {
            by: { id: row.approvedBy, displayName: row.approverName ?? '' },
            isEdited: row.isEdited === true,
          },
    quote:
      row.quotedExternalId === null
        ? null
        : {
            messageId: row.quotedId,
            isHere: row.quotedHere === true,
            direction: row.quotedDirection,
            content: quoted,
          },
    quotable: isQuotable(row, content),
    media: mediaView(row),
    late: row.late,
    withdrawn:
      row.withdrawnAt === null ? null : { at: row.withdrawnAt.toISOString(), wasShown: row.wasShown },
  };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
