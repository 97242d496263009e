import { Inject, Injectable, Logger } from '@nestjs/common';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment, publicUrl } from '../config/environment.js';
import { singleSignOn, type SingleSignOnSettings } from '../config/single-sign-on.js';
import { type Device } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { describeError } from '../database/worker.js';
import { SessionService } from './session.service.js';
import { SignInLinkService } from './sign-in-link.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { SignInPolicies } from './sign-in-policy.js';
import { type SignOnIdentity, tie } from './sign-on-identity.js';

const CALLBACK_PATH = '/api/session/single-sign-on/callback';
const TIMEOUT_SECONDS = 10;

/** Whether an answer is for an open session, or for signing in: where the browser goes afterwards. */
export function isVerification(kept: string | undefined): boolean {
  return readAttempt(kept)?.session !== undefined;
}

/** What the browser keeps while its person is at the provider: it binds the answer to who asked. */
const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The open session whose person shows once more who they are; without it somebody signs in. */
  session: z.uuid().optional(),
});
export type Attempt = z.infer<typeof attemptSchema>;

interface Return {
  /** Path and query with which the provider sent the browser back. */
  readonly address: string;
  /** The cookie that the browser kept. */
  readonly kept: string | undefined;
  readonly device: Device;
  readonly visitor: string;
}

interface Proof {
  readonly login: string;
  readonly identity: SignOnIdentity;
  /** When they showed the provider who they are; null where it doesn't say. */
  readonly shownAt: Date | null;
}

/** Signing in by the organisation's own provider (OpenID Connect, authorization code with PKCE). */
@Injectable()
export class SingleSignOnService {
  readonly #logger = new Logger('Staff');
  readonly #settings: SingleSignOnSettings | undefined;
  #discovered: Promise<oidc.Configuration> | undefined;

  constructor(
    private readonly database: Database,
    private readonly limiter: SignInLimiter,
    private readonly policies: SignInPolicies,
    private readonly sessions: SessionService,
    private readonly links: SignInLinkService,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    this.#settings = singleSignOn(environment);
  }

