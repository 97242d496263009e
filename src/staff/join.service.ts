import { Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import {
  type Ceremony,
  type Device,
  type JoinWithPasskeyRequest,
  type JoinWithPasswordRequest,
  type OpenedLink,
  type TotpSecret,
} from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { assertUncommon, hashPassword } from './password.js';
import { PasskeyRepository } from './passkey.repository.js';
import { PasskeyService } from './passkey.service.js';
import { SessionService } from './session.service.js';
import { untie } from './sign-on-identity.js';
import { type OpenLink, SignInLinkService } from './sign-in-link.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { passwordUse, SignInPolicies } from './sign-in-policy.js';
import { TotpService } from './totp.service.js';
import { letIn } from './vouch.service.js';

/** Getting in for the first time, or again after a recovery, by a one-time link. */
@Injectable()
export class JoinService {
  readonly #logger = new Logger('Staff');

  constructor(
    private readonly database: Database,
    private readonly links: SignInLinkService,
    private readonly limiter: SignInLimiter,
    private readonly policies: SignInPolicies,
    private readonly passkeys: PasskeyRepository,
    private readonly ceremonies: PasskeyService,
    private readonly totp: TotpService,
    private readonly sessions: SessionService,
    private readonly audit: AuditWriter,
  ) {}

  /** Whose link it is. It stays usable: mail programs and messengers open links to look at them. */
  async look(token: string, { device, address }: { device: Device; address: string }): Promise<OpenedLink> {
    const link = await this.#open(token, address);
    return {
      login: link.login,
      displayName: link.displayName,
      recovery: link.recovery,
      expiresAt: link.expiresAt.toISOString(),
      mayUsePassword: await this.#mayUsePassword(link.staffId),
      device,
    };
  }

  async passkeyOptions(token: string, address: string): Promise<Ceremony['options']> {
    const link = await this.#open(token, address);
    return this.ceremonies.creation(link, { purpose: 'join', subject: link.id });
  }

  /** Uses the link up for a passkey. @returns the token of a session @throws AppError link_unusable, passkey_refused */
  async withPasskey(
    { token, name, response }: JoinWithPasskeyRequest,
    { device, address }: { device: Device; address: string },
  ): Promise<string> {
    const { id } = await this.#open(token, address);
    const passkey = await this.ceremonies.created(response, { purpose: 'join', subject: id });
    return this.database.transaction(async (tx) => {
      const { staffId } = await this.#use(tx, token);
      const passkeyId = await this.passkeys.add(tx, staffId, name, passkey);
      return this.sessions.begin(tx, { staffId, method: 'passkey', device, passkeyId });
    });
  }

  /** @throws AppError password_not_allowed, link_unusable */
  async totpSecret(token: string, address: string): Promise<TotpSecret> {
    const { staffId, login } = await this.#open(token, address);
    if (!(await this.#mayUsePassword(staffId))) throw new AppError('password_not_allowed');
    return this.totp.begin(staffId, login);
  }

  /**
   * Uses the link up for a password with an authenticator app.
   * @returns the token of a session
   * @throws AppError password_not_allowed, password_common, link_unusable, code_refused
   */
  async withPassword(
    { token, password, code }: JoinWithPasswordRequest,
    { device, address }: { device: Device; address: string },
  ): Promise<string> {
    const opened = await this.#open(token, address);
    if (!(await this.#mayUsePassword(opened.staffId))) throw new AppError('password_not_allowed');
    await assertUncommon(password);
    const passwordHash = await hashPassword(password);
    return this.limiter.guard(address, () =>
      this.database.transaction(async (tx) => {
        const { staffId } = await this.#use(tx, token);
        await this.totp.confirm(tx, staffId, code);
        await this.audit.record(tx, { act: 'authenticator.added', actor: staffId });
        await tx.query('UPDATE staff SET password_hash = $2 WHERE id = $1', [staffId, passwordHash]);
        return this.sessions.begin(tx, { staffId, method: 'password-totp', device });
      }),
    );
  }

  #open(token: string, address: string): Promise<OpenLink> {
    return this.limiter.guard(address, async () => {
      try {
        return await this.links.open(token);
      } catch (error) {
        if (error instanceof AppError)
          await this.audit.note({
            act: 'session.refused',
            actor: { kind: 'nobody' },
            details: { method: 'link' },
          });
        throw error;
      }
    });
  }

  async #use(tx: Transaction, token: string): Promise<OpenLink> {
    const link = await this.links.use(tx, token);
    if (link.recovery) {
      // What was lost may be in another's hands: only now, so that a recovery by mistake shuts nobody out.
      await this.passkeys.removeAll(tx, link.staffId);
      await tx.query('UPDATE staff_totp SET secret_sealed = NULL, since = NULL WHERE staff_id = $1', [
        link.staffId,
      ]);
      await tx.query('UPDATE staff SET password_hash = NULL WHERE id = $1', [link.staffId]);
      if (await untie(tx, link.staffId))
        await this.audit.record(tx, { act: 'sign-on.untied', actor: link.staffId });
    }
    await this.sessions.endAll(link.staffId, null, tx);
    if (link.madeBy !== null) await letIn(tx, link.staffId, await handsIn(tx, link, link.madeBy));
    await this.audit.record(tx, {
      act: 'link.used',
      actor: link.staffId,
      subject: { kind: 'link', id: link.id },
      details: { recovery: link.recovery },
    });
    this.#logger.log(`trace: staff ${link.staffId} used sign-in link ${link.id}`);
    return link;
  }

  async #mayUsePassword(staffId: string): Promise<boolean> {
    return passwordUse(await this.policies.of(staffId)) !== 'no';
  }
}

/** Who could have used this link themselves: who made it and, of a recovery, who asked for it. */
async function handsIn(
  tx: Transaction,
  { staffId, recovery }: OpenLink,
  madeBy: string,
): Promise<readonly string[]> {
  if (!recovery) return [madeBy];
  const asked = await tx.query<{ openedBy: string }>(
    `SELECT opened_by AS "openedBy" FROM staff_recovery WHERE staff_id = $1 AND outcome = 'confirmed'
     ORDER BY ended_at DESC LIMIT 1`,
    [staffId],
  );
  return [madeBy, ...asked.map(({ openedBy }) => openedBy)];
}
