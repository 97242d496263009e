import { Injectable } from '@nestjs/common';
import { type AccountState, AccountTrace } from '../../account/account-trace.js';
import { AuditWriter } from '../../audit/audit-writer.js';
import { settingsChange } from '../../audit/settings-change.js';
import { type Queryable, type Transaction } from '../../database/transaction.js';
import { recordStaffChanges, type StaffState, staffStates } from '../../staff/staff-trace.js';
import { type Provision } from './provision.schema.js';

interface State {
  readonly accounts: ReadonlyMap<string, AccountState>;
  readonly hours: ReadonlyMap<string, unknown>;
  readonly staff: ReadonlyMap<string, StaffState>;
  readonly signIn: object;
}

const BY_FILE = { kind: 'file' } as const;

/** What applying the provision file changed. The same file again leaves nothing. */
@Injectable()
export class ProvisionTrace {
  constructor(
    private readonly accounts: AccountTrace,
    private readonly audit: AuditWriter,
  ) {}

  async state(tx: Queryable, { accounts, staff }: Provision): Promise<State> {
    const states = new Map<string, AccountState>();
    for (const { id } of accounts) states.set(id, await this.accounts.state(tx, id));
    const hours = await tx.query<{ accountId: string; rules: unknown }>(
      'SELECT account_id AS "accountId", rules FROM opening_schedule',
    );
    const policies = await tx.query<{ role: string; policy: string }>(
      'SELECT role, policy FROM sign_in_policy',
    );
    return {
      accounts: states,
      hours: new Map(hours.map(({ accountId, rules }) => [accountId, rules])),
      staff: await staffStates(
        tx,
        staff.map(({ login }) => login),
      ),
      signIn: Object.fromEntries(policies.map(({ role, policy }) => [role, policy])),
    };
  }

  async record(tx: Transaction, before: State, after: State): Promise<void> {
    for (const [accountId, account] of after.accounts) {
      await this.accounts.record(tx, BY_FILE, accountId, before.accounts.get(accountId) ?? {}, account);
      const hours = settingsChange(before.hours.get(accountId), after.hours.get(accountId));
      if (hours !== undefined)
        await this.audit.record(tx, { act: 'hours.changed', actor: BY_FILE, accountId, change: hours });
    }
    await recordStaffChanges(this.audit, tx, BY_FILE, before.staff, after.staff);
    const signIn = settingsChange(before.signIn, after.signIn);
    if (signIn !== undefined)
      await this.audit.record(tx, { act: 'policy.changed', actor: BY_FILE, change: signIn });
  }
}
