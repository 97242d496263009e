import { Injectable } from '@nestjs/common';
import { isConnected } from '../assignment/fresh.js';
import { GivingService } from '../assignment/giving.service.js';
import { lookingAccount } from '../assignment/transfer-target.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ReassignRequest } from '../contract/supervision.js';
import { type TicketSummary } from '../contract/ticket.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { noteIdleSince } from '../staff/idle.js';
import { type Principal } from '../staff/principal.js';
import { endHandingOver } from '../ticket/handover-end.js';
import { actIn } from '../ticket/ticket-trace.js';
import { accessTicket, assertMine, type TicketHead } from '../ticket/ticket.access.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { TicketReadModel } from '../ticket/ticket.read-model.js';
import { KeyStore } from '../vault/key-store.js';
import { Vault } from '../vault/vault.service.js';
import { holderOf, noteMove } from './moved.js';

const acts = {
  'take-over': 'ticket.taken-over',
  'give-back': 'ticket.given-back',
  reassign: 'ticket.reassigned',
} as const;

/**
 * A supervisor takes an active ticket over, gives it back with a summary, or gives it to somebody else. A person's row is
 * locked before the ticket's, as everywhere; the ticket has one counselor at every moment.
 */
@Injectable()
export class TakeOverService {
  constructor(
    private readonly database: Database,
    private readonly giving: GivingService,
    private readonly readModel: TicketReadModel,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * It becomes the supervisor's, also beyond what they may have: whoever steps in doesn't count first. What is theirs
   * already stays so.
   * @throws AppError ticket_not_found, not_permitted, ticket_closed, ticket_not_taken
   */
  async takeOver(principal: Principal, ticketId: string, reason: string): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      if ((await this.giving.lockPerson(tx, principal.staffId)) === undefined)
        throw new AppError('not_permitted');
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      if (holderOf(head) === principal.staffId) return;
      await this.#pass(tx, head, { kind: 'take-over', by: principal, to: principal.staffId, note: reason });
    });
  }

  /**
   * Back to the counselor, if they are there and have room: they read the summary.
   * @throws AppError ticket_not_found, ticket_closed, ticket_not_taken, ticket_taken, not_taken_over, counselor_away,
   *   capacity_reached
   */
  async giveBack(principal: Principal, ticketId: string, summary: string): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const [before] = await this.readModel.summaries(tx, [ticketId]);
      const from = before?.supervision?.takenOver?.counselor;
      const room = from === undefined ? undefined : await this.giving.lockPerson(tx, from.id);
      const head = await accessTicket(tx, principal, ticketId, 'work', 'lock');
      assertMine(principal, head);
      if (from === undefined) throw new AppError('not_taken_over');
      await this.#assertCould(tx, head, from, room);
      await this.#pass(tx, head, { kind: 'give-back', by: principal, to: from.id, note: summary });
    });
  }

  /**
   * To a named counselor of the account who is there and has room.
   * @throws AppError ticket_not_found, not_permitted, ticket_closed, ticket_not_taken, transfer_target_unfit,
   *   counselor_away, capacity_reached
   */
  async reassign(
    principal: Principal,
    ticketId: string,
    { staffId, reason }: ReassignRequest,
  ): Promise<TicketSummary> {
    return this.#change(ticketId, async (tx) => {
      const room = await this.giving.lockPerson(tx, staffId);
      const head = await accessTicket(tx, principal, ticketId, 'supervise', 'lock');
      if (holderOf(head) === staffId) return;
      const [person] = await tx.query<{ displayName: string }>(
        'SELECT display_name AS "displayName" FROM staff WHERE id = $1',
        [staffId],
      );
      await this.#assertCould(tx, head, { id: staffId, displayName: person?.displayName ?? '' }, room);
      await this.#pass(tx, head, { kind: 'reassign', by: principal, to: staffId, note: reason });
    });
  }

  /** @param room how much they may have; undefined: they work here no longer */
  async #assertCould(
    tx: Transaction,
    head: TicketHead,
    { id, displayName }: { readonly id: string; readonly displayName: string },
    room: number | undefined,
  ): Promise<void> {
    const [fits] = await tx.query<{ isHere: boolean }>(
      `SELECT ${isConnected('$1')} AS "isHere" FROM membership WHERE staff_id = $1 AND account_id = ANY($2) LIMIT 1`,
      [id, [head.accountId, lookingAccount(head)]],
    );
    if (room === undefined || fits === undefined) throw new AppError('transfer_target_unfit', {}, 'staffId');
    if (!fits.isHere) throw new AppError('counselor_away', { name: displayName });
    if ((await this.giving.inHand(tx, id, head.id)) >= room)
      throw new AppError('capacity_reached', { capacity: room });
  }

  async #pass(
    tx: Transaction,
    head: TicketHead,
    move: {
      readonly kind: 'take-over' | 'give-back' | 'reassign';
      readonly by: Principal;
      readonly to: string;
      readonly note: string;
    },
  ): Promise<void> {
    const now = this.clock.now();
    const from = holderOf(head);
    await endHandingOver(tx, head.id, now);
    await tx.query(
      `UPDATE ticket SET assigned_to = $2, helping_account_id = CASE WHEN EXISTS (SELECT FROM membership
         WHERE staff_id = $2 AND account_id = helping_account_id) THEN helping_account_id END WHERE id = $1`,
      [head.id, move.to],
    );
    await noteMove(tx, { keys: this.keys, vault: this.vault }, head, {
      kind: move.kind,
      by: move.by.staffId,
      from,
      to: move.to,
      note: move.note,
      at: now,
    });
    await this.audit.record(tx, {
      act: acts[move.kind],
      ...actIn(move.by, head),
      // What it says is sealed with the move, for whoever may read the consultation.
      details: { from, to: move.to, note: true },
    });
    await noteIdleSince(tx, [from, move.to], now);
    emitTicketChanged(tx, { ...head, ticketId: head.id });
    tx.emit({ type: 'counselor.changed', staffId: move.to });
  }

  async #change(ticketId: string, change: (tx: Transaction) => Promise<void>): Promise<TicketSummary> {
    return this.database.transaction(async (tx) => {
      await change(tx);
      const [summary] = await this.readModel.summaries(tx, [ticketId]);
      return summary as TicketSummary;
    });
  }
}
