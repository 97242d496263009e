import {
  carries,
  type MembershipRole,
  type OversightRole,
  type Permission,
  type Role,
} from '../contract/permission.js';

/** The person behind a request, as their session tells. */
export interface Principal {
  readonly staffId: string;
  readonly login: string;
  readonly displayName: string;
  readonly administrator: boolean;
  readonly capacity: number;
  /** Accounts whose line they work. */
  readonly memberships: ReadonlyMap<string, MembershipRole>;
  /** Accounts that they look at from outside, without a word of any caller. */
  readonly oversight: ReadonlyMap<string, OversightRole>;
  /** What is given to one session alone ends with it. */
  readonly sessionId?: string;
}

/** A person with the session that they are in. */
export interface SignedIn extends Principal {
  readonly sessionId: string;
  /** They showed who they are not long ago. */
  readonly recentlyVerified: boolean;
}

/** Whether any role of this person carries the permission. Which objects they may touch is another question. */
export function mayDo(principal: Principal, permission: Permission): boolean {
  return rolesOf(principal).some((role) => carries(role, permission));
}

/** Accounts in which a role of this person carries the permission; an administrator's reach all of them. */
export function accountsWhere(principal: Principal, permission: Permission): string[] | 'all' {
  if (principal.administrator && carries('administrator', permission)) return 'all';
  return [...principal.memberships, ...principal.oversight]
    .filter(([, role]) => carries(role, permission))
    .map(([accountId]) => accountId);
}

function rolesOf({ administrator, memberships, oversight }: Principal): Role[] {
  return [
    ...memberships.values(),
    ...oversight.values(),
    ...(administrator ? (['administrator'] as const) : []),
  ];
}

/** Accounts that this person supervises. */
export function supervisedAccounts(principal: Principal): string[] {
  return [...principal.memberships]
    .filter(([, role]) => role === 'supervisor')
    .map(([accountId]) => accountId);
}
