import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../account/account.directory.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type AnnounceRequest } from '../contract/bulletin.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal, supervisedAccounts } from '../staff/principal.js';
import { Vault } from '../vault/vault.service.js';

/** Announcements to everybody of some accounts. */
@Injectable()
export class AnnouncementService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly audit: AuditWriter,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** The accounts that a person may announce to. */
  writable(principal: Principal): string[] {
    return principal.administrator ? this.accounts.all().map(({ id }) => id) : supervisedAccounts(principal);
  }

  /** Said twice with the same id, it is made once. @throws AppError account_not_found, invalid_field, client_id_reused */
  async make(principal: Principal, request: AnnounceRequest): Promise<void> {
    const { clientId: id, level, text } = request;
    const writable = this.writable(principal);
    const accountIds = [...new Set(request.accountIds)];
    if (accountIds.some((accountId) => !writable.includes(accountId)))
      throw new AppError('account_not_found');
    const now = this.clock.now();
    const endsAt = request.endsAt === null ? null : new Date(request.endsAt);
    if (endsAt !== null && endsAt <= now) throw new AppError('invalid_field', { field: 'endsAt' }, 'endsAt');
    await this.database.transaction(async (tx) => {
      const made = await tx.query(
        `INSERT INTO announcement (id, level, made_by, made_at, ends_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        [id, level, principal.staffId, now, endsAt],
      );
      if (made.length === 0) return this.#assertOwn(tx, id, principal);
      for (const accountId of accountIds) {
        const { key } = await this.accounts.get(accountId);
        await tx.query(
          'INSERT INTO announcement_account (announcement_id, account_id, words_sealed) VALUES ($1, $2, $3)',
          [id, accountId, this.vault.sealJson(key, `announcement_account.words:${id}/${accountId}`, text)],
        );
        tx.emit({ type: 'announcement.changed', accountId });
        await this.#trace(tx, principal, 'announcement.made', accountId, id);
      }
    });
  }

  /** Takes it from every screen. Who has read it stays known. @throws AppError not_found */
  async withdraw(principal: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const accountIds = await this.#accountsOf(tx, id);
      const writable = this.writable(principal);
      // Whoever may write to all of its accounts may take it back from them.
      if (accountIds.length === 0 || accountIds.some((accountId) => !writable.includes(accountId)))
        throw new AppError('not_found');
      const withdrawn = await tx.query(
        'UPDATE announcement SET withdrawn_at = $2, withdrawn_by = $3 WHERE id = $1 AND withdrawn_at IS NULL RETURNING id',
        [id, this.clock.now(), principal.staffId],
      );
      if (withdrawn.length === 0) return;
      for (const accountId of accountIds) {
        tx.emit({ type: 'announcement.changed', accountId });
        await this.#trace(tx, principal, 'announcement.withdrawn', accountId, id);
      }
    });
  }

  /** A person has read it. Said twice, it changes nothing. @throws AppError not_found */
  async read(principal: Principal, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const accountIds = await this.#accountsOf(tx, id);
      if (!accountIds.some((accountId) => principal.memberships.has(accountId)))
        throw new AppError('not_found');
      const read = await tx.query(
        `INSERT INTO announcement_reading (announcement_id, staff_id, read_at) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING staff_id`,
        [id, principal.staffId, this.clock.now()],
      );
      if (read.length === 0) return;
      for (const accountId of accountIds)
        tx.emit({ type: 'announcement.changed', accountId, staffId: principal.staffId });
    });
  }

  async #accountsOf(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ accountId: string }>(
      'SELECT account_id AS "accountId" FROM announcement_account WHERE announcement_id = $1 ORDER BY account_id',
      [id],
    );
    return rows.map(({ accountId }) => accountId);
  }

  async #assertOwn(tx: Transaction, id: string, { staffId }: Principal): Promise<void> {
    const own = await tx.query('SELECT FROM announcement WHERE id = $1 AND made_by = $2', [id, staffId]);
    if (own.length === 0) throw new AppError('client_id_reused', {}, 'clientId');
  }

  async #trace(
    tx: Transaction,
    principal: Principal,
    act: 'announcement.made' | 'announcement.withdrawn',
    accountId: string,
    id: string,
  ): Promise<void> {
    const subject = { kind: 'announcement', id };
    await this.audit.record(tx, { act, actor: principal.staffId, accountId, subject });
  }
}
