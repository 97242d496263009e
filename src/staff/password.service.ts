import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { type PasswordUse } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { passwordMatches } from './password.js';
import { type NewSession, SessionService } from './session.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { passwordUse, SignInPolicies } from './sign-in-policy.js';
import { TotpService } from './totp.service.js';

interface Attempt {
  readonly login: string;
  readonly password: string;
  readonly code: string | undefined;
  /** Where the request came from, for the rate limit. */
  readonly address: string;
}

interface Proof {
  readonly staffId: string;
  readonly method: NewSession['method'];
}

/** Signing in by a password, where a person's roles allow it. */
@Injectable()
export class PasswordService {
  constructor(
    private readonly database: Database,
    private readonly limiter: SignInLimiter,
    private readonly policies: SignInPolicies,
    private readonly totp: TotpService,
    private readonly sessions: SessionService,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * Checks a password, with a code where that is wanted, and opens a session. An unknown name, a wrong password, a
   * wrong code and a role that wants a passkey are answered alike.
   * @returns the token for the cookie
   * @throws AppError sign_in_failed, too_many_attempts
   */
  async signIn(attempt: Attempt, device: NewSession['device']): Promise<string> {
    const proof = await this.#check(attempt);
    if (proof === undefined) throw new AppError('sign_in_failed');
    return this.database.transaction((tx) => this.sessions.begin(tx, { ...proof, device }));
  }

  /** Whether a signed-in person shows once more who they are. @throws AppError too_many_attempts */
  async verify(attempt: Attempt): Promise<boolean> {
    return (await this.#check(attempt)) !== undefined;
  }

  async #check({ login, password, code, address }: Attempt): Promise<Proof | undefined> {
    // PostgreSQL takes no NUL. It goes before the counting, so that one name is not counted as many.
    const name = login.replaceAll('\u0000', '');
    await this.limiter.count(name, address);
    const [staff] = await this.database.query<{ id: string; passwordHash: string | null }>(
      'SELECT id, password_hash AS "passwordHash" FROM staff WHERE login = $1 AND active',
      [name],
    );
    // For nobody as well: the answer must not come sooner.
    const use = passwordUse(await this.policies.of(staff?.id ?? NIL));
    const matches = await passwordMatches(use === 'no' ? null : staff?.passwordHash, password);
    if (staff === undefined || !matches || !(await this.#codeFits(staff.id, use, code))) {
      // For nobody as well. The name that was tried is not kept: people write passwords into the wrong field.
      await this.audit.note({
        act: 'session.refused',
        actor: { kind: 'nobody', ...(staff === undefined ? {} : { id: staff.id }) },
        details: { method: 'password' },
      });
      return undefined;
    }
    await this.limiter.succeeded(name, address);
    return { staffId: staff.id, method: use === 'alone' ? 'password' : 'password-totp' };
  }

  async #codeFits(staffId: string, use: PasswordUse, code: string | undefined): Promise<boolean> {
    if (use === 'alone') return true;
    return code !== undefined && this.totp.use(staffId, code);
  }
}
