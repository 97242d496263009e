import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type TicketAlarmKind } from '../contract/standing.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { emitTicketChanged } from './ticket-event.js';
import { actIn } from './ticket-trace.js';
import { accessTicket, type TicketHead } from './ticket.access.js';
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
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Rings, also where somebody has seen an earlier alarm of this kind.
   * @param causedBy whose act it is about: somebody else has to see it
   */
  async raise(
    tx: Transaction,
    ticket: AlarmedTicket,
    kind: TicketAlarmKind,
    causedBy?: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO ticket_alarm (ticket_id, kind, raised_at, caused_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (ticket_id, kind) DO UPDATE SET raised_at = $3, seen_by = NULL, seen_at = NULL,
         caused_by = CASE WHEN ticket_alarm.seen_at IS NOT NULL THEN $4
           ELSE ARRAY(SELECT DISTINCT unnest(ticket_alarm.caused_by || $4::uuid[])) END`,
      [ticket.ticketId, kind, this.clock.now(), causedBy === undefined ? [] : [causedBy]],
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
   * A supervisor has seen it: it is silent on every screen. Said twice, it changes nothing. What is about an act of
   * their own as well stays for somebody else.
   * @throws AppError ticket_not_found, not_permitted
   */
  async seen(principal: Principal, ticketId: string, kind: TicketAlarmKind): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      const causers = kind === 'unmasked' ? await causersOf(tx, ticketId, kind) : [];
      const seen = await tx.query(
        `UPDATE ticket_alarm SET seen_by = CASE WHEN $3 = ANY(caused_by) THEN NULL ELSE $3::uuid END,
           seen_at = CASE WHEN $3 = ANY(caused_by) THEN NULL ELSE $4::timestamptz END,
           caused_by = ARRAY(SELECT unnest(caused_by) INTERSECT SELECT $3::uuid)
         WHERE ticket_id = $1 AND kind = $2 AND seen_at IS NULL AND caused_by <> ARRAY[$3::uuid] RETURNING kind`,
        [ticketId, kind, principal.staffId, this.clock.now()],
      );
      if (seen.length > 0) emitTicketChanged(tx, { ...head, ticketId });
      else await assertNotOwn(tx, ticketId, kind);
      if (seen.length > 0) await this.#traceSeen(tx, principal, head, causers);
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** Whose acts they looked into: never their own. */
  async #traceSeen(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    causers: readonly string[],
  ): Promise<void> {
    for (const id of causers.filter((causer) => causer !== principal.staffId))
      await this.audit.record(tx, {
        act: 'unmasking.seen',
        ...actIn(principal, head),
        subject: { kind: 'staff', id },
      });
  }
}

/** Locks it: whoever raises it meanwhile waits, and raises it anew. */
async function causersOf(tx: Transaction, ticketId: string, kind: TicketAlarmKind): Promise<string[]> {
  const [alarm] = await tx.query<{ causers: string[] }>(
    `SELECT caused_by::text[] AS causers FROM ticket_alarm WHERE ticket_id = $1 AND kind = $2 AND seen_at IS NULL
     FOR UPDATE`,
    [ticketId, kind],
  );
  return alarm?.causers ?? [];
}

/** What still rings after all that somebody else did was seen is their own. @throws AppError not_permitted */
async function assertNotOwn(tx: Transaction, ticketId: string, kind: TicketAlarmKind): Promise<void> {
  const own = await tx.query(
    'SELECT FROM ticket_alarm WHERE ticket_id = $1 AND kind = $2 AND seen_at IS NULL',
    [ticketId, kind],
  );
  if (own.length > 0) throw new AppError('not_permitted');
}
