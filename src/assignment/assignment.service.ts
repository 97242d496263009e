import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { PickService } from '../waiting-list/pick.service.js';
import { GivingService } from './giving.service.js';

/** People take tickets, whatever the account's way of assigning them. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly giving: GivingService,
    private readonly audit: AuditWriter,
    private readonly picks: PickService,
  ) {}

  /**
   * A person takes a ticket that waits, also one that is being offered to somebody else, or one on the follow-up list.
   * The row lock on the ticket makes sure that one of two wins, the one on the person that they never have more than they
   * can look after. Taking what is one's own already changes nothing.
   * @param reason why it is taken before its turn
   * @throws AppError ticket_not_found, ticket_taken, ticket_closed, capacity_reached, not_first_in_line, reason_required
   */
  async take(principal: Principal, ticketId: string, reason?: string): Promise<TicketSummary> {
    const { staffId } = principal;
    return this.database.transaction(async (tx) => {
      const capacity = await this.giving.lockPerson(tx, staffId);
      if (capacity === undefined) throw new AppError('not_permitted');
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      if (head.state === 'closed') throw new AppError('ticket_closed');
      if (head.state === 'active' && head.assignedTo !== staffId) {
        throw new AppError('ticket_taken', { name: head.counselorName ?? '' });
      }
      if (head.state === 'waiting' || head.state === 'follow-up') {
        if ((await this.giving.inHand(tx, staffId, ticketId)) >= capacity)
          throw new AppError('capacity_reached', { capacity });
        // What rings at them they may take, like accepting it.
        if (!(await this.giving.isOfferedTo(tx, ticketId, staffId)))
          await this.picks.assertMayPick(tx, principal, head, reason);
        await this.giving.give(tx, { ticketId, accountId: head.accountId }, staffId);
        await this.audit.record(tx, { act: 'ticket.taken', ...actIn(principal, head) });
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
