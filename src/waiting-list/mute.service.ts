import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type MuteView } from '../contract/line.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal, supervisedAccounts } from '../staff/principal.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { FollowUpService } from './follow-up.service.js';
import { LinePlaceService } from './line-place.service.js';
import { lockTicket } from './line-ticket.js';
import { mutedAmong, RUNNING } from './muted.js';

const MUTE_END = 'mute-end';

interface MuteRow extends Omit<MuteView, 'mutedAt' | 'until' | 'liftedAt' | 'reason'> {
  readonly reasonSealed: Buffer;
  readonly mutedAt: Date;
  readonly until: Date;
  readonly liftedAt: Date | null;
}

/**
 * LINE lets nobody block a caller. A supervisor may mute one for a time: what they write is kept and can be read, nobody
 * is asked to answer it, and nothing is sent. A risk mark ends it at once.
 */
@Injectable()
export class MuteService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly followUps: FollowUpService,
    private readonly line: LinePlaceService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly timers: TimerService,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timers.handle(MUTE_END, (tx, muteId) => this.#ran(tx, muteId));
  }

  /** @throws AppError ticket_not_found, not_permitted, ticket_closed, at_risk, caller_muted */
  async mute(
    principal: Principal,
    ticketId: string,
    { minutes, reason }: { readonly minutes: number; readonly reason: string },
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      const ticket = await lockTicket(tx, this.keys, ticketId);
      if (ticket === undefined) throw new AppError('ticket_not_found');
      if (ticket.state === 'closed') throw new AppError('ticket_closed');
      if (ticket.risk !== 'none') throw new AppError('at_risk');
      const now = this.clock.now();
      if ((await mutedAmong(tx, [ticket.callerId], now)).size > 0) throw new AppError('caller_muted');
      const id = uuidv7();
      const until = new Date(+now + minutes * 60_000);
      const sealed = this.vault.sealJson(ticket.callerKey, `caller_mute.reason:${id}`, reason);
      await tx.query(
        `INSERT INTO caller_mute (id, ticket_id, caller_id, reason_sealed, muted_by, muted_at, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)`,
        [id, ticketId, ticket.callerId, sealed, principal.staffId, now, until],
      );
      await this.timers.schedule(tx, MUTE_END, id, until);
      await this.followUps.put(tx, ticket, 'muted');
      await this.audit.record(tx, {
        act: 'caller.muted',
        ...actIn(principal, head),
        subject: { kind: 'mute', id },
        details: { minutes },
        why: { words: reason, keyId: head.keyId },
      });
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  /** Ends a mute before its time. Whoever wrote meanwhile waits. @throws AppError mute_not_found */
  async lift(principal: Principal, muteId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [mute] = await tx.query<{ callerId: string; accountId: string }>(
        `SELECT caller_mute.caller_id AS "callerId", ticket.account_id AS "accountId"
         FROM caller_mute JOIN ticket ON ticket.id = caller_mute.ticket_id
         WHERE caller_mute.id = $1 AND ${RUNNING}`,
        [muteId, this.clock.now()],
      );
      if (mute === undefined || principal.memberships.get(mute.accountId) !== 'supervisor')
        throw new AppError('mute_not_found');
      await this.end(tx, mute.callerId, principal.staffId);
    });
  }

  /** Ends whatever mutes a caller, and brings them back into the line. */
  async end(tx: Transaction, callerId: string, staffId: string): Promise<void> {
    // The ticket first, as everybody locks.
    const tickets = await tx.query<{ id: string; muted: boolean }>(
      `SELECT id, state = 'follow-up' AND follow_up_reason = 'muted' AS muted FROM ticket
       WHERE caller_id = $1 AND state <> 'closed' FOR NO KEY UPDATE`,
      [callerId],
    );
    const now = this.clock.now();
    const ended = await tx.query<{ id: string; ticketId: string }>(
      `UPDATE caller_mute SET lifted_by = $3, lifted_at = $2 WHERE caller_id = $1 AND ${RUNNING}
       RETURNING id, ticket_id AS "ticketId"`,
      [callerId, now, staffId],
    );
    for (const { id, ticketId } of ended)
      await this.audit.record(tx, {
        act: 'caller.unmuted',
        actor: staffId,
        ticketId,
        callerId,
        subject: { kind: 'mute', id },
      });
    for (const ticket of tickets) if (ticket.muted) await this.line.backToLine(tx, ticket.id, 'new');
  }

  /** A mute is over by itself: whom we still owe an answer waits again, and every screen that shows it is told. */
  async #ran(tx: Transaction, muteId: string): Promise<void> {
    const [mute] = await tx.query<{ callerId: string; ticketId: string; accountId: string }>(
      `SELECT caller_mute.caller_id AS "callerId", ticket.id AS "ticketId", account_id AS "accountId"
       FROM caller_mute JOIN ticket ON ticket.id = caller_mute.ticket_id
       WHERE caller_mute.id = $1 AND lifted_at IS NULL`,
      [muteId],
    );
    if (mute === undefined) return;
    const { accountId } = mute;
    emitTicketChanged(tx, { accountId, ticketId: mute.ticketId, assignedTo: null });
    const muted = await tx.query<{ id: string; owed: boolean }>(
      `SELECT id, unanswered_since IS NOT NULL AS owed FROM ticket
       WHERE caller_id = $1 AND state = 'follow-up' AND follow_up_reason = 'muted' FOR NO KEY UPDATE`,
      [mute.callerId],
    );
    for (const { id, owed } of muted) {
      if (owed) await this.line.backToLine(tx, id, 'new');
      else emitTicketChanged(tx, { accountId, ticketId: id, assignedTo: null });
    }
  }

  /** Every mute of the accounts that this person supervises, newest first: those that run, and what there was. */
  async list(principal: Principal): Promise<MuteView[]> {
    return this.database.snapshot(async (tx) => {
      const rows = await tx.query<MuteRow>(
        `SELECT caller_mute.id, ticket.id AS "ticketId", ticket.number, ticket.account_id AS "accountId", caller.alias,
           reason_sealed AS "reasonSealed", muter.display_name AS "mutedBy", muted_at AS "mutedAt", until,
           lifter.display_name AS "liftedBy", lifted_at AS "liftedAt", (${RUNNING}) AS running
         FROM caller_mute JOIN ticket ON ticket.id = caller_mute.ticket_id
           JOIN caller ON caller.id = ticket.caller_id JOIN staff AS muter ON muter.id = muted_by
           LEFT JOIN staff AS lifter ON lifter.id = lifted_by
         WHERE ticket.account_id = ANY($1) ORDER BY muted_at DESC LIMIT 200`,
        [supervisedAccounts(principal), this.clock.now()],
      );
      const reasons = await this.vault.openEachJson(
        tx,
        rows.map((row) => ({ binding: `caller_mute.reason:${row.id}` as const, bytes: row.reasonSealed })),
      );
      return rows.map((row, index) => {
        const reason = reasons[index];
        return {
          id: row.id,
          ticketId: row.ticketId,
          number: row.number,
          accountId: row.accountId,
          alias: row.alias,
          reason: reason?.kind === 'opened' ? String(reason.value) : null,
          mutedBy: row.mutedBy,
          mutedAt: row.mutedAt.toISOString(),
          until: row.until.toISOString(),
          liftedBy: row.liftedBy,
          liftedAt: row.liftedAt?.toISOString() ?? null,
          running: row.running,
        };
      });
    });
  }
}
