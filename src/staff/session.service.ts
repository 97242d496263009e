import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { originSession, sessionMark } from '../audit/origin.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import { type MembershipRole, type OversightRole } from '../contract/permission.js';
import { type Device, type SessionEntry, type signInMethods } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { deviceText, parseDevice } from './device.js';
import { type SignedIn } from './principal.js';
import { hashToken, newToken } from './token.js';

/** So long before nobody's use ends a session it is told, if that isn't more than half of the limit. */
const MOST_WARNED_SECONDS = 300;

export interface NewSession {
  readonly staffId: string;
  readonly method: (typeof signInMethods)[number];
  readonly device: Device;
  readonly passkeyId?: string;
  /** When they did, if not just now; null where nobody knows. */
  readonly shownAt?: Date | null;
}

/** Null: not about to end. Otherwise when it ends unless somebody does something, by the database's clock. */
export type Standing = { readonly idleEnd: number; readonly secondsLeft: number } | null;

interface SignedInRow extends Omit<SignedIn, 'memberships' | 'oversight'> {
  readonly memberships: Record<string, MembershipRole>;
  readonly oversight: Record<string, OversightRole>;
}

const rolesIn = (table: 'membership' | 'oversight'): string =>
  `(SELECT coalesce(json_object_agg(account_id, role), '{}') FROM ${table} WHERE staff_id = staff.id)`;

/** Sessions, from their beginning to their end. They are rows with real time: the rules' clock must not end them. */
@Injectable()
export class SessionService {
  readonly #open: string;
  readonly #recent: string;
  readonly #idleSeconds: number;
  readonly #hours: number;

  constructor(
    private readonly database: Database,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.#hours = environment.SESSION_MAX_HOURS;
    this.#idleSeconds = environment.SESSION_IDLE_MINUTES * 60;
    this.#open = `expires_at > now() AND seen_at > now() - interval '${this.#idleSeconds} seconds'`;
    this.#recent = `coalesce(verified_at, '-infinity') > now() - interval '${environment.VERIFIED_MINUTES} minutes'`;
  }

  /**
   * Opens a session for somebody who has shown who they are.
   * @returns the token for the cookie: it is stored nowhere
   */
  async begin(tx: Transaction, { staffId, method, device, passkeyId, shownAt }: NewSession): Promise<string> {
    const token = newToken();
    const id = uuidv7();
    await tx.query(
      `INSERT INTO session (token_hash, id, staff_id, method, device, passkey_id, created_at, seen_at, verified_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now(), CASE WHEN $7::timestamptz IS NOT NULL THEN least($7, now()) END,
         now() + interval '${this.#hours} hours')`,
      [
        hashToken(token),
        id,
        staffId,
        method,
        deviceText(device),
        passkeyId ?? null,
        shownAt === undefined ? 'infinity' : shownAt,
      ],
    );
    await tx.query(`DELETE FROM session WHERE NOT (${this.#open})`);
    originSession(id);
    await this.audit.record(tx, {
      act: 'session.signed-in',
      actor: staffId,
      details: { method, device: deviceText(device) },
    });
    return token;
  }

  /** Who a token belongs to, if its session is still open. */
  async find(token: string | undefined): Promise<SignedIn | undefined> {
    if (token === undefined) return undefined;
    const [row] = await this.database.query<SignedInRow>(
      `SELECT staff.id AS "staffId", login, display_name AS "displayName", administrator, capacity,
         ${rolesIn('membership')} AS memberships, ${rolesIn('oversight')} AS oversight,
         session.id AS "sessionId", ${this.#recent} AS "recentlyVerified"
       FROM session JOIN staff ON staff.id = session.staff_id AND staff.active
       WHERE token_hash = $1 AND ${this.#open}`,
      [hashToken(token)],
    );
    if (row === undefined) return undefined;
    const { memberships, oversight } = row;
    return {
      ...row,
      memberships: new Map(Object.entries(memberships)),
      oversight: new Map(Object.entries(oversight)),
    };
  }

