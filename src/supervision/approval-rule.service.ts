import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type ApprovalRule, type ApprovalRuleRequest } from '../contract/supervision.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Principal, supervisedAccounts } from '../staff/principal.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { emitTicketChanged } from '../ticket/ticket-event.js';
import { person } from '../ticket/ticket-supervision.js';
import { KeyStore } from '../vault/key-store.js';
import { type DataKey } from '../vault/seal.js';
import { type Binding, Vault } from '../vault/vault.service.js';

interface RuleRow extends Omit<ApprovalRule, 'reason' | 'setAt'> {
  readonly reasonSealed: Buffer;
  readonly setAt: Date;
}

interface Whose {
  readonly accountId: string;
  readonly staffId: string | null;
  readonly ticketId: string | null;
}

const reasonBinding = (id: string): Binding => `approval_rule.reason:${id}`;

/** Supervisors decide whose replies are looked at before they leave. What waits already goes on waiting when a rule ends. */
@Injectable()
export class ApprovalRuleService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly keys: KeyStore,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /** Said twice, it changes nothing. @throws AppError ticket_not_found, ticket_closed, not_permitted, account_not_found */
  async set(principal: Principal, request: ApprovalRuleRequest): Promise<ApprovalRule[]> {
    return this.database.transaction(async (tx) => {
      const { key, ...whose } = await this.#whose(tx, principal, request);
      const id = uuidv7();
      const made = await tx.query(
        `INSERT INTO approval_rule (id, account_id, staff_id, ticket_id, reason_sealed, set_by, set_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
        [
          id,
          whose.accountId,
          whose.staffId,
          whose.ticketId,
          this.vault.sealJson(key, reasonBinding(id), request.reason),
          principal.staffId,
          this.clock.now(),
        ],
      );
      if (made.length > 0) {
        await this.#changed(tx, whose);
        await this.#trace(tx, principal, whose, id, true);
      }
      return this.list(tx, principal);
    });
  }

  /** Said twice, it changes nothing. @throws AppError not_found */
  async end(principal: Principal, ruleId: string): Promise<ApprovalRule[]> {
    return this.database.transaction(async (tx) => {
      const [rule] = await tx.query<Whose>(
        `SELECT account_id AS "accountId", staff_id AS "staffId", ticket_id AS "ticketId" FROM approval_rule WHERE id = $1`,
        [ruleId],
      );
      if (rule === undefined || principal.memberships.get(rule.accountId) !== 'supervisor')
        throw new AppError('not_found');
      // The ticket first, as everybody locks.
      if (rule.ticketId !== null) await accessTicket(tx, principal, rule.ticketId, 'supervise', 'lock');
      const ended = await tx.query(
        'UPDATE approval_rule SET ended_by = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id',
        [ruleId, principal.staffId, this.clock.now()],
      );
      if (ended.length > 0) {
        await this.#changed(tx, rule);
        await this.#trace(tx, principal, rule, ruleId, false);
      }
      return this.list(tx, principal);
    });
  }

  /** Those that stand in the accounts that this person supervises. */
  async list(tx: Queryable, principal: Principal): Promise<ApprovalRule[]> {
    const rows = await tx.query<RuleRow>(
      `SELECT approval_rule.id, approval_rule.account_id AS "accountId", ${person('counselor')} AS counselor,
         ticket_id AS "ticketId", reason_sealed AS "reasonSealed", setter.display_name AS "setBy", set_at AS "setAt"
       FROM approval_rule JOIN staff AS setter ON setter.id = set_by
         LEFT JOIN staff AS counselor ON counselor.id = approval_rule.staff_id
         LEFT JOIN ticket ON ticket.id = ticket_id
       WHERE approval_rule.account_id = ANY($1) AND ended_at IS NULL AND ticket.state IS DISTINCT FROM 'closed'
       ORDER BY set_at DESC, approval_rule.id DESC`,
      [supervisedAccounts(principal)],
    );
    const reasons = await this.vault.openEachJson(
      tx,
      rows.map((row) => ({ binding: reasonBinding(row.id), bytes: row.reasonSealed })),
    );
    return rows.map(({ reasonSealed: _sealed, ...row }, index) => {
      const reason = reasons[index];
      return {
        ...row,
        reason: reason?.kind === 'opened' ? String(reason.value) : null,
        setAt: row.setAt.toISOString(),
      };
    });
  }

  async #whose(
    tx: Transaction,
    principal: Principal,
    request: ApprovalRuleRequest,
  ): Promise<Whose & { readonly key: DataKey }> {
    if (request.kind === 'ticket') {
      const head = await accessTicket(tx, principal, request.ticketId, 'supervise', 'lock');
      if (head.state === 'closed') throw new AppError('ticket_closed');
      const key = (await this.keys.get(tx, [head.keyId])).get(head.keyId);
      if (key === undefined) throw new AppError('ticket_not_found');
      return { accountId: head.accountId, staffId: null, ticketId: request.ticketId, key };
    }
    const { accountId, staffId } = request;
    if (!principal.memberships.has(accountId)) throw new AppError('account_not_found');
    const counselors = await tx.query(
      `SELECT FROM membership WHERE account_id = $1 AND staff_id = $2 AND role = 'counselor'`,
      [accountId, staffId],
    );
    if (principal.memberships.get(accountId) !== 'supervisor' || counselors.length === 0)
      throw new AppError('not_permitted');
    return { accountId, staffId, ticketId: null, key: (await this.accounts.get(accountId)).key };
  }

  async #trace(
    tx: Transaction,
    principal: Principal,
    { accountId, staffId, ticketId }: Whose,
    ruleId: string,
    isOn: boolean,
  ): Promise<void> {
    await this.audit.record(tx, {
      act: 'approval.asked-for',
      actor: principal.staffId,
      accountId,
      ticketId,
      subject: { kind: 'approval-rule', id: ruleId },
      details: { counselor: staffId, isOn },
    });
  }

  async #changed(tx: Transaction, { accountId, staffId, ticketId }: Whose): Promise<void> {
    const tickets = await tx.query<{ id: string; assignedTo: string | null }>(
      `SELECT id, assigned_to AS "assignedTo" FROM ticket
       WHERE id = $3 OR state = 'active' AND account_id = $1 AND assigned_to = $2`,
      [accountId, staffId, ticketId],
    );
    for (const { id, assignedTo } of tickets) emitTicketChanged(tx, { accountId, ticketId: id, assignedTo });
    if (staffId !== null) tx.emit({ type: 'counselor.changed', staffId });
  }
}
