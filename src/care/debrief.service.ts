import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DebriefRequest, type DebriefView } from '../contract/care.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { type Principal } from '../staff/principal.js';
import { StaffKeys } from '../staff/staff-keys.js';
import { accessTicket } from '../ticket/ticket.access.js';
import { Vault } from '../vault/vault.service.js';
import { DebriefReadModel } from './debrief.read-model.js';

interface Standing {
  readonly id: string;
  readonly takenBy: string | null;
}

/** After a hard case somebody says that they would like to talk; a supervisor takes it up; then it is done. */
@Injectable()
export class DebriefService {
  constructor(
    private readonly database: Database,
    private readonly readModel: DebriefReadModel,
    private readonly keys: StaffKeys,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * Asked again while it stands, it says what was said last; whoever took it up keeps it.
   * @throws AppError account_not_found, ticket_not_found, not_permitted
   */
  async ask(principal: Principal, { accountId, ticketId, word }: DebriefRequest): Promise<DebriefView> {
    return this.database.transaction(async (tx) => {
      if (!principal.memberships.has(accountId)) throw new AppError('account_not_found');
      if (ticketId !== undefined) await this.#assertOf(tx, principal, ticketId, accountId);
      const key = await this.keys.of(tx, principal.staffId);
      const standing = await lockStanding(tx, accountId, principal.staffId);
      const id = standing?.id ?? uuidv7();
      const sealed = word ? this.vault.sealJson(key, `debrief.word:${id}`, word) : null;
      if (standing === undefined)
        await tx.query(
          `INSERT INTO debrief (id, account_id, staff_id, ticket_id, word_sealed, asked_at)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [id, accountId, principal.staffId, ticketId ?? null, sealed, this.clock.now()],
        );
      else
        await tx.query(
          'UPDATE debrief SET ticket_id = coalesce($2, ticket_id), word_sealed = $3 WHERE id = $1',
          [id, ticketId ?? null, sealed],
        );
      return this.#told(tx, accountId, principal.staffId);
    });
  }

  /** One takes it back. Said twice, it changes nothing. */
  async withdraw(principal: Principal, accountId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const standing = await lockStanding(tx, accountId, principal.staffId);
      if (standing !== undefined) await this.#end(tx, standing, accountId, principal.staffId);
    });
  }

  /**
   * A supervisor will talk with them. Said by another one, it is theirs from then on.
   * @throws AppError debrief_not_found, not_permitted
   */
  async take(principal: Principal, accountId: string, staffId: string): Promise<DebriefView> {
    return this.database.transaction(async (tx) => {
      const standing = await this.#access(tx, principal, accountId, staffId);
      await tx.query('UPDATE debrief SET taken_by = $2, taken_at = $3 WHERE id = $1', [
        standing.id,
        principal.staffId,
        this.clock.now(),
      ]);
      return this.#told(tx, accountId, staffId);
    });
  }

  /** They talked. @throws AppError debrief_not_found, not_permitted */
  async done(principal: Principal, accountId: string, staffId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const standing = await this.#access(tx, principal, accountId, staffId);
      await this.#end(tx, standing, accountId, staffId);
    });
  }

  /** Nobody takes up their own. For who doesn't supervise the account, there is none. */
  async #access(
    tx: Transaction,
    principal: Principal,
    accountId: string,
    staffId: string,
  ): Promise<Standing> {
    const supervises = principal.memberships.get(accountId) === 'supervisor';
    const standing = supervises ? await lockStanding(tx, accountId, staffId) : undefined;
    if (standing === undefined) throw new AppError('debrief_not_found');
    if (staffId === principal.staffId) throw new AppError('not_permitted');
    return standing;
  }

  async #assertOf(tx: Transaction, principal: Principal, ticketId: string, accountId: string): Promise<void> {
    const head = await accessTicket(tx, principal, ticketId, 'read', 'no-lock');
    // Its supervisors are those who will read this.
    if (head.accountId !== accountId && head.helpingAccountId !== accountId)
      throw new AppError('ticket_not_found');
  }

  async #end(tx: Transaction, { id }: Standing, accountId: string, staffId: string): Promise<void> {
    await tx.query('UPDATE debrief SET ended_at = $2 WHERE id = $1', [id, this.clock.now()]);
    tx.emit({ type: 'debrief.changed', accountId, staffId });
  }

  async #told(tx: Transaction, accountId: string, staffId: string): Promise<DebriefView> {
    tx.emit({ type: 'debrief.changed', accountId, staffId });
    const view = await this.readModel.of(tx, accountId, staffId);
    if (view === null) throw new AppError('debrief_not_found');
    return view;
  }
}

async function lockStanding(
  tx: Transaction,
  accountId: string,
  staffId: string,
): Promise<Standing | undefined> {
  const [standing] = await tx.query<Standing>(
    `SELECT id, taken_by AS "takenBy" FROM debrief
     WHERE account_id = $1 AND staff_id = $2 AND ended_at IS NULL FOR UPDATE`,
    [accountId, staffId],
  );
  return standing;
}
