import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ReturnRequest } from '../contract/assignment.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket, assertMine } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { LinePlaceService } from '../waiting-list/line-place.service.js';

/** A counselor who can't go on gives a ticket back to the line, with what the next one must know. */
@Injectable()
export class ReturnService {
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
   * To the front: the caller has waited once already. It doesn't come straight back to who gave it away.
   * @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, transfer_pending
   */
  async toLine(principal: Principal, ticketId: string, { note }: ReturnRequest): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      assertMine(principal, head);
      if (head.transferTo !== null) throw new AppError('transfer_pending');
      const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (key === undefined) throw new AppError('ticket_not_found');
      const id = uuidv7();
      const now = this.clock.now();
      await tx.query(
        `INSERT INTO handover (id, ticket_id, from_staff_id, state, note_sealed, made_at)
         VALUES ($1, $2, $3, 'returned', $4, $5)`,
        [id, ticketId, principal.staffId, this.vault.sealJson(key, `handover.note:${id}`, note), now],
      );
      await this.line.toFront(tx, ticketId);
      await this.audit.record(tx, {
        act: 'ticket.returned',
        ...actIn(principal, head),
        // What it says is sealed with the handover, for whoever may read the consultation.
        details: { note: true },
      });
      await tx.query(
        `INSERT INTO ticket_offer (id, ticket_id, account_id, staff_id, wait_number, offered_at, ended_at, outcome)
         SELECT $2, id, account_id, $3, wait_number, $4, $4, 'returned' FROM ticket WHERE id = $1`,
        [ticketId, uuidv7(), principal.staffId, now],
      );
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
