import { type MembershipRole, type Permission, permissions, type Role } from '../contract/permission.js';

/** The person behind a request, as their session tells. */
export interface Principal {
  readonly staffId: string;
  readonly login: string;
  readonly displayName: string;
  readonly administrator: boolean;
  readonly capacity: number;
  readonly memberships: ReadonlyMap<string, MembershipRole>;
}

/** A person with the session that they are in. */
export interface SignedIn extends Principal {
  readonly sessionId: string;
  /** They showed who they are not long ago. */
  readonly recentlyVerified: boolean;
}

/** Whether any role of this person carries the permission. Which objects they may touch is another question. */
export function mayDo(principal: Principal, permission: Permission): boolean {
  const holders: readonly Role[] = permissions[permission];
  if (principal.administrator && holders.includes('administrator')) return true;
  return [...principal.memberships.values()].some((role) => holders.includes(role));
}

/** Accounts that this person supervises. */
export function supervisedAccounts(principal: Principal): string[] {
  return [...principal.memberships]
    .filter(([, role]) => role === 'supervisor')
    .map(([accountId]) => accountId);
}
