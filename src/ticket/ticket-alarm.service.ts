import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { type TicketAlarmKind } from '../contract/standing.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { emitTicketChanged } from './ticket-event.js';
import { accessTicket } from './ticket.access.js';
import { TicketReadModel } from './ticket.read-model.js';

/** The ticket that an alarm is about. */
export interface AlarmedTicket {
  readonly ticketId: string;
  readonly accountId: string;
  readonly assignedTo: string | null;
}

/** What supervisors must know about a ticket at once: it rings on their screens until one of them has seen it. */
@Injectable()
export class TicketAlarmService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly clock: Clock,
  ) {}

  /** Rings, also where somebody has seen an earlier alarm of this kind. */
  async raise(tx: Transaction, ticket: AlarmedTicket, kind: TicketAlarmKind): Promise<void> {
    await tx.query(
      `INSERT INTO ticket_alarm (ticket_id, kind, raised_at) VALUES ($1, $2, $3)
       ON CONFLICT (ticket_id, kind) DO UPDATE SET raised_at = $3, seen_by = NULL, seen_at = NULL`,
      [ticket.ticketId, kind, this.clock.now()],
    );
    emitTicketChanged(tx, ticket);
  }

  /** What was the matter is over: nobody has to see it any more. */
  async clear(tx: Transaction, ticket: AlarmedTicket, kind: TicketAlarmKind): Promise<void> {
    const gone = await tx.query(
      'DELETE FROM ticket_alarm WHERE ticket_id = $1 AND kind = $2 AND seen_at IS NULL RETURNING kind',
      [ticket.ticketId, kind],
    );
    if (gone.length > 0) emitTicketChanged(tx, ticket);
  }

  /**
   * A supervisor has seen it: it is silent on every screen. Said twice, it changes nothing.
   * @throws AppError ticket_not_found, not_permitted
   */
  async seen(principal: Principal, ticketId: string, kind: TicketAlarmKind): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      const seen = await tx.query(
        `UPDATE ticket_alarm SET seen_by = $3, seen_at = $4
         WHERE ticket_id = $1 AND kind = $2 AND seen_at IS NULL RETURNING kind`,
        [ticketId, kind, principal.staffId, this.clock.now()],
      );
      if (seen.length > 0) emitTicketChanged(tx, { ...head, ticketId });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
