import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MessageView } from '../contract/message.js';
import { type WhisperRequest } from '../contract/supervision.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { assertFits, type StaffWords, StaffWordsWriter } from '../ticket/staff-words.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';

/** What a supervisor and the counselor of a ticket say to each other within the talk. It never leaves. */
@Injectable()
export class WhisperService {
  constructor(
    private readonly database: Database,
    private readonly words: StaffWordsWriter,
    private readonly readModel: TicketReadModel,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Repeated with the same client id it changes nothing and gives the first one.
   * @throws AppError text_too_long, ticket_not_found, not_permitted, ticket_closed, ticket_not_taken, client_id_reused
   */
  async say(
    principal: Principal,
    ticketId: string,
    request: WhisperRequest,
  ): Promise<{ message: MessageView; repeated: boolean }> {
    assertFits(request.text);
    const words: StaffWords = { ...request, direction: 'whisper' };
    return this.database.transaction(async (tx) => {
      // Whoever looked after the same caller before may read on, but has nothing to whisper.
      const head = await accessTicket(tx, principal, ticketId, 'note', 'lock');
      const earlier = await this.words.earlier(tx, principal, ticketId, words);
      if (earlier !== undefined) return { message: earlier, repeated: true };
      if (head.state === 'closed') throw new AppError('ticket_closed');
      if (head.state !== 'active') throw new AppError('ticket_not_taken');
      const saidAs = head.assignedTo === principal.staffId ? 'counselor' : 'supervisor';
      const message = await this.words.append(tx, principal, head, words, { saidAs });
      emitTicketChanged(tx, { ...head, ticketId });
      await this.audit.record(tx, { act: 'ticket.whispered', ...actIn(principal, head) });
      return { message, repeated: false };
    });
  }

  /** The person has these whispers on the screen; those of their own side don't count. Said twice, it changes nothing. */
  async seen(principal: Principal, ticketId: string, messageIds: readonly string[]): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'note', 'lock');
      const seen = await tx.query(
        `UPDATE message SET first_shown_at = $2 WHERE ticket_id = $1 AND id = ANY($5) AND direction = 'whisper'
           AND first_shown_at IS NULL AND (author_id = $3) = $4 RETURNING id`,
        [ticketId, this.clock.now(), head.assignedTo, head.assignedTo !== principal.staffId, messageIds],
      );
      if (seen.length > 0) emitTicketChanged(tx, { ...head, ticketId });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
