import { Injectable } from '@nestjs/common';
import { AccountDirectory } from '../../account/account.directory.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { AppError } from '../../config/app-error.js';
import { type Unmasked } from '../../contract/unmask.js';
import { Database } from '../../database/database.service.js';
import { type Queryable } from '../../database/transaction.js';
import { LineClient } from '../../line/line.client.js';
import { type Principal } from '../../staff/principal.js';
import { TicketAlarmService } from '../../ticket/ticket-alarm.service.js';
import { accessTicket, type TicketHead } from '../../ticket/ticket.access.js';
import { actIn } from '../../ticket/ticket-trace.js';
import { Vault } from '../../vault/vault.service.js';

/** Shows who a caller is on LINE. Nothing but their user id is kept anywhere; their name is asked of LINE each time. */
@Injectable()
export class UnmaskService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountDirectory,
    private readonly line: LineClient,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    private readonly alarms: TicketAlarmService,
  ) {}

  /**
   * The entry of the trace, and the notice to the account's other supervisors, are committed before anything is shown,
   * or asked of LINE.
   * @throws AppError ticket_not_found, not_permitted, caller_has_no_profile
   */
  async unmask(principal: Principal, ticketId: string, reason: string): Promise<Unmasked> {
    const { head, userId } = await this.database.transaction(async (tx) => {
      const found = await accessTicket(tx, principal, ticketId, 'note', 'no-lock');
      if (!(await mayUnmask(tx, principal, found))) throw new AppError('not_permitted');
      const address = await this.#addressOf(tx, found);
      await this.audit.record(tx, {
        act: 'caller.unmasked',
        ...actIn(principal, found),
        why: { words: reason, keyId: found.keyId },
      });
      await this.alarms.raise(tx, { ...found, ticketId }, 'unmasked', principal.staffId);
      return { head: found, userId: address };
    });
    const { credentials } = await this.accounts.get(head.accountId);
    return { userId, profile: await this.line.profile(credentials, userId) };
  }

  async #addressOf(tx: Queryable, { callerId }: TicketHead): Promise<string> {
    const [row] = await tx.query<{ sealed: Buffer }>(
      `SELECT address_sealed AS sealed FROM caller_address WHERE caller_id = $1 AND transport = 'line'`,
      [callerId],
    );
    const [opened] =
      row === undefined
        ? []
        : await this.vault.openEachJson(tx, [
            { binding: `caller_address.address:${callerId}`, bytes: row.sealed },
          ]);
    if (opened?.kind !== 'opened') throw new AppError('caller_has_no_profile');
    return String(opened.value);
  }
}

/** A supervisor of the ticket's account; its counselor only while an emergency is open in it, so that nobody waits for a supervisor. */
async function mayUnmask(tx: Queryable, principal: Principal, head: TicketHead): Promise<boolean> {
  if (principal.memberships.get(head.accountId) === 'supervisor') return true;
  if (head.state !== 'active' || head.assignedTo !== principal.staffId) return false;
  const open = await tx.query(`SELECT FROM incident WHERE ticket_id = $1 AND state = 'open' LIMIT 1`, [
    head.id,
  ]);
  return open.length > 0;
}
