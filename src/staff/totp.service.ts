import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { AppError } from '../config/app-error.js';
import { type TotpSecret } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';
import { StaffKeys } from './staff-keys.js';

const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** Clocks of phones differ: the code before and the one after are taken as well. */
const WINDOW = 1;

interface TotpRow {
  readonly secretSealed: Buffer | null;
  readonly pendingSealed: Buffer | null;
}

/** Codes of authenticator apps (RFC 6238). They follow real time, as those apps do. */
@Injectable()
export class TotpService {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: StaffKeys,
  ) {}

  /** Makes a secret for an authenticator app; it counts only once a code of it was shown. */
  async begin(staffId: string, login: string): Promise<TotpSecret> {
    const secret = new Secret({ size: SECRET_BYTES });
    await this.database.transaction(async (tx) => {
      const key = await this.keys.of(tx, staffId);
      const sealed = this.vault.sealBytes(key, `staff_totp.pending:${staffId}`, Buffer.from(secret.bytes));
      await tx.query(
        `INSERT INTO staff_totp (staff_id, pending_sealed) VALUES ($1, $2)
         ON CONFLICT (staff_id) DO UPDATE SET pending_sealed = $2`,
        [staffId, sealed],
      );
    });
    return { secret: secret.base32, uri: generator(secret, login).toString() };
  }

  /** Takes the secret into use, in the place of one of before. @throws AppError code_refused, totp_not_open */
  async confirm(tx: Transaction, staffId: string, code: string): Promise<void> {
    const key = await this.keys.of(tx, staffId);
    const row = await this.#row(tx, staffId);
    const pending = row?.pendingSealed ?? undefined;
    if (pending === undefined) throw new AppError('totp_not_open');
    const sealed = { binding: `staff_totp.pending:${staffId}`, bytes: pending } as const;
    const bytes = await this.vault.openBytes(tx, sealed);
    if (bytes === undefined) throw new AppError('totp_not_open');
    const step = stepOf(bytes, code);
    if (step === undefined) throw new AppError('code_refused');
    await tx.query(
      `UPDATE staff_totp SET secret_sealed = $2, pending_sealed = NULL, since = now(), last_step = $3
       WHERE staff_id = $1`,
      [staffId, this.vault.sealBytes(key, `staff_totp.secret:${staffId}`, bytes), step],
    );
  }

  /** Whether this code is the person's, and newer than any that was used: each counts once. */
  async use(staffId: string, code: string): Promise<boolean> {
    const row = await this.#row(this.database, staffId);
    const sealed = row?.secretSealed ?? undefined;
    if (sealed === undefined) return false;
    const bytes = await this.vault.openBytes(this.database, {
      binding: `staff_totp.secret:${staffId}`,
      bytes: sealed,
    });
    const step = bytes === undefined ? undefined : stepOf(bytes, code);
    if (step === undefined) return false;
    // One statement: of two who show the same code at once, one gets in.
    const taken = await this.database.query(
      'UPDATE staff_totp SET last_step = $2 WHERE staff_id = $1 AND last_step < $2 RETURNING staff_id',
      [staffId, step],
    );
    return taken.length > 0;
  }

  /** When the person's authenticator app was set up; undefined without one. */
  async since(staffId: string): Promise<Date | undefined> {
    const [row] = await this.database.query<{ since: Date | null }>(
      'SELECT since FROM staff_totp WHERE staff_id = $1 AND secret_sealed IS NOT NULL',
      [staffId],
    );
    return row?.since ?? undefined;
  }

  async remove(tx: Transaction, staffId: string): Promise<void> {
    await tx.query('DELETE FROM staff_totp WHERE staff_id = $1', [staffId]);
  }

  async #row(db: Pick<Transaction, 'query'>, staffId: string): Promise<TotpRow | undefined> {
    const [row] = await db.query<TotpRow>(
      `SELECT secret_sealed AS "secretSealed", pending_sealed AS "pendingSealed" FROM staff_totp WHERE staff_id = $1`,
      [staffId],
    );
    return row;
  }
}

function generator(secret: Secret, login: string): TOTP {
  return new TOTP({ issuer: 'Tomoshibi', label: login, period: PERIOD_SECONDS, digits: 6, secret });
}

/** The time step that a code belongs to; undefined when it is none of the secret's about now. */
function stepOf(secret: Buffer, code: string): number | undefined {
  const timestamp = Date.now();
  const delta = generator(new Secret({ buffer: toArrayBuffer(secret) }), '').validate({
    token: code,
    timestamp,
    window: WINDOW,
  });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta;
}

/** A copy of its own: a Buffer may be a view into a larger one. */
function toArrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
