import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { TimerService } from '../database/timer/timer.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { type TicketHead } from '../ticket/ticket.access.js';
import { TicketAlarmService } from '../ticket/ticket-alarm.service.js';
import { type Reply, type ReplyGate, TicketService } from '../ticket/ticket.service.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { asked, contentBinding, heldContent, heldContentSchema, isSameContent } from './held-content.js';

const OVERDUE = 'approval-overdue';

/** Keeps replies back that a supervisor has to look at. Time only makes an alarm of one, and never sends it. */
@Injectable()
export class ApprovalGate implements ReplyGate, OnModuleInit {
  constructor(
    private readonly tickets: TicketService,
    private readonly accounts: AccountDirectory,
    private readonly alarms: TicketAlarmService,
    private readonly timers: TimerService,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.tickets.holdBy(this);
    this.timers.handle(OVERDUE, (tx, heldId) => this.#overdue(tx, heldId));
  }

  async find(
    tx: Transaction,
    principal: Principal,
    ticketId: string,
    reply: Reply,
  ): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string; staffId: string; sealed: Buffer }>(
      `SELECT id, staff_id AS "staffId", content_sealed AS sealed FROM held_reply
       WHERE ticket_id = $1 AND client_id = $2`,
      [ticketId, reply.clientId],
    );
    if (row === undefined) return undefined;
    const [opened] = await this.vault.openEachJson(tx, [
      { binding: contentBinding(row.id), bytes: row.sealed },
    ]);
    const content = heldContentSchema.safeParse(opened?.kind === 'opened' ? opened.value : undefined);
    const isSame =
      row.staffId === principal.staffId &&
      content.success &&
      isSameContent(reply, { ...content.data, bubbles: content.data.bubbles.map(asked) });
    if (!isSame) throw new AppError('client_id_reused', {}, 'clientId');
    return row.id;
  }

  /** Whoever supervises the account is the second pair of eyes. What follows a reply that waits, waits behind it. */
  async hold(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    callerKey: DataKey,
    reply: Reply,
  ): Promise<string | undefined> {
    if (principal.memberships.get(head.accountId) === 'supervisor') return undefined;
    const reasons = await tx.query(
      `SELECT FROM approval_rule WHERE ended_at IS NULL AND (ticket_id = $1 OR account_id = $2 AND staff_id = $3)
       UNION ALL SELECT FROM held_reply WHERE ticket_id = $1 AND state = 'pending' LIMIT 1`,
      [head.id, head.accountId, principal.staffId],
    );
    if (reasons.length === 0) return undefined;
    const id = uuidv7();
    const now = this.clock.now();
    const { approvalMinutes } = (await this.accounts.get(head.accountId)).settings.supervision;
    const overdueAt = new Date(now.getTime() + approvalMinutes * 60_000);
    await tx.query(
      `INSERT INTO held_reply (id, ticket_id, staff_id, client_id, content_sealed, made_at, overdue_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        head.id,
        principal.staffId,
        reply.clientId,
        this.vault.sealJson(callerKey, contentBinding(id), heldContent(reply)),
        now,
        overdueAt,
      ],
    );
    await this.timers.schedule(tx, OVERDUE, id, overdueAt);
    tx.emit({ type: 'held-reply.changed', accountId: head.accountId, ticketId: head.id });
    return id;
  }

  /** Nothing of the ticket waits too long any more: the alarm about it is over. */
  async calm(tx: Transaction, head: TicketHead): Promise<void> {
    const late = await tx.query(
      `SELECT FROM held_reply WHERE ticket_id = $1 AND state = 'pending' AND overdue_at <= $2 LIMIT 1`,
      [head.id, this.clock.now()],
    );
    if (late.length === 0) await this.alarms.clear(tx, { ...head, ticketId: head.id }, OVERDUE);
  }

  async #overdue(tx: Transaction, heldId: string): Promise<void> {
    // The ticket first, as everybody locks.
    const [ticket] = await tx.query<{ ticketId: string; accountId: string; assignedTo: string | null }>(
      `SELECT id AS "ticketId", account_id AS "accountId", assigned_to AS "assignedTo" FROM ticket
       WHERE id = (SELECT ticket_id FROM held_reply WHERE id = $1) FOR NO KEY UPDATE`,
      [heldId],
    );
    const pending = await tx.query(`SELECT FROM held_reply WHERE id = $1 AND state = 'pending'`, [heldId]);
    if (ticket !== undefined && pending.length > 0) await this.alarms.raise(tx, ticket, OVERDUE);
  }
}