  /** Those of these tokens whose sessions are still open, and how long they are if nobody does anything. */
  async stillOpen(tokens: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const byHash = new Map(tokens.map((token) => [hashToken(token).toString('hex'), token]));
    const idle = `interval '${this.#idleSeconds} seconds'`;
    const warned = Math.min(MOST_WARNED_SECONDS, this.#idleSeconds / 2);
    const rows = await this.database.query<{ hash: string; idleEnd: Date | null; secondsLeft: number }>(
      `SELECT encode(token_hash, 'hex') AS hash,
         ceil(extract(epoch FROM seen_at + ${idle} - now()))::int AS "secondsLeft",
         CASE WHEN seen_at + ${idle} - now() < interval '${warned} seconds' AND seen_at + ${idle} < expires_at
           THEN seen_at + ${idle} END AS "idleEnd"
       FROM session JOIN staff ON staff.id = session.staff_id AND staff.active
       WHERE token_hash = ANY($1) AND ${this.#open}`,
      [[...byHash.keys()].map((hash) => Buffer.from(hash, 'hex'))],
    );
    return new Map(
      rows.map(({ hash, idleEnd, secondsLeft }) => [
        byHash.get(hash) ?? '',
        idleEnd === null ? null : { idleEnd: idleEnd.getTime(), secondsLeft },
      ]),
    );
  }

  /** Notes that somebody used the session, at most once a minute. One that is over stays over. */
  async touch(token: string): Promise<void> {
    await this.database.query(
      `UPDATE session SET seen_at = now()
       WHERE token_hash = $1 AND seen_at < now() - interval '1 minute' AND ${this.#open}`,
      [hashToken(token)],
    );
  }

  /**
   * Notes that the person has shown once more who they are.
   * @param shownAt when, if not just now
   * @throws AppError verification_failed when that is too long ago, or the session is over or another person's
   */
  async verified(
    { staffId, sessionId }: Pick<SignedIn, 'staffId' | 'sessionId'>,
    shownAt?: Date,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [session] = await tx.query<{ isRecent: boolean }>(
        `UPDATE session SET verified_at = greatest(verified_at, least($3::timestamptz, now()))
         WHERE id = $1 AND staff_id = $2 AND ${this.#open} RETURNING ${this.#recent} AS "isRecent"`,
        [sessionId, staffId, shownAt ?? 'infinity'],
      );
      if (session?.isRecent !== true) throw new AppError('verification_failed');
      await this.audit.record(tx, { act: 'session.verified', actor: staffId });
    });
  }

  async signOut(token: string, tx: Queryable = this.database): Promise<void> {
    await tx.query('DELETE FROM session WHERE token_hash = $1', [hashToken(token)]);
  }

  /** A person's open sessions, the newest use first. */
  async list(staffId: string, currentId: string): Promise<SessionEntry[]> {
    const rows = await this.database.query<{
      id: string;
      device: string;
      method: SessionEntry['method'];
      createdAt: Date;
      seenAt: Date;
    }>(
      `SELECT id, device, method, created_at AS "createdAt", seen_at AS "seenAt" FROM session
       WHERE staff_id = $1 AND ${this.#open} ORDER BY id = $2 DESC, seen_at DESC, id`,
      [staffId, currentId],
    );
    return rows.map(({ id, device, method, createdAt, seenAt }) => ({
      id,
      device: parseDevice(device),
      method,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      current: id === currentId,
    }));
  }

  /** Ends one session of a person. @throws AppError session_not_found */
  async end(staffId: string, sessionId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await tx.query('DELETE FROM session WHERE staff_id = $1 AND id = $2 RETURNING id', [
        staffId,
        sessionId,
      ]);
      if (ended.length === 0) throw new AppError('session_not_found');
      await this.audit.record(tx, {
        act: 'session.ended',
        actor: staffId,
        subject: { kind: 'session', id: sessionMark(sessionId) },
      });
    });
  }

  /** Ends all sessions of a person but one. */
  async endAll(staffId: string, but: string | null = null, tx: Queryable = this.database): Promise<void> {
    await tx.query('DELETE FROM session WHERE staff_id = $1 AND id IS DISTINCT FROM $2::uuid', [
      staffId,
      but,
    ]);
  }
}
