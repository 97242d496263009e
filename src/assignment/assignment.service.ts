import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { PickService } from '../waiting-list/pick.service.js';
import { TimeLimitService } from '../waiting-list/time-limit.service.js';

/** Brings tickets and counselors together. */
@Injectable()
export class AssignmentService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly picks: PickService,
    private readonly timeLimits: TimeLimitService,
    private readonly clock: Clock,
  ) {}

  /**
   * A person takes a waiting ticket. The row lock on the ticket makes sure that one of two wins, the one on the person
   * that they never have more than they can look after. Taking what is one's own already changes nothing.
   * @param reason why it is taken before its turn
   * @throws AppError ticket_not_found, ticket_taken, ticket_closed, capacity_reached, not_first_in_line, reason_required
   */
  async take(principal: Principal, ticketId: string, reason?: string): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const [staff] = await tx.query<{ capacity: number }>(
        'SELECT capacity FROM staff WHERE id = $1 AND active FOR NO KEY UPDATE',
        [principal.staffId],
      );
      if (staff === undefined) throw new AppError('not_permitted');
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      if (head.state === 'closed') throw new AppError('ticket_closed');
      if (head.state === 'active' && head.assignedTo !== principal.staffId) {
        throw new AppError('ticket_taken', { name: head.counselorName ?? '' });
      }
      if (head.state === 'waiting' || head.state === 'follow-up') {
        const [load] = await tx.query<{ active: number }>(
          `SELECT count(*)::int AS active FROM ticket WHERE assigned_to = $1 AND state = 'active'`,
          [principal.staffId],
        );
        if ((load?.active ?? 0) >= staff.capacity)
          throw new AppError('capacity_reached', { capacity: staff.capacity });
        await this.picks.assertMayPick(tx, principal, head, reason);
        await tx.query(`UPDATE ticket SET state = 'active', assigned_to = $2, taken_at = $3 WHERE id = $1`, [
          ticketId,
          principal.staffId,
          this.clock.now(),
        ]);
        await this.timeLimits.startTimeLimit(tx, ticketId, head.accountId);
        emitTicketChanged(tx, { accountId: head.accountId, ticketId, assignedTo: principal.staffId });
      }
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
