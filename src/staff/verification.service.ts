import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import {
  type Assertion,
  type Ceremony,
  type Device,
  type VerificationRequest,
  type VerificationWays,
} from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { PasskeyRepository } from './passkey.repository.js';
import { type Occasion, PasskeyService } from './passkey.service.js';
import { PasswordService } from './password.service.js';
import { type SignedIn } from './principal.js';
import { SessionService } from './session.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { passwordUse, SignInPolicies } from './sign-in-policy.js';

const signingIn = { purpose: 'sign-in', subject: '' } as const;

/** Signing in by a passkey, and showing once more who one is. */
@Injectable()
export class VerificationService {
  constructor(
    private readonly database: Database,
    private readonly limiter: SignInLimiter,
    private readonly policies: SignInPolicies,
    private readonly ceremonies: PasskeyService,
    private readonly passkeys: PasskeyRepository,
    private readonly passwords: PasswordService,
    private readonly sessions: SessionService,
    private readonly audit: AuditWriter,
  ) {}

  async signInOptions(address: string): Promise<Ceremony['options']> {
    await this.limiter.countQuestion(address);
    return this.ceremonies.request(signingIn);
  }

  /** @returns the token of a session @throws AppError passkey_refused, too_many_attempts */
  async signIn(
    response: Assertion,
    { device, address }: { device: Device; address: string },
  ): Promise<string> {
    const name = limitName(response);
    await this.limiter.count(name, address);
    const { passkeyId, staffId } = await this.#used(response, signingIn);
    await this.limiter.succeeded(name, address);
    return this.database.transaction(async (tx) => {
      await this.passkeys.hold(tx, staffId, passkeyId);
      return this.sessions.begin(tx, { staffId, method: 'passkey', device, passkeyId });
    });
  }

  async ways({ staffId, sessionId }: SignedIn): Promise<VerificationWays> {
    const occasion = { purpose: 'verify', subject: sessionId } as const;
    const known = await this.passkeys.credentials(staffId);
    const policy = await this.policies.of(staffId);
    return {
      options: known.length === 0 ? null : await this.ceremonies.request(occasion, staffId),
      password: passwordUse(policy),
      singleSignOn: this.policies.signOnName(policy),
    };
  }

  /** @throws AppError verification_failed, too_many_attempts */
  async verify(principal: SignedIn, request: VerificationRequest, address: string): Promise<void> {
    const { login } = principal;
    const itIsThem =
      request.kind === 'password'
        ? await this.passwords.verify({ login, password: request.password, code: request.code, address })
        : await this.#isTheirs(principal, request.response, address);
    if (!itIsThem) throw new AppError('verification_failed');
    await this.sessions.verified(principal);
  }

  async #isTheirs({ staffId, sessionId }: SignedIn, response: Assertion, address: string): Promise<boolean> {
    const name = limitName(response);
    await this.limiter.count(name, address);
    try {
      const used = await this.#used(response, { purpose: 'verify', subject: sessionId });
      if (used.staffId !== staffId) return false;
    } catch (error) {
      if (error instanceof AppError && error.code === 'passkey_refused') return false;
      throw error;
    }
    await this.limiter.succeeded(name, address);
    return true;
  }

  async #used(response: Assertion, occasion: Occasion): ReturnType<PasskeyService['used']> {
    try {
      return await this.ceremonies.used(response, occasion);
    } catch (error) {
      if (error instanceof AppError && error.code === 'passkey_refused') {
        const known = await this.passkeys.find(Buffer.from(response.id, 'base64url'));
        await this.audit.note({
          act: 'session.refused',
          actor: { kind: 'nobody', ...(known === undefined ? {} : { id: known.staffId }) },
          details: { method: 'passkey' },
        });
      }
      throw error;
    }
  }
}

/** A passkey is counted by itself, whether it exists or not: nobody else's can be locked out through it. */
function limitName({ id }: Assertion): string {
  return `passkey ${createHash('sha256').update(id).digest('base64url')}`;
}
