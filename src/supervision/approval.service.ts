import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ApproveRequest } from '../contract/held-reply.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { MediaService } from '../media/media.service.js';
import { type Principal } from '../staff/principal.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket, assertMaySend, type TicketHead, type TicketUse } from '../ticket/ticket.access.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { type Reply, TicketService } from '../ticket/ticket.service.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { ApprovalGate } from './approval-gate.js';
import {
  asked,
  contentBinding,
  heldContentSchema,
  isSameContent,
  mediaIdsOf,
  remarkBinding,
} from './held-content.js';
import { type HeldReplyState } from './supervision.entity.js';

interface HeldRow {
  readonly id: string;
  readonly staffId: string;
  readonly clientId: string;
  readonly state: HeldReplyState;
  readonly decidedBy: string | null;
  readonly sealed: Buffer;
}

const SELECT_HELD = `SELECT id, staff_id AS "staffId", client_id AS "clientId", state, decided_by AS "decidedBy",
  content_sealed AS sealed FROM held_reply WHERE id = $1 AND ticket_id = $2`;

/** What becomes of a reply that waits for a supervisor's eyes. Every decision is made under the lock of its ticket. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketService,
    private readonly gate: ApprovalGate,
    private readonly media: MediaService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * It leaves, once, as its author's reply. Said twice by the same person, it changes nothing. Nobody approves their own.
   * @throws AppError ticket_not_found, not_permitted, held_reply_gone, held_reply_not_first, caller_unreachable,
   *   caller_in_standby, text_too_long, media_not_found, not_quotable, message_not_found
   */
  async approve(
    principal: Principal,
    ticketId: string,
    heldId: string,
    request: ApproveRequest,
  ): Promise<TicketSummary> {
    const { written, reply } = await this.#prepare(principal, ticketId, heldId, request?.edited);
    return this.#decide(principal, ticketId, heldId, 'supervise', async (tx, head, held) => {
      if (held.state === 'approved' && held.decidedBy === principal.staffId) return;
      if (held.staffId === principal.staffId) throw new AppError('not_permitted');
      if (held.state !== 'pending' || head.state !== 'active' || head.assignedTo !== held.staffId)
        throw new AppError('held_reply_gone');
      const before = await tx.query(
        `SELECT FROM held_reply WHERE ticket_id = $1 AND state = 'pending' AND id < $2 LIMIT 1`,
        [ticketId, heldId],
      );
      if (before.length > 0) throw new AppError('held_reply_not_first');
      assertMaySend(head);
      await tx.query(
        `UPDATE held_reply SET state = 'approved', decided_by = $2, decided_at = $3, edited = $4 WHERE id = $1`,
        [heldId, principal.staffId, this.clock.now(), !isSameContent(written, reply)],
      );
      await this.tickets.send(tx, head, held.staffId, { ...reply, clientId: held.clientId });
      await this.#changed(tx, head);
      await this.#trace(tx, principal, head, held, isSameContent(written, reply) ? 'approved' : 'edited');
    });
  }

  /** Back to its author, with a remark. @throws AppError ticket_not_found, not_permitted, held_reply_gone */
  async sendBack(
    principal: Principal,
    ticketId: string,
    heldId: string,
    remark: string,
  ): Promise<TicketSummary> {
    return this.#decide(principal, ticketId, heldId, 'supervise', async (tx, head, held) => {
      if (held.state !== 'pending') throw new AppError('held_reply_gone');
      const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (key === undefined) throw new AppError('ticket_not_found');
      await tx.query(
        `UPDATE held_reply SET state = 'returned', decided_by = $2, decided_at = $3, remark_sealed = $4 WHERE id = $1`,
        [
          heldId,
          principal.staffId,
          this.clock.now(),
          this.vault.sealJson(key, remarkBinding(heldId), remark),
        ],
      );
      await this.#changed(tx, head);
      await this.#trace(tx, principal, head, held, 'returned');
    });
  }

  /** Its author takes it back. Said twice, it changes nothing. @throws AppError ticket_not_found, not_permitted, held_reply_gone */
  async withdraw(principal: Principal, ticketId: string, heldId: string): Promise<TicketSummary> {
    return this.#decide(principal, ticketId, heldId, 'work', async (tx, head, held) => {
      if (held.staffId !== principal.staffId) throw new AppError('not_permitted');
      if (held.state === 'withdrawn') return;
      if (held.state !== 'pending') throw new AppError('held_reply_gone');
      await tx.query(`UPDATE held_reply SET state = 'withdrawn', decided_at = $2 WHERE id = $1`, [
        heldId,
        this.clock.now(),
      ]);
      await this.#changed(tx, head);
    });
  }

  /** What came back is put away: by its author, or by whoever looks after the ticket now. Said twice, it changes nothing. */
  async dismiss(principal: Principal, ticketId: string, heldId: string): Promise<TicketSummary> {
    return this.#decide(principal, ticketId, heldId, 'work', async (tx, head, held) => {
      if (held.staffId !== principal.staffId && head.assignedTo !== principal.staffId)
        throw new AppError('not_permitted');
      if (held.state === 'pending') throw new AppError('held_reply_gone');
      const put = await tx.query(
        'UPDATE held_reply SET dismissed_at = $2 WHERE id = $1 AND dismissed_at IS NULL RETURNING id',
        [heldId, this.clock.now()],
      );
      if (put.length > 0) await this.#changed(tx, head);
    });
  }

  async #decide(
    principal: Principal,
    ticketId: string,
    heldId: string,
    use: TicketUse,
    decide: (tx: Transaction, head: TicketHead, held: HeldRow) => Promise<void>,
  ): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, use, 'lock');
      await decide(tx, head, await this.#find(tx, ticketId, heldId));
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  async #find(tx: Queryable, ticketId: string, heldId: string): Promise<HeldRow> {
    const [held] = await tx.query<HeldRow>(SELECT_HELD, [heldId, ticketId]);
    if (held === undefined) throw new AppError('held_reply_gone');
    return held;
  }

  /** What was written, and what would be sent: it never changes, so it may be read before the lock. */
  async #prepare(
    principal: Principal,
    ticketId: string,
    heldId: string,
    edited: NonNullable<ApproveRequest>['edited'],
  ): Promise<{ written: Reply; reply: Reply }> {
    await accessTicket(this.database, principal, ticketId, 'supervise', 'no-lock');
    const held = await this.#find(this.database, ticketId, heldId);
    const [opened] = await this.vault.openEachJson(this.database, [
      { binding: contentBinding(heldId), bytes: held.sealed },
    ]);
    const content = heldContentSchema.safeParse(opened?.kind === 'opened' ? opened.value : undefined);
    if (!content.success) throw new AppError('held_reply_gone');
    const { clientId } = held;
    const { bubbles, quickReplies } = content.data;
    const written: Reply = {
      clientId,
      bubbles: bubbles.map(asked),
      ...(quickReplies === undefined ? {} : { quickReplies }),
    };
    const base: Reply =
      edited === undefined
        ? written
        : {
            clientId,
            bubbles: edited.bubbles,
            ...(edited.quickReplies === undefined ? {} : { quickReplies: edited.quickReplies }),
          };
    // Only what its author had attached can be sent with it.
    const own = new Set(mediaIdsOf(written.bubbles));
    const mediaIds = mediaIdsOf(base.bubbles).filter((id) => own.has(id));
    return { written, reply: { ...base, attachments: await this.media.ofTicket(ticketId, mediaIds) } };
  }

  async #trace(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    held: HeldRow,
    decision: 'approved' | 'edited' | 'returned',
  ): Promise<void> {
    await this.audit.record(tx, {
      act: 'approval.decided',
      ...actIn(principal, head),
      subject: { kind: 'held-reply', id: held.id },
      details: { decision, author: held.staffId },
    });
  }

  async #changed(tx: Transaction, head: TicketHead): Promise<void> {
    tx.emit({ type: 'held-reply.changed', accountId: head.accountId, ticketId: head.id });
    await this.gate.calm(tx, head);
    emitTicketChanged(tx, { ...head, ticketId: head.id });
  }
}
