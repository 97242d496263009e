import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { type NoteRequest } from '../contract/history.js';
import { type MessageView } from '../contract/message.js';
import { Database } from '../database/database.service.js';
import { type Principal } from '../staff/principal.js';
import { assertFits, type StaffWords, StaffWordsWriter } from './staff-words.js';
import { actIn } from './ticket-trace.js';
import { accessTicket } from './ticket.access.js';

/** What people of an account write down for each other in a ticket: it stands in the talk, and never leaves. */
@Injectable()
export class NoteService {
  constructor(
    private readonly database: Database,
    private readonly words: StaffWordsWriter,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * Writes a note, also into a ticket that is closed or belongs to somebody else, for whoever may read it. Repeated with
   * the same client id it changes nothing and gives the first one.
   * @throws AppError text_too_long, ticket_not_found, not_permitted, client_id_reused
   */
  async write(
    principal: Principal,
    ticketId: string,
    request: NoteRequest,
  ): Promise<{ message: MessageView; repeated: boolean }> {
    assertFits(request.text);
    const words: StaffWords = { ...request, direction: 'note' };
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'note', 'lock');
      const earlier = await this.words.earlier(tx, principal, ticketId, words);
      if (earlier !== undefined) return { message: earlier, repeated: true };
      const message = await this.words.append(tx, principal, head, words);
      await this.audit.record(tx, {
        act: 'ticket.noted',
        ...actIn(principal, head),
        subject: { kind: 'message', id: message.id },
      });
      return { message, repeated: false };
    });
  }
}
