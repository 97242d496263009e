import { type Account, type AccountDirectory } from '../../account/account.directory.js';
import { AppError } from '../../config/app-error.js';
import { type Principal } from '../../staff/principal.js';

/** What somebody wants of an account's hours and texts: to look at them, to close and open it by hand, or to edit them. */
export type AccountUse = 'read' | 'override' | 'manage';

/**
 * The only way to get an account for a person. An account that is neither theirs nor, as administrator, to be looked
 * after by them does not exist for them.
 * @throws AppError account_not_found, not_permitted
 */
export async function accessAccount(
  accounts: AccountDirectory,
  principal: Principal,
  accountId: string,
  use: AccountUse,
): Promise<Account> {
  const known = principal.administrator || principal.memberships.has(accountId);
  const account = known ? await accounts.look(accountId) : undefined;
  if (account === undefined) throw new AppError('account_not_found');
  if (!mayUseAccount(principal, accountId, use)) throw new AppError('not_permitted');
  return account;
}

export function mayUseAccount(principal: Principal, accountId: string, use: AccountUse): boolean {
  if (principal.administrator) return true;
  const role = principal.memberships.get(accountId);
  if (use === 'manage') return false;
  return use === 'read' ? role !== undefined : role === 'supervisor';
}
