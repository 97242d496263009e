import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { singleSignOn, type SingleSignOnSettings } from '../config/single-sign-on.js';
import { type Role } from '../contract/permission.js';
import {
  type PasswordUse,
  signInPolicies,
  type SignInOptions,
  type SignInPolicy,
} from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { hasAdministrator } from './first-administrator.js';

type Policies = Readonly<Record<Role, SignInPolicy>>;

/** Who watches and who administers can do the most harm in another's hands: nothing that can be told to a stranger. */
const inProduction: Policies = {
  counselor: 'passkey-or-password-totp',
  'senior-counselor': 'passkey-or-password-totp',
  supervisor: 'passkey',
  administrator: 'passkey',
  auditor: 'passkey',
  commissioner: 'passkey-or-password-totp',
};
const inDemo: Policies = {
  counselor: 'demo-password',
  'senior-counselor': 'demo-password',
  supervisor: 'demo-password',
  administrator: 'demo-password',
  auditor: 'demo-password',
  commissioner: 'demo-password',
};

/** What each person must show to sign in. */
@Injectable()
export class SignInPolicies {
  readonly #defaults: Policies;
  readonly #production: boolean;
  readonly #signOn: SingleSignOnSettings | undefined;

  constructor(
    private readonly database: Database,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.#production = environment.production;
    this.#signOn = singleSignOn(environment);
    this.#defaults = this.#production ? inProduction : inDemo;
  }

  async all(db: Queryable = this.database): Promise<Policies> {
    const rows = await db.query<{ role: Role; policy: SignInPolicy }>(
      'SELECT role, policy FROM sign_in_policy',
    );
    // A database that was a demo's before stays safe.
    const kept = rows.filter(({ policy }) => !(this.#production && policy === 'demo-password'));
    return { ...this.#defaults, ...Object.fromEntries(kept.map(({ role, policy }) => [role, policy])) };
  }

  async of(staffId: string, db: Queryable = this.database): Promise<SignInPolicy> {
    const [person] = await db.query<{ administrator: boolean; roles: Role[] }>(
      `SELECT administrator, ARRAY(SELECT role FROM membership WHERE staff_id = staff.id
         UNION SELECT role FROM oversight WHERE staff_id = staff.id) AS roles
       FROM staff WHERE id = $1`,
      [staffId],
    );
    const roles = person === undefined ? [] : rolesOf(person.roles, person.administrator);
    return strictest(await this.all(db), roles);
  }

  /** Whether the organisation's own sign-in lets people of this policy in. */
  takesSingleSignOn(policy: SignInPolicy): boolean {
    return this.#signOn !== undefined && policy === 'passkey-or-single-sign-on';
  }

  /** What people call the organisation's own sign-in, where it lets people of this policy in. */
  signOnName(policy: SignInPolicy): string | null {
    return this.takesSingleSignOn(policy) ? (this.#signOn?.name ?? null) : null;
  }

  /** What the sign-in page offers. It follows from the roles alone, so that it tells nothing of anybody. */
  async options(): Promise<SignInOptions> {
    const policies = Object.values(await this.all());
    const uses = policies.map(passwordUse);
    const mayUseSignOn = policies.some((policy) => this.takesSingleSignOn(policy));
    return {
      password: uses.includes('with-code') ? 'with-code' : uses.includes('alone') ? 'alone' : 'no',
      singleSignOn: mayUseSignOn ? (this.#signOn?.name ?? null) : null,
      firstRun: !(await hasAdministrator(this.database)),
    };
  }

  /** Keeps what the provision file says; what it doesn't name follows the default again. */
  async save(tx: Transaction, policies: Partial<Policies>): Promise<void> {
    await tx.query('DELETE FROM sign_in_policy');
    await tx.query(
      `INSERT INTO sign_in_policy (role, policy)
       SELECT given.role, given.policy FROM unnest($1::varchar[], $2::varchar[]) AS given (role, policy)`,
      [Object.keys(policies), Object.values(policies)],
    );
  }
}

export function rolesOf(memberships: readonly Role[], administrator: boolean): Role[] {
  return [...new Set([...memberships, ...(administrator ? (['administrator'] as const) : [])])];
}

/** Somebody without any role may do nothing; were they to get in, then only by the strictest. */
export function strictest(policies: Policies, roles: readonly Role[]): SignInPolicy {
  return signInPolicies.find((policy) => roles.some((role) => policies[role] === policy)) ?? 'passkey';
}

export function passwordUse(policy: SignInPolicy): PasswordUse {
  if (policy === 'passkey' || policy === 'passkey-or-single-sign-on') return 'no';
  return policy === 'demo-password' ? 'alone' : 'with-code';
}
