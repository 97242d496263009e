import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type RiskRequest, type StandingView } from '../contract/line.js';
import { type Risk, riskLevels } from '../contract/standing.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { TicketAppender } from '../ticket/append.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { actIn, noteTicketRead } from '../ticket/ticket-trace.js';
import { accessTicket, type TicketHead } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { LinePlaceService } from './line-place.service.js';
import { type LineTicket, lockTicket } from './line-ticket.js';
import { MuteService } from './mute.service.js';

interface WordRow {
  readonly id: string;
  readonly reasonSealed: Buffer | null;
  readonly by: string;
  readonly at: Date;
}

/** How much people fear for a caller. It moves the ticket in the line and rings on supervisors' screens. */
@Injectable()
export class RiskService {
  constructor(
    private readonly database: Database,
    private readonly alarms: TicketAlarmService,
    private readonly appender: TicketAppender,
    private readonly line: LinePlaceService,
    private readonly mutes: MuteService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * Sets the level, whatever it was: the reason is news in any case. While a counselor looks after the ticket, theirs or
   * a supervisor's word counts; before that, anybody's of the account.
   * @throws AppError ticket_not_found, ticket_closed, ticket_taken
   */
  async mark(principal: Principal, ticketId: string, { risk, reason }: RiskRequest): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      assertMayMark(principal, head);
      await this.markIn(tx, principal, head, { risk, reason });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** As part of something else that a person does, which has asked whether they may. @throws AppError ticket_not_found */
  async markIn(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    { risk, reason }: RiskRequest,
  ): Promise<void> {
    const ticket = await lockTicket(tx, this.keys, head.id);
    if (ticket === undefined) throw new AppError('ticket_not_found');
    await this.#write(tx, principal, ticket, { risk, reason });
    if (risk !== 'none') await this.mutes.end(tx, ticket.callerId, principal.staffId);
    await this.line.place(tx, [head.id]);
    await this.#ring(tx, ticket, risk);
    await this.audit.record(tx, {
      act: 'ticket.risk-marked',
      ...actIn(principal, head),
      details: { before: head.risk, after: risk },
      why: { words: reason, keyId: head.keyId },
    });
    emitTicketChanged(tx, ticket);
  }

  /** What people decided about a ticket, for whoever may read it. @throws AppError ticket_not_found, not_permitted */
  async standing(principal: Principal, ticketId: string): Promise<StandingView> {
    const head = await accessTicket(this.database, principal, ticketId, 'read', 'no-lock');
    await noteTicketRead(this.audit, principal, head);
    return this.database.snapshot(async (tx) => {
      const marks = await tx.query<WordRow & { readonly risk: Risk }>(
        `SELECT risk_mark.id, risk, reason_sealed AS "reasonSealed", display_name AS by, marked_at AS at
         FROM risk_mark JOIN staff ON staff.id = marked_by WHERE ticket_id = $1 ORDER BY marked_at DESC, risk_mark.id DESC`,
        [ticketId],
      );
      const picks = await tx.query<WordRow & { readonly ahead: number }>(
        `SELECT out_of_order_pick.id, ahead, reason_sealed AS "reasonSealed", display_name AS by, picked_at AS at
         FROM out_of_order_pick JOIN staff ON staff.id = staff_id WHERE ticket_id = $1
         ORDER BY picked_at DESC, out_of_order_pick.id DESC`,
        [ticketId],
      );
      return {
        risks: (await this.#open(tx, 'risk_mark', marks)).map(({ risk, reason, by, at }) => ({
          risk,
          reason,
          by,
          at,
        })),
        picks: (await this.#open(tx, 'out_of_order_pick', picks)).map(({ ahead, reason, by, at }) => ({
          ahead,
          reason,
          by,
          at,
        })),
      };
    });
  }

  async #write(
    tx: Transaction,
    principal: Principal,
    ticket: LineTicket,
    { risk, reason }: RiskRequest,
  ): Promise<void> {
    const id = uuidv7();
    const now = this.clock.now();
    await tx.query(
      `INSERT INTO risk_mark (id, ticket_id, risk, reason_sealed, marked_by, marked_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        id,
        ticket.ticketId,
        risk,
        this.vault.sealJson(ticket.callerKey, `risk_mark.reason:${id}`, reason),
        principal.staffId,
        now,
      ],
    );
    await tx.query('UPDATE ticket SET risk = $2 WHERE id = $1', [ticket.ticketId, risk]);
    // Where it was said, so that whoever reads the talk later sees from when on it was known.
    await this.appender.append(tx, [
      {
        ...ticket,
        direction: 'note',
        content: { kind: 'labelled', label: 'risk', detail: risk },
        occurredAt: now,
        authorId: principal.staffId,
      },
    ]);
  }

  async #ring(tx: Transaction, ticket: LineTicket, risk: Risk): Promise<void> {
    if (risk === 'none' || risk === 'watch') await this.alarms.clear(tx, ticket, 'risk');
    // Said again at the same level, supervisors know it already; lowered too.
    else if (riskLevels.indexOf(risk) > riskLevels.indexOf(ticket.risk))
      await this.alarms.raise(tx, ticket, 'risk');
  }

  async #open<Row extends WordRow>(
    tx: Queryable,
    table: 'risk_mark' | 'out_of_order_pick',
    rows: readonly Row[],
  ) {
    const sealed = rows.flatMap(({ id, reasonSealed }) =>
      reasonSealed === null ? [] : { id, binding: `${table}.reason:${id}` as const, bytes: reasonSealed },
    );
    const words = await this.vault.openEachJson(tx, sealed);
    const reasons = new Map(sealed.map(({ id }, index) => [id, words[index]]));
    return rows.map((row) => {
      const opened = reasons.get(row.id);
      return {
        ...row,
        reason: opened?.kind === 'opened' ? String(opened.value) : null,
        at: row.at.toISOString(),
      };
    });
  }
}

/**
 * Who may say something about a ticket: its counselor and supervisors; before somebody looks after it, anybody of the
 * account.
 * @throws AppError ticket_closed, ticket_taken
 */
export function assertMayMark(principal: Principal, head: TicketHead): void {
  if (head.state === 'closed') throw new AppError('ticket_closed');
  const supervises = principal.memberships.get(head.accountId) === 'supervisor';
  if (head.state === 'active' && head.assignedTo !== principal.staffId && !supervises)
    throw new AppError('ticket_taken', { name: head.counselorName ?? '' });
}
