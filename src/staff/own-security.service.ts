import { Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import {
  type AddPasskeyRequest,
  type Ceremony,
  type SecurityView,
  type TotpSecret,
} from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { PasskeyRepository } from './passkey.repository.js';
import { PasskeyService } from './passkey.service.js';
import { type SignedIn } from './principal.js';
import { RecoveryService } from './recovery.service.js';
import { SessionService } from './session.service.js';
import { passwordUse, SignInPolicies } from './sign-in-policy.js';
import { TotpService } from './totp.service.js';

/** A person's own ways in and sessions. */
@Injectable()
export class OwnSecurityService {
  readonly #logger = new Logger('Staff');

  constructor(
    private readonly database: Database,
    private readonly policies: SignInPolicies,
    private readonly passkeys: PasskeyRepository,
    private readonly ceremonies: PasskeyService,
    private readonly totp: TotpService,
    private readonly sessions: SessionService,
    private readonly recoveries: RecoveryService,
    private readonly audit: AuditWriter,
  ) {}

  async view({ staffId, sessionId }: SignedIn): Promise<SecurityView> {
    const recovery = await this.recoveries.find(staffId);
    return {
      policy: await this.policies.of(staffId),
      passkeys: await this.passkeys.list(staffId),
      totpSince: (await this.totp.since(staffId))?.toISOString() ?? null,
      sessions: await this.sessions.list(staffId, sessionId),
      recovery:
        recovery === undefined
          ? null
          : { openedBy: recovery.openedByName, openedAt: recovery.openedAt.toISOString() },
    };
  }

  async passkeyOptions(principal: SignedIn): Promise<Ceremony['options']> {
    return this.ceremonies.creation(principal, { purpose: 'add', subject: principal.sessionId });
  }

  /** @throws AppError passkey_refused, passkey_known */
  async addPasskey({ staffId, sessionId }: SignedIn, { name, response }: AddPasskeyRequest): Promise<void> {
    const passkey = await this.ceremonies.created(response, { purpose: 'add', subject: sessionId });
    const id = await this.database.transaction((tx) =>
      this.passkeys.add(tx, staffId, name, passkey, sessionId),
    );
    this.#logger.log(`trace: staff ${staffId} added passkey ${id}`);
  }

  /** @throws AppError passkey_not_found, last_way_in */
  async removePasskey({ staffId, sessionId }: SignedIn, passkeyId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lock(tx, staffId);
      await this.passkeys.remove(tx, staffId, passkeyId, sessionId);
      await this.#requireWayIn(tx, staffId);
    });
    this.#logger.log(`trace: staff ${staffId} removed passkey ${passkeyId}`);
  }

  /** @throws AppError password_not_allowed */
  async totpSecret({ staffId, login }: SignedIn): Promise<TotpSecret> {
    if (passwordUse(await this.policies.of(staffId)) === 'no') throw new AppError('password_not_allowed');
    return this.totp.begin(staffId, login);
  }

  /** @throws AppError code_refused, totp_not_open */
  async confirmTotp({ staffId }: SignedIn, code: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.totp.confirm(tx, staffId, code);
      await this.audit.record(tx, { act: 'authenticator.added', actor: staffId });
    });
    this.#logger.log(`trace: staff ${staffId} set up an authenticator app`);
  }

  /** @throws AppError last_way_in */
  async removeTotp({ staffId }: SignedIn): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lock(tx, staffId);
      await this.totp.remove(tx, staffId);
      await this.audit.record(tx, { act: 'authenticator.removed', actor: staffId });
      await this.#requireWayIn(tx, staffId);
    });
    this.#logger.log(`trace: staff ${staffId} removed their authenticator app`);
  }

  /** Nobody locks themselves out by tidying up. */
  async #requireWayIn(tx: Transaction, staffId: string): Promise<void> {
    const policy = await this.policies.of(staffId, tx);
    const use = passwordUse(policy);
    const [left] = await tx.query<{ passkey: boolean; password: boolean; totp: boolean }>(
      `SELECT EXISTS (SELECT FROM passkey WHERE staff_id = $1 AND suspect_at IS NULL) AS passkey,
         (SELECT password_hash IS NOT NULL FROM staff WHERE id = $1) AS password,
         EXISTS (SELECT FROM staff_totp WHERE staff_id = $1 AND secret_sealed IS NOT NULL) AS totp`,
      [staffId],
    );
    const byPassword = left?.password === true && (use === 'alone' || (use === 'with-code' && left.totp));
    if (left?.passkey !== true && !byPassword && !this.policies.takesSingleSignOn(policy))
      throw new AppError('last_way_in');
  }
}

/** Of two who each take away one of two ways in, the second sees what the first left. */
async function lock(tx: Transaction, staffId: string): Promise<void> {
  await tx.query('SELECT id FROM staff WHERE id = $1 FOR UPDATE', [staffId]);
}
