import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { permissions } from '../contract/permission.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { actIn } from '../ticket/ticket-trace.js';
import { type TicketHead } from '../ticket/ticket.access.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { Vault } from '../vault/vault.service.js';
import { mutedAmong } from './muted.js';

/** Keeps the order of the line where people choose whom they take. */
@Injectable()
export class PickService {
  constructor(
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * A person is about to take a ticket that waits, or is on the follow-up list. The first of the account's line is anybody's. For another one it
   * takes the right to pick, and a reason, and leaves a trace; where the account lets everybody pick, the trace alone.
   * @throws AppError not_first_in_line, reason_required, caller_muted
   */
  async assertMayPick(
    tx: Transaction,
    principal: Principal,
    head: TicketHead,
    reason?: string,
  ): Promise<void> {
    if (head.state === 'follow-up') return this.#assertMayFollowUp(tx, principal, head);
    const ahead = await countAhead(tx, head.id, principal.staffId);
    if (ahead === 0) return;
    const { settings } = await this.accounts.get(head.accountId);
    const role = principal.memberships.get(head.accountId);
    const holders: readonly (string | undefined)[] = permissions['ticket.pick'];
    if (!settings.waiting.pickFreely) {
      if (!holders.includes(role)) throw new AppError('not_first_in_line', { ahead });
      if (reason === undefined) throw new AppError('reason_required', { ahead }, 'reason');
    }
    const id = uuidv7();
    const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId) as DataKey;
    await tx.query(
      `INSERT INTO out_of_order_pick (id, ticket_id, staff_id, ahead, reason_sealed, picked_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        id,
        head.id,
        principal.staffId,
        ahead,
        reason === undefined ? null : this.vault.sealJson(key, `out_of_order_pick.reason:${id}`, reason),
        this.clock.now(),
      ],
    );
    await this.audit.record(tx, {
      act: 'ticket.picked',
      ...actIn(principal, head),
      details: { ahead },
      ...(reason === undefined ? {} : { why: { words: reason, keyId: head.keyId } }),
    });
  }

  /** On the follow-up list there is no order; whom a supervisor muted is a supervisor's to take. */
  async #assertMayFollowUp(tx: Transaction, principal: Principal, head: TicketHead): Promise<void> {
    if (principal.memberships.get(head.accountId) === 'supervisor') return;
    if ((await mutedAmong(tx, [head.callerId], this.clock.now())).size > 0)
      throw new AppError('caller_muted');
  }
}

/**
 * How many stand before a ticket in its line whom this person could take instead: what is being offered to somebody else,
 * or asks for what they can't give, is nothing to wait for.
 */
async function countAhead(tx: Transaction, ticketId: string, staffId: string): Promise<number> {
  const [row] = await tx.query<{ ahead: number }>(
    `SELECT count(*)::int AS ahead FROM ticket JOIN ticket AS own ON own.id = $1 JOIN staff ON staff.id = $2
     WHERE ticket.account_id = own.account_id AND ticket.state = 'waiting'
       AND (ticket.line_rank, ticket.line_since, ticket.waiting_since, ticket.id)
         < (own.line_rank, own.line_since, own.waiting_since, own.id)
       AND coalesce(ticket.offered_to = $2, true)
       AND (ticket.language IS NULL OR ticket.language = ANY(staff.languages))
       AND (ticket.profession IS NULL OR ticket.profession = ANY(staff.professions))`,
    [ticketId, staffId],
  );
  return row?.ahead ?? 0;
}
