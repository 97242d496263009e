import { Injectable, Logger } from '@nestjs/common';
import {
  type DeliveryReason,
  type DeliveryState,
  type MessageContent,
  messageContentSchema,
  type MessageDirection,
  type MessageView,
  type TicketState,
  type TicketSummary,
} from '../contract/ticket.js';
import { type Queryable } from '../database/transaction.js';
import { type Opened, Vault } from '../vault/vault.service.js';

interface TicketRow {
  id: string;
  number: number;
  accountId: string;
  alias: string;
  state: TicketState;
  carriedOver: boolean;
  openedAt: Date;
  waitingSince: Date;
  takenAt: Date | null;
  closedAt: Date | null;
  assignedTo: string | null;
  counselorName: string | null;
  callerReachable: boolean;
  inboundCount: number;
  lastInboundAt: Date | null;
  unansweredSince: Date | null;
  unseenCount: number;
}

interface MessageRow {
  id: string;
  ticketId: string;
  direction: MessageDirection;
  contentSealed: Buffer;
  occurredAt: Date;
  authorId: string | null;
  authorName: string | null;
  clientId: string | null;
  deliveryState: DeliveryState | null;
  attempts: number | null;
  reason: DeliveryReason | null;
  acceptedAt: Date | null;
}

const SELECT_TICKETS = `
  SELECT ticket.id, ticket.number, ticket.account_id AS "accountId", caller.alias, ticket.state,
    carried_over AS "carriedOver", opened_at AS "openedAt", waiting_since AS "waitingSince", taken_at AS "takenAt",
    closed_at AS "closedAt", assigned_to AS "assignedTo", staff.display_name AS "counselorName",
    NOT EXISTS (SELECT FROM caller_address WHERE caller_id = caller.id AND NOT reachable) AS "callerReachable",
    inbound_count AS "inboundCount", last_inbound_at AS "lastInboundAt", unanswered_since AS "unansweredSince",
    (SELECT count(*)::int FROM message
      WHERE ticket_id = ticket.id AND direction = 'inbound' AND first_shown_at IS NULL) AS "unseenCount"
  FROM ticket JOIN caller ON caller.id = ticket.caller_id LEFT JOIN staff ON staff.id = ticket.assigned_to`;

const SELECT_MESSAGES = `
  SELECT message.id, ticket_id AS "ticketId", direction, content_sealed AS "contentSealed",
    occurred_at AS "occurredAt", author_id AS "authorId", staff.display_name AS "authorName",
    client_id AS "clientId", delivery.state AS "deliveryState", delivery.attempts, delivery.reason,
    delivery.accepted_at AS "acceptedAt"
  FROM message LEFT JOIN staff ON staff.id = message.author_id LEFT JOIN delivery ON delivery.id = message.delivery_id`;

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

  /** Open tickets of these accounts: waiting ones in the order of the line, then active ones, oldest first. */
  async open(tx: Queryable, accountIds: readonly string[]): Promise<TicketSummary[]> {
    const rows = await tx.query<TicketRow>(
      `${SELECT_TICKETS} WHERE ticket.state <> 'closed' AND ticket.account_id = ANY($1)
       ORDER BY ticket.state DESC, waiting_since, ticket.id`,
      [accountIds],
    );
    return rows.map(toSummary);
  }

  /** What was said in a ticket, in the order in which it was said. */
  async messages(tx: Queryable, ticketId: string): Promise<MessageView[]> {
    return this.#open(
      tx,
      await tx.query<MessageRow>(`${SELECT_MESSAGES} WHERE ticket_id = $1 ORDER BY occurred_at, message.id`, [
        ticketId,
      ]),
    );
  }

  async messagesById(tx: Queryable, ids: readonly string[]): Promise<MessageView[]> {
    if (ids.length === 0) return [];
    return this.#open(tx, await tx.query<MessageRow>(`${SELECT_MESSAGES} WHERE message.id = ANY($1)`, [ids]));
  }

  async #open(tx: Queryable, rows: readonly MessageRow[]): Promise<MessageView[]> {
    const contents = await this.vault.openEachJson(
      tx,
      rows.map((row) => ({ binding: `message.content:${row.id}`, bytes: row.contentSealed })),
    );
    return rows.map((row, index) => toMessageView(row, this.#content(row.id, contents[index] ?? DAMAGED)));
  }

  /** Words that are gone or can't be read are said to be so, in their place: the rest of the talk is still needed. */
  #content(messageId: string, opened: Opened): MessageContent {
    if (opened.kind === 'opened') return messageContentSchema.parse(opened.value);
    if (opened.kind === 'erased') return notice('内容は消去されました（erased）');
    this.#logger.error(`alarm: the content of message ${messageId} was changed and can't be opened`);
    return notice('内容を読み出せません（unreadable）');
  }
}

function toSummary(row: TicketRow): TicketSummary {
  const { assignedTo, counselorName, ...rest } = row;
  return {
    ...rest,
    openedAt: row.openedAt.toISOString(),
    waitingSince: row.waitingSince.toISOString(),
    takenAt: iso(row.takenAt),
    closedAt: iso(row.closedAt),
    lastInboundAt: iso(row.lastInboundAt),
    unansweredSince: iso(row.unansweredSince),
    assignedTo: assignedTo === null ? null : { id: assignedTo, displayName: counselorName ?? '' },
  };
}

const DAMAGED: Opened = { kind: 'damaged' };

function notice(detail: string): MessageContent {
  return { kind: 'labelled', label: 'unknown', detail };
}

function toMessageView(row: MessageRow, content: MessageContent): MessageView {
  return {
    id: row.id,
    ticketId: row.ticketId,
    direction: row.direction,
    content,
    occurredAt: row.occurredAt.toISOString(),
    author: row.authorId === null ? null : { id: row.authorId, displayName: row.authorName ?? '' },
    clientId: row.clientId,
    delivery:
      row.deliveryState === null
        ? null
        : {
            state: row.deliveryState,
            attempts: row.attempts ?? 0,
            reason: row.reason,
            acceptedAt: iso(row.acceptedAt),
          },
  };
}

function iso(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
