import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ConsultView } from '../contract/supervision.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { accessTicket, assertMine, type TicketHead, type TicketUse } from '../ticket/ticket.access.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { noteTicketRead } from '../ticket/ticket-trace.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { type Binding, Vault } from '../vault/vault.service.js';

const ASKED = 'consult';
const OVERDUE = 'consult-overdue';

interface ConsultRow {
  readonly id: string;
  readonly staffId: string;
  readonly takenBy: string | null;
  readonly takerName: string | null;
  readonly whySealed: Buffer;
}

const whyBinding = (id: string): Binding => `consult_request.why:${id}`;

/** A counselor calls for a supervisor: it rings until one looks, and louder when nobody does in time. */
@Injectable()
export class ConsultService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly alarms: TicketAlarmService,
    private readonly timers: TimerService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(OVERDUE, (tx, consultId) => this.#overdue(tx, consultId));
  }

  /** @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, consult_standing */
  async ask(principal: Principal, ticketId: string, why: string): Promise<TicketSummary> {
    return this.#change(principal, ticketId, 'work', async (tx, head, standing) => {
      assertMine(principal, head);
      if (standing !== undefined) throw new AppError('consult_standing');
      const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (key === undefined) throw new AppError('ticket_not_found');
      const id = uuidv7();
      const now = this.clock.now();
      const { consultMinutes } = (await this.accounts.get(head.accountId)).settings.supervision;
      const overdueAt = new Date(now.getTime() + consultMinutes * 60_000);
      await tx.query(
        `INSERT INTO consult_request (id, ticket_id, staff_id, why_sealed, asked_at, overdue_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, ticketId, principal.staffId, this.vault.sealJson(key, whyBinding(id), why), now, overdueAt],
      );
      await this.timers.schedule(tx, OVERDUE, id, overdueAt);
      await this.alarms.raise(tx, { ...head, ticketId }, ASKED);
    });
  }

  /** A supervisor looks. Said twice by the same person, it changes nothing. @throws AppError ticket_not_found, not_permitted, consult_gone, consult_taken */
  async take(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(principal, ticketId, 'supervise', async (tx, head, standing) => {
      if (standing === undefined) throw new AppError('consult_gone');
      if (standing.takenBy === principal.staffId) return;
      if (standing.takenBy !== null) throw new AppError('consult_taken', { name: standing.takerName ?? '' });
      await tx.query('UPDATE consult_request SET taken_by = $2, taken_at = $3 WHERE id = $1', [
        standing.id,
        principal.staffId,
        this.clock.now(),
      ]);
      await this.#quiet(tx, head);
    });
  }

  /** By whoever asked, or a supervisor. Said twice, it changes nothing. @throws AppError ticket_not_found, not_permitted */
  async end(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(principal, ticketId, 'work', async (tx, head, standing) => {
      if (standing === undefined) return;
      const supervises = principal.memberships.get(head.accountId) === 'supervisor';
      if (!supervises && standing.staffId !== principal.staffId) throw new AppError('not_permitted');
      await tx.query('UPDATE consult_request SET ended_by = $2, ended_at = $3 WHERE id = $1', [
        standing.id,
        principal.staffId,
        this.clock.now(),
      ]);
      await this.#quiet(tx, head);
    });
  }

  /** What it is about, for whoever may read the ticket. @throws AppError ticket_not_found, not_permitted */
  async read(principal: Principal, ticketId: string): Promise<ConsultView> {
    const head = await accessTicket(this.database, principal, ticketId, 'note', 'no-lock');
    const standing = await this.#find(this.database, ticketId);
    if (standing === undefined) return { consult: null };
    await noteTicketRead(this.audit, principal, head);
    const [opened] = await this.vault.openEachJson(this.database, [
      { binding: whyBinding(standing.id), bytes: standing.whySealed },
    ]);
    return { consult: { id: standing.id, why: opened?.kind === 'opened' ? String(opened.value) : null } };
  }

  async #change(
    principal: Principal,
    ticketId: string,
    use: TicketUse,
    change: (tx: Transaction, head: TicketHead, standing: ConsultRow | undefined) => Promise<void>,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, use, 'lock');
      await change(tx, head, await this.#find(tx, ticketId));
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  async #find(tx: Queryable, ticketId: string): Promise<ConsultRow | undefined> {
    const [row] = await tx.query<ConsultRow>(
      `SELECT consult_request.id, staff_id AS "staffId", taken_by AS "takenBy", taker.display_name AS "takerName",
         why_sealed AS "whySealed"
       FROM consult_request LEFT JOIN staff AS taker ON taker.id = taken_by
       WHERE ticket_id = $1 AND ended_at IS NULL`,
      [ticketId],
    );
    return row;
  }

  async #quiet(tx: Transaction, head: TicketHead): Promise<void> {
    const ticket = { ...head, ticketId: head.id };
    await this.alarms.clear(tx, ticket, ASKED);
    await this.alarms.clear(tx, ticket, OVERDUE);
    emitTicketChanged(tx, ticket);
  }

  async #overdue(tx: Transaction, consultId: string): Promise<void> {
    // The ticket first, as everybody locks.
    const [ticket] = await tx.query<{ ticketId: string; accountId: string; assignedTo: string | null }>(
      `SELECT id AS "ticketId", account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket
       WHERE id = (SELECT ticket_id FROM consult_request WHERE id = $1) FOR NO KEY UPDATE`,
      [consultId],
    );
    const waits = await tx.query(
      'SELECT FROM consult_request WHERE id = $1 AND taken_at IS NULL AND ended_at IS NULL',
      [consultId],
    );
    if (ticket === undefined || waits.length === 0) return;
    await this.alarms.clear(tx, ticket, ASKED);
    await this.alarms.raise(tx, ticket, OVERDUE);
  }
}
