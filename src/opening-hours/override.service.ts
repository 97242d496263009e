import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type OpeningOverrideView, type OverrideRequest } from '../contract/opening.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { OpeningWatch } from './opening-watch.js';

/** How many past decisions are listed. */
const HISTORY = 50;
/** Furthest end of a decision, in milliseconds: one that is meant to last belongs in the hours themselves. */
const LONGEST_MS = 366 * 86_400_000;

interface Row {
  id: string;
  state: 'open' | 'closed';
  reason: string;
  startsAt: Date;
  until: Date | null;
  setBy: { id: string; displayName: string };
  undoneAt: Date | null;
  undoneBy: { id: string; displayName: string } | null;
}

/** Closes and opens accounts by hand, from now on, until a time or until it is undone. Nothing is ever forgotten. */
@Injectable()
export class OverrideService {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditWriter,
    private readonly watch: OpeningWatch,
  ) {}

  /**
   * From now on the account is open or closed, whatever its hours say.
   * @throws AppError invalid_field where `until` is over, or more than a year away
   */
  async set(
    tx: Transaction,
    accountId: string,
    staffId: string,
    { state, reason, until }: OverrideRequest,
  ): Promise<void> {
    const now = this.clock.now();
    const end = until === null ? null : new Date(until);
    const lastsMs = end === null ? null : end.getTime() - now.getTime();
    if (lastsMs !== null && (lastsMs <= 0 || lastsMs > LONGEST_MS))
      throw new AppError('invalid_field', { field: 'until' }, 'until');
    const id = uuidv7();
    await tx.query(
      `INSERT INTO opening_override (id, account_id, state, reason, starts_at, until, set_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, accountId, state, reason, now, end, staffId],
    );
    await this.watch.restart(tx, [accountId]);
    await this.audit.record(tx, {
      act: 'opening.overridden',
      actor: staffId,
      accountId,
      subject: { kind: 'override', id },
      details: { state, until: end?.toISOString() ?? null },
      why: { words: reason, keyId: await accountKeyId(tx, accountId) },
    });
  }

  /**
   * Ends a decision now. One that is over or undone stays as it is; what decided before it decides again.
   * @throws AppError override_not_found
   */
  async undo(tx: Transaction, accountId: string, staffId: string, id: string): Promise<void> {
    const found = await tx.query<{ id: string }>(
      'SELECT id FROM opening_override WHERE id = $1 AND account_id = $2 FOR UPDATE',
      [id, accountId],
    );
    if (found.length === 0) throw new AppError('override_not_found');
    const undone = await tx.query(
      `UPDATE opening_override SET undone_at = $2, undone_by = $3
       WHERE id = $1 AND undone_at IS NULL AND coalesce(until > $2, true) RETURNING id`,
      [id, this.clock.now(), staffId],
    );
    if (undone.length === 0) return;
    await this.watch.restart(tx, [accountId]);
    await this.audit.record(tx, {
      act: 'opening.restored',
      actor: staffId,
      accountId,
      subject: { kind: 'override', id },
    });
  }

  /** What was decided by hand for an account, newest first; `current` are in force now, so that the first decides. */
  async list(
    tx: Queryable,
    accountId: string,
  ): Promise<{ current: OpeningOverrideView[]; history: OpeningOverrideView[] }> {
    const rows = await tx.query<Row>(
      `SELECT opening_override.id, state, reason, starts_at AS "startsAt", until, undone_at AS "undoneAt",
         json_build_object('id', setter.id, 'displayName', setter.display_name) AS "setBy",
         CASE WHEN undoer.id IS NOT NULL
           THEN json_build_object('id', undoer.id, 'displayName', undoer.display_name) END AS "undoneBy"
       FROM opening_override JOIN staff AS setter ON setter.id = set_by
         LEFT JOIN staff AS undoer ON undoer.id = undone_by
       WHERE account_id = $1 ORDER BY opening_override.id DESC LIMIT ${HISTORY}`,
      [accountId],
    );
    const now = this.clock.now();
    const inForce = ({ startsAt, until, undoneAt }: Row): boolean =>
      startsAt <= now && (until === null || until > now) && undoneAt === null;
    return { current: rows.filter(inForce).map(view), history: rows.map(view) };
  }
}

async function accountKeyId(tx: Queryable, accountId: string): Promise<string> {
  const [row] = await tx.query<{ keyId: string }>('SELECT key_id AS "keyId" FROM account WHERE id = $1', [
    accountId,
  ]);
  if (row === undefined) throw new AppError('account_not_found');
  return row.keyId;
}

function view({ startsAt, until, undoneAt, ...row }: Row): OpeningOverrideView {
  return {
    ...row,
    startsAt: startsAt.toISOString(),
    until: until?.toISOString() ?? null,
    undoneAt: undoneAt?.toISOString() ?? null,
  };
}
