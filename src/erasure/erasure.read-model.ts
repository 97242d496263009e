import { Inject, Injectable } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { ENVIRONMENT } from '../config/config.module.js';
import { type Environment } from '../config/environment.js';
import {
  type Certificate,
  certificateSchema,
  type ErasuresView,
  type ErasureView,
  type FindCallerQuery,
  type FoundCaller,
} from '../contract/erasure.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';
import { OBSTACLE } from './obstacle.js';

const MOST = 500;

interface FoundRow extends Omit<FoundCaller, 'accountId' | 'ticketNumber' | 'firstAt' | 'lastAt'> {
  readonly ticketId: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What administrators see of erasures: who, when and why, and never a word of the caller's. */
@Injectable()
export class ErasureReadModel {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly audit: AuditWriter,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async all(): Promise<ErasuresView> {
    return this.database.snapshot(async (tx) => ({
      erasures: await this.#erasures(tx),
      holds: await this.#holds(tx),
      retention: await tx.query(
        `SELECT id AS "accountId", (settings -> 'retention' ->> 'days')::int AS days FROM account ORDER BY id`,
      ),
      keyBackupDays: this.environment.KEY_BACKUP_DAYS,
    }));
  }

  /** @throws AppError erasure_not_found when it is not done */
  async certificate(id: string): Promise<Certificate> {
    const [row] = await this.database.query<{ certificate: string }>(
      `SELECT certificate FROM erasure WHERE id = $1 AND state = 'done'`,
      [id],
    );
    if (row === undefined) throw new AppError('erasure_not_found');
    return certificateSchema.parse(JSON.parse(row.certificate));
  }

  /**
   * Whom a ticket's number means. It leaves a trace, as a reading does: nothing else shows administrators who is behind
   * a number.
   * @throws AppError ticket_not_found
   */
  async find(staffId: string, { accountId, ticketNumber }: FindCallerQuery): Promise<FoundCaller> {
    const [row] = await this.database.query<FoundRow>(
      `SELECT ticket.id AS "ticketId", caller.id AS "callerId", alias, consultations, first_at AS "firstAt",
         last_at AS "lastAt", ${OBSTACLE} AS obstacle,
         EXISTS (SELECT FROM legal_hold WHERE legal_hold.caller_id = caller.id) AS "isHeld",
         (SELECT erasure.state FROM erasure WHERE erasure.caller_id = caller.id AND erasure.state <> 'declined') AS erasure
       FROM ticket JOIN caller ON caller.id = caller_id
         JOIN LATERAL (SELECT count(*)::int AS consultations, min(opened_at) AS first_at, max(opened_at) AS last_at
           FROM ticket AS own WHERE own.caller_id = caller.id) AS talks ON true
       WHERE ticket.account_id = $1 AND number = $2`,
      [accountId, ticketNumber],
    );
    if (row === undefined) throw new AppError('ticket_not_found');
    const { ticketId, firstAt, lastAt, ...found } = row;
    const { callerId } = found;
    await this.audit.noteReading({ act: 'caller.looked-up', actor: staffId, accountId, ticketId, callerId });
    return {
      ...found,
      accountId,
      ticketNumber,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    };
  }

  async #erasures(tx: Queryable): Promise<ErasureView[]> {
    const rows = await tx.query<
      Omit<ErasureView, 'askedAt' | 'decidedAt'> & { askedAt: Date; decidedAt: Date | null }
    >(
      `SELECT erasure.id, erasure.account_id AS "accountId", caller.id AS "callerId", alias, cause, erasure.state,
         asked_at AS "askedAt", decided_at AS "decidedAt", display_name AS "decidedBy",
         CASE WHEN erasure.state = 'asked' THEN ${OBSTACLE} END AS obstacle
       FROM erasure JOIN caller ON caller.id = erasure.caller_id LEFT JOIN staff ON staff.id = decided_by
       ORDER BY erasure.state = 'asked' DESC, coalesce(decided_at, asked_at) DESC, erasure.id LIMIT ${MOST}`,
    );
    return rows.map((row) => ({
      ...row,
      askedAt: row.askedAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
    }));
  }

  async #holds(tx: Queryable): Promise<ErasuresView['holds']> {
    const rows = await tx.query<{
      callerId: string;
      accountId: string;
      alias: string;
      by: string;
      at: Date;
      sealed: Buffer;
    }>(
      `SELECT caller_id AS "callerId", caller.account_id AS "accountId", alias, display_name AS by, set_at AS at,
         reason_sealed AS sealed
       FROM legal_hold JOIN caller ON caller.id = caller_id JOIN staff ON staff.id = set_by ORDER BY set_at DESC`,
    );
    const reasons = await this.vault.openEachJson(
      tx,
      rows.map(({ callerId, sealed }) => ({ binding: `legal_hold.reason:${callerId}`, bytes: sealed })),
    );
    return rows.map(({ sealed: _sealed, at, ...row }, index) => {
      const reason = reasons[index];
      const words = reason?.kind === 'opened' && typeof reason.value === 'string' ? reason.value : null;
      return { ...row, at: at.toISOString(), reason: words };
    });
  }
}
