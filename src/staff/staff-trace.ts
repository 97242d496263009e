import { type AuditActor, type AuditWriter } from '../audit/audit-writer.js';
import { settingsChange } from '../audit/settings-change.js';
import { type Queryable, type Transaction } from '../database/transaction.js';

/** A person as they are set; their password only by its hash, which an entry never shows. */
export interface StaffState {
  readonly id: string;
  readonly values: object;
}

/** These people as they are now, by login. */
export async function staffStates(
  tx: Queryable,
  logins: readonly string[],
): Promise<ReadonlyMap<string, StaffState>> {
  const rows = await tx.query<StaffState & { readonly login: string }>(
    `SELECT id, login, json_build_object('login', login, 'displayName', display_name, 'active', active,
       'administrator', administrator, 'capacity', capacity, 'professions', professions, 'languages', languages,
       'passwordHash', password_hash, 'memberships', (SELECT coalesce(json_object_agg(account_id, role), '{}')
         FROM membership WHERE staff_id = staff.id), 'oversight', (SELECT coalesce(json_object_agg(account_id, role), '{}')
         FROM oversight WHERE staff_id = staff.id)) AS values
     FROM staff WHERE login = ANY($1)`,
    [logins],
  );
  return new Map(rows.map(({ login, ...state }) => [login, state]));
}

/** One entry for each person who is not set as before. */
export async function recordStaffChanges(
  audit: AuditWriter,
  tx: Transaction,
  actor: AuditActor,
  before: ReadonlyMap<string, StaffState>,
  after: ReadonlyMap<string, StaffState>,
): Promise<void> {
  for (const [login, { id, values }] of after) {
    const change = settingsChange(before.get(login)?.values, values);
    if (change !== undefined)
      await audit.record(tx, { act: 'staff.changed', actor, subject: { kind: 'staff', id }, change });
  }
}
