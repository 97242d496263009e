import { Injectable } from '@nestjs/common';
import { type NeedsRequest } from '../contract/assignment.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { assertMayMark } from '../waiting-list/risk.service.js';

/** The language that everybody answers in: asking for it is asking for nothing. */
const EVERYBODYS_LANGUAGE = 'ja';

/** What a ticket asks for, as people see it; never what a caller answered to a questionnaire. */
@Injectable()
export class NeedsService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
  ) {}

  /** An offer that stands is left as it is. @throws AppError ticket_not_found, ticket_closed, ticket_taken */
  async set(
    principal: Principal,
    ticketId: string,
    { language, profession }: NeedsRequest,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      assertMayMark(principal, head);
      await tx.query('UPDATE ticket SET language = $2, profession = $3 WHERE id = $1', [
        ticketId,
        language === EVERYBODYS_LANGUAGE ? null : language,
        profession,
      ]);
      emitTicketChanged(tx, { ...head, ticketId });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
