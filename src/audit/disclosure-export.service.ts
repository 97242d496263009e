import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { AppError } from '../config/app-error.js';
import { Clock } from '../config/clock.js';
import { type DisclosureState, EXPORT_HOURS, EXPORT_LIMIT } from '../contract/disclosure.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { AuditWriter } from './audit-writer.js';
import { assertOneOfTwo } from './one-of-two.js';

/** A file that may be made now, as the ledger knows it. */
export interface BegunExport {
  readonly id: string;
  readonly disclosureId: string;
  readonly accountId: string;
  readonly ticketId: string;
  readonly staffId: string;
  readonly askerKind: string;
  readonly basis: string;
  readonly receivedAt: Date;
  readonly releasedAt: Date;
  readonly begunAt: Date;
  readonly withNotes: boolean;
}

interface Head {
  readonly disclosureId: string;
  readonly accountId: string;
  readonly ticketId: string | null;
  readonly state: DisclosureState;
  readonly askerKind: string;
  readonly basis: string;
  readonly receivedAt: Date;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  readonly made: number;
}

/**
 * What the ledger says of the files that are made for a request. Making one is written down before its first byte
 * leaves, and what it was before its last one does.
 */
@Injectable()
export class DisclosureExportService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditWriter,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws AppError disclosure_not_found, disclosure_needs_two, disclosure_over, disclosure_needs_basis,
   * disclosure_needs_ticket, disclosure_export_own, disclosure_export_late, disclosure_export_often, disclosure_erased,
   * not_vouched_for
   */
  async begin(staffId: string, disclosureId: string, withNotes: boolean): Promise<BegunExport> {
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const head = await lock(tx, disclosureId);
      const { ticketId, releasedAt, releasedBy } = released(head);
      // Two people act in any case: one lets it go, another one takes it.
      await assertOneOfTwo(tx, staffId, [releasedBy], 'disclosure_export_own');
      assertStillAllowed(releasedAt, head.made, now);
      await assertThere(tx, ticketId);
      const id = uuidv7();
      await tx.query(
        `INSERT INTO disclosure_export (id, disclosure_id, staff_id, begun_at, state, with_notes)
         VALUES ($1, $2, $3, $4, 'begun', $5)`,
        [id, disclosureId, staffId, now, withNotes],
      );
      const begun = { ...head, id, ticketId, releasedAt, staffId, begunAt: now, withNotes };
      await this.#trace(tx, 'consultation.exported', begun, { withNotes });
      return begun;
    });
  }

  /** All of it is about to have left. */
  async finish(begun: BegunExport, sha256: Buffer, bytes: number): Promise<void> {
    await this.#end(begun, 'given', sha256, bytes);
  }

  /** It ended before its end. */
  async breakOff(begun: BegunExport, bytes: number): Promise<void> {
    await this.#end(begun, 'broken-off', null, bytes);
  }

  async #end(
    begun: BegunExport,
    state: 'given' | 'broken-off',
    sha256: Buffer | null,
    bytes: number,
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = await tx.query(
        `UPDATE disclosure_export SET state = $2, sha256 = $3, bytes = $4 WHERE id = $1 AND state = 'begun' RETURNING id`,
        [begun.id, state, sha256, bytes],
      );
      if (ended.length === 0) throw new Error('this export has ended already');
      await this.#trace(tx, 'consultation.export-ended', begun, {
        state,
        bytes,
        sha256: sha256?.toString('hex') ?? null,
      });
    });
  }

  async #trace(
    tx: Transaction,
    act: 'consultation.exported' | 'consultation.export-ended',
    { id, disclosureId, accountId, ticketId, staffId }: BegunExport,
    details: Readonly<Record<string, string | number | boolean | null>>,
  ): Promise<void> {
    await this.audit.record(tx, {
      act,
      actor: staffId,
      accountId,
      ticketId,
      subject: { kind: 'disclosure', id: disclosureId },
      details: { export: id, ...details },
    });
  }
}

function released({ state, basis, ticketId, releasedAt, releasedBy }: Head): {
  readonly ticketId: string;
  readonly releasedAt: Date;
  readonly releasedBy: string;
} {
  if (state === 'given' || state === 'refused') throw new AppError('disclosure_over');
  if (basis === 'none') throw new AppError('disclosure_needs_basis');
  if (ticketId === null) throw new AppError('disclosure_needs_ticket');
  if (state !== 'approved' || releasedAt === null || releasedBy === null)
    throw new AppError('disclosure_needs_two');
  return { ticketId, releasedAt, releasedBy };
}

function assertStillAllowed(releasedAt: Date, made: number, now: Date): void {
  if (now.getTime() - releasedAt.getTime() > EXPORT_HOURS * 3_600_000)
    throw new AppError('disclosure_export_late', { hours: EXPORT_HOURS });
  if (made >= EXPORT_LIMIT) throw new AppError('disclosure_export_often', { limit: EXPORT_LIMIT });
}

async function lock(tx: Transaction, id: string): Promise<Head> {
  // By itself: only what is asked after the lock is as it was left by whoever had it before.
  await tx.query('SELECT FROM disclosure WHERE id = $1 FOR UPDATE', [id]);
  const [head] = await tx.query<Head>(
    `SELECT disclosure.id AS "disclosureId", account_id AS "accountId", ticket_id AS "ticketId", state,
       asker_kind AS "askerKind", basis, received_at AS "receivedAt", last.approved_at AS "releasedAt",
       last.staff_id AS "releasedBy",
       (SELECT count(*)::int FROM disclosure_export WHERE disclosure_id = disclosure.id) AS made
     FROM disclosure LEFT JOIN LATERAL (
       SELECT approved_at, staff_id FROM disclosure_approval WHERE disclosure_id = disclosure.id
       ORDER BY approved_at DESC LIMIT 1) AS last ON true
     WHERE disclosure.id = $1`,
    [id],
  );
  if (head === undefined) throw new AppError('disclosure_not_found');
  return head;
}

/** @throws AppError disclosure_erased */
async function assertThere(tx: Transaction, ticketId: string): Promise<void> {
  const [ticket] = await tx.query(
    `SELECT FROM ticket JOIN caller ON caller.id = caller_id WHERE ticket.id = $1 AND erased_at IS NULL`,
    [ticketId],
  );
  if (ticket === undefined) throw new AppError('disclosure_erased');
}
