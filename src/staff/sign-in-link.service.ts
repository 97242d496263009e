import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment, publicUrl } from '../config/environment.js';
import { type SignInLink } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { type Holder } from './passkey.service.js';
import { hashToken, newToken } from './token.js';

export interface NewLink {
  readonly staffId: string;
  readonly recovery: boolean;
  /** Null on the command line. */
  readonly madeBy: string | null;
}

export interface OpenLink extends Holder {
  readonly id: string;
  readonly recovery: boolean;
  /** Null on the command line. */
  readonly madeBy: string | null;
  readonly expiresAt: Date;
}

const SELECTED = `sign_in_link.id, staff_id AS "staffId", login, display_name AS "displayName", recovery,
  made_by AS "madeBy", sign_in_link.expires_at AS "expiresAt"`;
const USABLE = 'used_at IS NULL AND sign_in_link.expires_at > now() AND staff.active';

/** One-time links by which a person gets their first passkey. Only a hash of each is kept: it is shown once. */
@Injectable()
export class SignInLinkService {
  constructor(
    private readonly database: Database,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Makes a link; one of before that nobody used is worth nothing any more. */
  async make(tx: Transaction, { staffId, recovery, madeBy }: NewLink): Promise<SignInLink> {
    await tx.query('DELETE FROM sign_in_link WHERE staff_id = $1 AND used_at IS NULL', [staffId]);
    const token = newToken();
    const [row] = await tx.query<{ expiresAt: Date }>(
      `INSERT INTO sign_in_link (id, staff_id, token_hash, recovery, made_by, made_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, now(), now() + interval '${this.environment.SIGN_IN_LINK_HOURS} hours')
       RETURNING expires_at AS "expiresAt"`,
      [uuidv7(), staffId, hashToken(token), recovery, madeBy],
    );
    if (row === undefined) throw new Error('no link was made');
    // Behind the #: browsers keep that part to themselves.
    return { url: `${publicUrl(this.environment)}/join#${token}`, expiresAt: row.expiresAt.toISOString() };
  }

  /** Who has a way in now needs no link for a first one: who made it could come in as them. */
  async dropFirst(tx: Transaction, staffId: string): Promise<void> {
    await tx.query('DELETE FROM sign_in_link WHERE staff_id = $1 AND used_at IS NULL AND NOT recovery', [
      staffId,
    ]);
  }

  /** @throws AppError link_unusable */
  async open(token: string, db: Queryable = this.database): Promise<OpenLink> {
    const [link] = await db.query<OpenLink>(
      `SELECT ${SELECTED} FROM sign_in_link JOIN staff ON staff.id = staff_id WHERE token_hash = $1 AND ${USABLE}`,
      [hashToken(token)],
    );
    if (link === undefined) throw new AppError('link_unusable');
    return link;
  }

  /** Uses a link up, in the transaction of what it is for. @throws AppError link_unusable */
  async use(tx: Transaction, token: string): Promise<OpenLink> {
    const [link] = await tx.query<OpenLink>(
      `UPDATE sign_in_link SET used_at = now() FROM staff
       WHERE staff.id = staff_id AND token_hash = $1 AND ${USABLE} RETURNING ${SELECTED}`,
      [hashToken(token)],
    );
    if (link === undefined) throw new AppError('link_unusable');
    return link;
  }
}
