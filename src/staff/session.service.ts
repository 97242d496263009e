import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { type MembershipRole } from '../contract/permission.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { passwordMatches } from './password.js';
import { type Principal } from './principal.js';
import { SignInLimiter } from './sign-in-limiter.js';

const TOKEN_BYTES = 32;
/** A session ends this long after it began, however busy. */
export const SESSION_HOURS = 12;
/** … or this long after its last request. */
const IDLE_HOURS = 2;

interface PrincipalRow {
  staffId: string;
  login: string;
  displayName: string;
  administrator: boolean;
  capacity: number;
  memberships: Record<string, MembershipRole>;
}

const MEMBERSHIPS = `(SELECT coalesce(json_object_agg(account_id, role), '{}') FROM membership WHERE staff_id = staff.id)`;

/** Signing in and out. Sessions are rows with real time: the rules' clock must not end them. */
@Injectable()
export class SessionService {
  constructor(
    private readonly database: Database,
    private readonly limiter: SignInLimiter,
  ) {}

  /**
   * Checks a password and opens a session.
   * @param address where the request came from, for the rate limit
   * @returns the token for the cookie: it is stored nowhere
   * @throws AppError sign_in_failed, too_many_attempts
   */
  async signIn(login: string, password: string, address: string): Promise<string> {
    // PostgreSQL takes no NUL. It goes before the counting, so that one name is not counted as many.
    const name = login.replaceAll('\u0000', '');
    await this.limiter.count(name, address);
    const [staff] = await this.database.query<{ id: string; passwordHash: string }>(
      'SELECT id, password_hash AS "passwordHash" FROM staff WHERE login = $1 AND active',
      [name],
    );
    const matches = await passwordMatches(staff?.passwordHash, password);
    if (staff === undefined || !matches) throw new AppError('sign_in_failed');
    await this.limiter.succeeded(name, address);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.database.query(
      `INSERT INTO session (token_hash, staff_id, created_at, seen_at, expires_at)
       VALUES ($1, $2, now(), now(), now() + interval '${SESSION_HOURS} hours')`,
      [hashToken(token), staff.id],
    );
    await this.database.query('DELETE FROM session WHERE expires_at < now()');
    return token;
  }

  /** Who a token belongs to, if its session is still open. */
  async find(token: string | undefined): Promise<Principal | undefined> {
    if (token === undefined) return undefined;
    const [row] = await this.database.query<PrincipalRow>(
      `SELECT staff.id AS "staffId", login, display_name AS "displayName", administrator, capacity,
         ${MEMBERSHIPS} AS memberships
       FROM session JOIN staff ON staff.id = session.staff_id AND staff.active
       WHERE token_hash = $1 AND expires_at > now() AND seen_at > now() - interval '${IDLE_HOURS} hours'`,
      [hashToken(token)],
    );
    if (row === undefined) return undefined;
    return { ...row, memberships: new Map(Object.entries(row.memberships)) };
  }

  /** Notes that the session was used, at most once a minute. */
  async touch(token: string): Promise<void> {
    await this.database.query(
      `UPDATE session SET seen_at = now() WHERE token_hash = $1 AND seen_at < now() - interval '1 minute'`,
      [hashToken(token)],
    );
  }

  async signOut(token: string, tx: Queryable = this.database): Promise<void> {
    await tx.query('DELETE FROM session WHERE token_hash = $1', [hashToken(token)]);
  }
}

function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
