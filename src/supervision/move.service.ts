import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { Clock } from '../config/clock.js';
import { type Move } from '../contract/supervision.js';
import { type SupervisorCloseRequest, type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { endHandingOver } from '../ticket/handover-end.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket, type TicketHead } from '../ticket/ticket.access.js';
import { endTicket } from '../ticket/ticket-end.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { assertWordsSeen } from '../ticket/unseen-words.js';
import { person } from '../ticket/ticket-supervision.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { LinePlaceService } from '../waiting-list/line-place.service.js';
import { holderOf, noteMove, UNSEEN_MOVES } from './moved.js';

interface MoveRow extends Omit<Move, 'note' | 'at'> {
  readonly noteSealed: Buffer;
  readonly at: Date;
}

/** A supervisor takes a ticket out of somebody's hands: back to the line, or to its end. Whom it concerns is told. */
@Injectable()
export class MoveService {
  constructor(
    private readonly database: Database,
    private readonly line: LinePlaceService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * To the front of the line: the caller has waited once already.
   * @throws AppError ticket_not_found, not_permitted, ticket_closed, ticket_not_taken
   */
  async toLine(principal: Principal, ticketId: string, reason: string): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      const from = holderOf(head);
      const now = this.clock.now();
      await noteMove(tx, { keys: this.keys, vault: this.vault }, head, {
        kind: 'return',
        by: principal.staffId,
        from,
        to: null,
        note: reason,
        at: now,
      });
      await this.line.toFront(tx, ticketId);
      // It doesn't come straight back to whom it was taken from.
      await tx.query(
        `INSERT INTO ticket_offer (id, ticket_id, account_id, staff_id, wait_number, offered_at, ended_at, outcome)
         SELECT $2, id, account_id, $3, wait_number, $4, $4, 'returned' FROM ticket WHERE id = $1`,
        [ticketId, uuidv7(), from, now],
      );
      await this.#trace(tx, principal, head, 'ticket.returned', reason);
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /**
   * Ends a consultation of somebody else's. What is closed already stays so.
   * @throws AppError ticket_not_found, not_permitted, ticket_not_taken, words_unseen
   */
  async close(
    principal: Principal,
    ticketId: string,
    { reason, seenThrough }: SupervisorCloseRequest,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      if (head.state !== 'closed') {
        const from = holderOf(head);
        const at = this.clock.now();
        await assertWordsSeen(tx, ticketId, seenThrough, at);
        const note = { kind: 'close', by: principal.staffId, from, to: null, note: reason, at } as const;
        await noteMove(tx, { keys: this.keys, vault: this.vault }, head, note);
        await endTicket(tx, { ...head, ticketId }, at);
        await noteIdleSince(tx, [from], at);
        await endHandingOver(tx, ticketId, at);
        emitTicketChanged(tx, { ...head, ticketId });
        await this.#trace(tx, principal, head, 'ticket.closed', reason);
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** What supervisors moved of this person's that they have not seen yet, oldest first. */
  async unseen(principal: Principal): Promise<Move[]> {
    const rows = await this.database.query<MoveRow>(
      `SELECT moved.id, moved.kind, ticket.id AS "ticketId", ticket.account_id AS "accountId", ticket.number, caller.alias,
         ${person('mover')} AS by, ${person('giver')} AS "from", ${person('receiver')} AS "to",
         moved.note_sealed AS "noteSealed", moved.made_at AS at
       FROM (SELECT * ${UNSEEN_MOVES}) AS moved JOIN ticket ON ticket.id = moved.ticket_id
         JOIN caller ON caller.id = ticket.caller_id JOIN staff AS mover ON mover.id = moved.moved_by
         JOIN staff AS giver ON giver.id = moved.from_staff_id LEFT JOIN staff AS receiver ON receiver.id = moved.to_staff_id
       ORDER BY moved.id`,
      [principal.staffId],
    );
    const notes = await this.vault.openEachJson(
      this.database,
      rows.map((row) => ({ binding: `handover.note:${row.id}` as const, bytes: row.noteSealed })),
    );
    return rows.map(({ noteSealed: _sealed, ...row }, index) => {
      const note = notes[index];
      return {
        ...row,
        note: note?.kind === 'opened' ? String(note.value) : null,
        at: row.at.toISOString(),
      };
    });
  }

  /** They have seen it. Said twice, it changes nothing. */
  async seen(principal: Principal, moveId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const seen = await tx.query(
        `UPDATE handover SET
           dismissed_at = CASE WHEN from_staff_id = $1 THEN coalesce(dismissed_at, $3) ELSE dismissed_at END,
           read_at = CASE WHEN to_staff_id = $1 THEN coalesce(read_at, $3) ELSE read_at END
         WHERE id IN (SELECT id ${UNSEEN_MOVES}) AND id = $2 RETURNING id`,
        [principal.staffId, moveId, this.clock.now()],
      );
      if (seen.length > 0) tx.emit({ type: 'moves.changed', staffId: principal.staffId });
    });
  }

  async #trace(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    act: 'ticket.returned' | 'ticket.closed',
    reason: string,
  ): Promise<void> {
    await this.audit.record(tx, {
      act,
      ...actIn(principal, head),
      details: { from: head.assignedTo },
      why: { words: reason, keyId: head.keyId },
    });
  }
}