  /**
   * Where to send the browser, and what it has to keep meanwhile.
   * @param session whose person is to show once more who they are; without it somebody signs in
   * @throws AppError not_found, unavailable
   */
  async begin(address: string, session?: string): Promise<{ url: string; keep: string }> {
    await this.limiter.countQuestion(address);
    const provider = await this.#provider();
    const attempt: Attempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      ...(session === undefined ? {} : { session }),
    };
    // An age is asked for so that the provider says when the person was there; the answer is what counts: whoever sits
    // before the browser can change what it asks.
    const asked: Record<string, string> =
      session === undefined
        ? { max_age: String(this.environment.SESSION_MAX_HOURS * 3600) }
        : { max_age: '0', prompt: 'login' };
    const url = oidc.buildAuthorizationUrl(provider, {
      redirect_uri: `${publicUrl(this.environment)}${CALLBACK_PATH}`,
      scope: 'openid profile email',
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
      ...asked,
    });
    return { url: url.href, keep: Buffer.from(JSON.stringify(attempt)).toString('base64url') };
  }

  /**
   * Takes the provider's answer.
   * @returns the token of a session; undefined when the person of an open one has shown once more who they are
   * @throws AppError sign_in_failed, sign_on_differs, verification_failed, unavailable
   */
  finish({ address, kept, device, visitor }: Return): Promise<string | undefined> {
    return this.limiter.guard(visitor, async () => {
      const attempt = readAttempt(kept);
      const { login, identity, shownAt } = await this.#proofOf(address, attempt).catch(
        async (error: unknown) => {
          if (error instanceof AppError && error.code === 'sign_in_failed') await this.#noteRefused();
          throw error;
        },
      );
      const [staff] = await this.database.query<{ id: string }>(
        'SELECT id FROM staff WHERE login = $1 AND active',
        [login],
      );
      if (staff === undefined || !this.policies.takesSingleSignOn(await this.policies.of(staff.id))) {
        await this.#noteRefused(staff?.id);
        throw new AppError('sign_in_failed');
      }
      await this.#assertSame(staff.id, identity);
      if (attempt?.session !== undefined) {
        if (shownAt === null) throw new AppError('verification_failed');
        await this.sessions.verified({ staffId: staff.id, sessionId: attempt.session }, shownAt);
        return undefined;
      }
      return this.database.transaction((tx) =>
        this.sessions.begin(tx, { staffId: staff.id, method: 'single-sign-on', device, shownAt }),
      );
    });
  }

  /**
   * The login only says whose sign-in it would be: whoever administers the provider can give it to another. Who comes
   * first is tied, and nobody else until a recovery.
   * @throws AppError sign_on_differs
   */
  async #assertSame(staffId: string, identity: SignOnIdentity): Promise<void> {
    const found = await this.database.transaction(async (tx) => {
      const tied = await tie(tx, staffId, identity);
      if (tied === 'first') {
        await this.links.dropFirst(tx, staffId);
        await this.audit.record(tx, { act: 'sign-on.tied', actor: staffId });
      }
      if (tied === 'other')
        await this.audit.record(tx, { act: 'sign-on.differs', actor: { kind: 'nobody', id: staffId } });
      return tied;
    });
    if (found !== 'other') return;
    this.#logger.warn(`alarm: somebody else at the provider has the login of staff ${staffId} now`);
    throw new AppError('sign_on_differs');
  }

  async #noteRefused(staffId?: string): Promise<void> {
    await this.audit.note({
      act: 'session.refused',
      actor: { kind: 'nobody', ...(staffId === undefined ? {} : { id: staffId }) },
      details: { method: 'single-sign-on' },
    });
  }

  async #proofOf(address: string, attempt: Attempt | undefined): Promise<Proof> {
    const provider = await this.#provider();
    if (attempt === undefined) throw new AppError('sign_in_failed');
    try {
      const tokens = await oidc.authorizationCodeGrant(
        provider,
        new URL(`${publicUrl(this.environment)}${address}`),
        {
          pkceCodeVerifier: attempt.verifier,
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          idTokenExpected: true,
        },
      );
      const claims = tokens.claims();
      if (claims === undefined) throw new Error('no id token');
      const shownAt = claims.auth_time === undefined ? null : new Date(claims.auth_time * 1000);
      const identity = { issuer: claims.iss, subject: claims.sub };
      return { login: await this.#claim(provider, claims, tokens.access_token), identity, shownAt };
    } catch (error) {
      this.#logger.warn(`a sign-in by OpenID Connect failed: ${describeError(error)}`);
      throw new AppError('sign_in_failed');
    }
  }

  /** The login name in the token, or where the provider keeps it out of that, at its userinfo endpoint. */
  async #claim(provider: oidc.Configuration, claims: oidc.IDToken, accessToken: string): Promise<string> {
    const name = this.#settings?.loginClaim ?? '';
    const all =
      claims[name] === undefined ? await oidc.fetchUserInfo(provider, accessToken, claims.sub) : claims;
    // An address that nobody has confirmed may be anybody's.
    if (name === 'email' && all['email_verified'] !== true) throw new Error('unverified address');
    return z.string().min(1).max(100).parse(all[name]).toLowerCase();
  }

  /** Asks the provider about itself, once; again after it could not be reached. */
  #provider(): Promise<oidc.Configuration> {
    const settings = this.#settings;
    if (settings === undefined) throw new AppError('not_found');
    this.#discovered ??= discover(settings).catch((error: unknown) => {
      this.#discovered = undefined;
      this.#logger.error(`the OpenID Connect provider can't be reached: ${describeError(error)}`);
      throw new AppError('unavailable');
    });
    return this.#discovered;
  }
}

function discover({ issuer, clientId, clientSecret }: SingleSignOnSettings): Promise<oidc.Configuration> {
  return oidc.discovery(issuer, clientId, clientSecret, undefined, {
    timeout: TIMEOUT_SECONDS,
    // Only loopback is taken without TLS: see the settings.
    ...(issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
}

function readAttempt(kept: string | undefined): Attempt | undefined {
  try {
    return attemptSchema.parse(JSON.parse(Buffer.from(kept ?? '', 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
