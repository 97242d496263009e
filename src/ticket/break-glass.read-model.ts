import { Injectable } from '@nestjs/common';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type BrokenGlass, type FindTicketQuery, type FoundTicket } from '../contract/break-glass.js';
import { Database } from '../database/database.service.js';
import { type Queryable } from '../database/transaction.js';
import { type Principal, supervisedAccounts } from '../staff/principal.js';
import { Vault } from '../vault/vault.service.js';
import { needsNoGlass } from './break-glass.service.js';
import { stillBroken } from './broken-glass.js';
import { accessTicket } from './ticket.access.js';
import { person } from './ticket-supervision.js';

interface GlassViewRow extends Omit<BrokenGlass, 'reason' | 'openedAt' | 'endsAt'> {
  readonly reasonSealed: Buffer;
  readonly openedAt: Date;
  readonly endsAt: Date;
}

/** Whom a broken glass concerns: also when somebody else has ended or seen it since. */
export interface GlassConcern {
  readonly counselorIds: readonly string[];
  readonly isOver: boolean;
}

const MOST_GLASSES = 100;

/** Who reads what isn't theirs, as it is shown to those whom it concerns. */
@Injectable()
export class BreakGlassReadModel {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /**
   * In the accounts that the person supervises, until one of them has looked into it; the person's own, and those on
   * tickets of theirs, as long as it lasts. Oldest first; where there are too many, those that go on now and the
   * newest are among them.
   */
  async list(principal: Principal): Promise<BrokenGlass[]> {
    const rows = await this.database.query<GlassViewRow>(
      `SELECT broken_glass.id, ticket_id AS "ticketId", broken_glass.account_id AS "accountId", ticket.number, caller.alias,
         ${person('reader')} AS reader, ${person('counselor')} AS counselor, reason_sealed AS "reasonSealed",
         broken_glass.opened_at AS "openedAt", ends_at AS "endsAt", NOT (${stillBroken('$1')}) AS "isOver",
         (${stillBroken('$1')}) AND session_id = $2 AS "isOwn"
       FROM broken_glass JOIN ticket ON ticket.id = ticket_id JOIN caller ON caller.id = ticket.caller_id
         JOIN staff AS reader ON reader.id = broken_glass.staff_id LEFT JOIN staff AS counselor ON counselor.id = counselor_id
       WHERE broken_glass.account_id = ANY($3) AND seen_at IS NULL
         OR (${stillBroken('$1')}) AND (session_id = $2 OR counselor_id = $4)
       ORDER BY "isOver", broken_glass.id DESC LIMIT ${MOST_GLASSES}`,
      [this.clock.now(), principal.sessionId ?? null, supervisedAccounts(principal), principal.staffId],
    );
    const reasons = await this.vault.openEachJson(
      this.database,
      rows.map(({ id, reasonSealed }) => ({
        binding: `broken_glass.reason:${id}` as const,
        bytes: reasonSealed,
      })),
    );
    const glasses = rows.map(({ reasonSealed: _sealed, openedAt, endsAt, ...row }, index) => {
      const reason = reasons[index];
      return {
        ...row,
        reason: reason?.kind === 'opened' ? String(reason.value) : null,
        openedAt: openedAt.toISOString(),
        endsAt: endsAt.toISOString(),
      };
    });
    return glasses.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** By the number that people say aloud. @throws AppError ticket_not_found */
  async find(principal: Principal, { account, number }: FindTicketQuery): Promise<FoundTicket> {
    const [row] = await this.database.query<{ id: string; alias: string }>(
      `SELECT ticket.id, alias FROM ticket JOIN caller ON caller.id = caller_id
       WHERE ticket.account_id = $1 AND number = $2`,
      [account, number],
    );
    if (row === undefined || !principal.memberships.has(account)) throw new AppError('ticket_not_found');
    const head = await accessTicket(this.database, principal, row.id, 'take', 'no-lock');
    const isFree = await needsNoGlass(this.database, principal, head);
    return {
      ticketId: head.id,
      number,
      alias: row.alias,
      state: head.state,
      counselor: head.counselorName,
      needs: isFree ? 'nothing' : head.state === 'waiting' ? 'take' : 'glass',
    };
  }

  /** Who besides its account's supervisors is told that something changed about what somebody reads. */
  async concern(tx: Queryable, ticketId: string, readerId: string): Promise<GlassConcern> {
    const [row] = await tx.query<{ counselorIds: string[] | null; isBroken: boolean | null }>(
      `SELECT array_agg(counselor_id::text) FILTER (WHERE counselor_id IS NOT NULL) AS "counselorIds",
         bool_or(${stillBroken('$3')}) AS "isBroken"
       FROM broken_glass WHERE ticket_id = $1 AND staff_id = $2`,
      [ticketId, readerId, this.clock.now()],
    );
    return { counselorIds: row?.counselorIds ?? [], isOver: row?.isBroken !== true };
  }
}
