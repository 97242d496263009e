import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DeclineRequest, type TransferRequest } from '../contract/assignment.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { emitOver } from '../ticket/handover-end.js';
import { endSupervision } from '../ticket/supervision-end.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { actIn } from '../ticket/ticket-trace.js';
import { sharedWith } from '../ticket/ticket-supervision.js';
import { accessTicket, assertMine, type TicketHead, type TransferTo } from '../ticket/ticket.access.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { GivingService } from './giving.service.js';
import { isAddressed, lookingAccount } from './transfer-target.js';

/**
 * A counselor hands a ticket over to somebody, to anybody of a profession, or to another account. Until somebody accepts
 * it stays theirs; declining brings it back to them, with a word why. Nothing that was asked is ever lost: rows stay.
 */
@Injectable()
export class TransferService {
  constructor(
    private readonly database: Database,
    private readonly readModel: TicketReadModel,
    private readonly giving: GivingService,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, transfer_pending, transfer_target_unfit */
  async ask(principal: Principal, ticketId: string, { to, note }: TransferRequest): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      assertMine(principal, head);
      if (head.transferTo !== null) throw new AppError('transfer_pending');
      const target: TransferTo = {
        staffId: to.kind === 'person' ? to.staffId : null,
        profession: to.kind === 'profession' ? to.profession : null,
        accountId: to.kind === 'account' ? to.accountId : null,
      };
      if (!(await this.#couldAccept(tx, head, target))) throw new AppError('transfer_target_unfit', {}, 'to');
      const id = uuidv7();
      const now = this.clock.now();
      // Whoever asks anew has seen that it was declined before.
      await tx.query(
        `UPDATE handover SET dismissed_at = $2 WHERE ticket_id = $1 AND state = 'declined' AND dismissed_at IS NULL`,
        [ticketId, now],
      );
      await tx.query(
        `INSERT INTO handover (id, ticket_id, from_staff_id, to_staff_id, to_profession, to_account_id, state,
           note_sealed, made_at) VALUES ($1, $2, $3, $4, $5, $6, 'standing', $7, $8)`,
        [
          id,
          ticketId,
          principal.staffId,
          target.staffId,
          target.profession,
          target.accountId,
          this.vault.sealJson(await this.#keyOf(tx, head), `handover.note:${id}`, note),
          now,
        ],
      );
      await this.audit.record(tx, {
        act: 'ticket.transfer-asked',
        ...actIn(principal, head),
        // What it says is sealed with the handover, for whoever may read the consultation.
        details: { ...target, note: true },
      });
      emitTicketChanged(tx, { ...head, ticketId });
    });
  }

  /** From now on it is theirs. @throws AppError ticket_not_found, transfer_gone, not_permitted, capacity_reached */
  async accept(principal: Principal, ticketId: string): Promise<TicketSummary> {
    const { staffId } = principal;
    return this.#change(ticketId, async (tx) => {
      const capacity = await this.giving.lockPerson(tx, staffId);
      if (capacity === undefined) throw new AppError('not_permitted');
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      // Said twice, it changes nothing.
      if (head.transferTo === null && head.assignedTo === staffId && head.state === 'active') return;
      const to = await this.#addressed(tx, principal, head);
      if ((await this.giving.inHand(tx, staffId, ticketId)) >= capacity)
        throw new AppError('capacity_reached', { capacity });
      const now = this.clock.now();
      const helping = helpingAfter(principal, head, to);
      await tx.query('UPDATE ticket SET assigned_to = $2, helping_account_id = $3 WHERE id = $1', [
        ticketId,
        staffId,
        helping,
      ]);
      await tx.query(
        `UPDATE handover SET state = 'accepted', answered_by = $2, answered_at = $3
         WHERE ticket_id = $1 AND state = 'standing'`,
        [ticketId, staffId, now],
      );
      await endSupervision(tx, ticketId, now);
      await noteIdleSince(tx, [staffId, head.assignedTo], now);
      emitTicketChanged(tx, { ...head, ticketId });
      tx.emit({ type: 'counselor.changed', staffId });
      await this.audit.record(tx, {
        act: 'ticket.transferred',
        ...actIn(principal, head),
        details: { from: head.assignedTo },
      });
      emitOver(tx, ticketId, [head.helpingAccountId, to.accountId]);
    });
  }

  /**
   * It stays with who has it, who sees that it was declined. Where it was asked of many, the first word counts.
   * @throws AppError ticket_not_found, transfer_gone, not_permitted
   */
  async decline(principal: Principal, ticketId: string, body: DeclineRequest): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'take', 'lock');
      const to = await this.#addressed(tx, principal, head);
      const [standing] = await tx.query<{ id: string }>(
        `SELECT id FROM handover WHERE ticket_id = $1 AND state = 'standing'`,
        [ticketId],
      );
      const reason = body?.reason ?? '';
      const key = await this.#keyOf(tx, head);
      await tx.query(
        `UPDATE handover SET state = 'declined', answered_by = $2, answered_at = $3, decline_reason_sealed = $4
         WHERE id = $1`,
        [
          standing?.id,
          principal.staffId,
          this.clock.now(),
          reason === '' ? null : this.vault.sealJson(key, `handover.decline_reason:${standing?.id}`, reason),
        ],
      );
      await this.audit.record(tx, {
        act: 'ticket.transfer-declined',
        ...actIn(principal, head),
        why: { words: reason, keyId: head.keyId },
      });
      emitTicketChanged(tx, { ...head, ticketId });
      emitOver(tx, ticketId, [to.accountId]);
    }).then((ticket) => sharedWith(principal, ticket));
  }

  /** Whoever asked, or a supervisor, takes it back. @throws AppError ticket_not_found, not_permitted, transfer_gone, … */
  async withdraw(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      if (principal.memberships.get(head.accountId) !== 'supervisor') assertMine(principal, head);
      if (head.transferTo === null) throw new AppError('transfer_gone');
      await tx.query(
        `UPDATE handover SET state = 'withdrawn', answered_at = $2 WHERE ticket_id = $1 AND state = 'standing'`,
        [ticketId, this.clock.now()],
      );
      await this.audit.record(tx, { act: 'ticket.transfer-withdrawn', ...actIn(principal, head) });
      emitTicketChanged(tx, { ...head, ticketId });
      emitOver(tx, ticketId, [head.transferTo.accountId]);
    });
  }

  /** They have seen that it was declined. Said twice, it changes nothing. */
  async dismiss(principal: Principal, ticketId: string): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      assertMine(principal, head);
      const seen = await tx.query(
        `UPDATE handover SET dismissed_at = $2 WHERE ticket_id = $1 AND state = 'declined' AND dismissed_at IS NULL
         RETURNING id`,
        [ticketId, this.clock.now()],
      );
      if (seen.length > 0) emitTicketChanged(tx, { ...head, ticketId });
    });
  }

  async #change(ticketId: string, change: (tx: Transaction) => Promise<void>): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      await change(tx);
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }

  async #addressed(tx: Queryable, principal: Principal, head: TicketHead): Promise<TransferTo> {
    if (head.transferTo === null) throw new AppError('transfer_gone');
    if (!(await isAddressed(tx, principal, head))) throw new AppError('not_permitted');
    return head.transferTo;
  }

  /** Whether there is anybody who could accept it one day, other than who has it. */
  async #couldAccept(tx: Queryable, head: TicketHead, to: TransferTo): Promise<boolean> {
    if (to.accountId === lookingAccount(head)) return false;
    const people = await tx.query(
      `SELECT FROM membership JOIN staff ON staff.id = membership.staff_id
       WHERE account_id = $1 AND active AND staff_id IS DISTINCT FROM $2
         AND coalesce(staff_id = $3, true) AND ($4::varchar IS NULL OR $4 = ANY(professions)) LIMIT 1`,
      [to.accountId ?? lookingAccount(head), head.assignedTo, to.staffId, to.profession],
    );
    return people.length > 0;
  }

  async #keyOf(tx: Queryable, head: TicketHead): Promise<DataKey> {
    const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
    if (key === undefined) throw new AppError('ticket_not_found');
    return key;
  }
}

/** The other account whose people look after a ticket once this person has accepted it. */
function helpingAfter(principal: Principal, head: TicketHead, to: TransferTo): string | null {
  if (to.accountId !== null) return to.accountId === head.accountId ? null : to.accountId;
  const helps = head.helpingAccountId !== null && principal.memberships.has(head.helpingAccountId);
  return helps ? head.helpingAccountId : null;
}
