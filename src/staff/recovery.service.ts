import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { assertOneOfTwo } from '../audit/one-of-two.js';
import { AuditWriter } from '../audit/audit-writer.js';
import { AppError } from '../config/app-error.js';
import { type SignInLink } from '../contract/sign-in.js';
import { Database } from '../database/database.service.js';
import { type Queryable, type Transaction } from '../database/transaction.js';
import { Vault } from '../vault/vault.service.js';
import { lockStaff } from './lock-staff.js';
import { SignInLinkService } from './sign-in-link.service.js';
import { StaffKeys } from './staff-keys.js';

/** How long another administrator has for confirming. */
const HOURS = 24;

export interface OpenRecovery {
  readonly id: string;
  readonly openedBy: string;
  readonly openedByName: string;
  readonly openedAt: Date;
  readonly expiresAt: Date;
  readonly reason: string;
}

interface RecoveryRow extends Omit<OpenRecovery, 'reason'> {
  readonly staffId: string;
  readonly reasonSealed: Buffer;
}

/**
 * A new way in for who has lost theirs takes two administrators: one says that it is so, another that they checked it.
 * The rows stay; each step is a line in the log.
 */
@Injectable()
export class RecoveryService {
  readonly #logger = new Logger('Staff');

  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly keys: StaffKeys,
    private readonly links: SignInLinkService,
    private readonly audit: AuditWriter,
  ) {}

  /** @throws AppError person_not_found, recovery_open, recovery_not_for_oneself, not_vouched_for */
  async open(staffId: string, openedBy: string, reason: string): Promise<void> {
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      await lockStaff(tx, staffId, openedBy);
      await assertOneOfTwo(tx, openedBy, [staffId], 'recovery_not_for_oneself');
      const key = await this.keys.of(tx, staffId);
      if ((await openRows(tx, [staffId])).length > 0) throw new AppError('recovery_open');
      await tx.query(
        `INSERT INTO staff_recovery (id, staff_id, reason_sealed, opened_by, opened_at, expires_at)
         VALUES ($1, $2, $3, $4, now(), now() + interval '${HOURS} hours')`,
        [id, staffId, this.vault.sealJson(key, `staff_recovery.reason:${id}`, reason), openedBy],
      );
      await this.audit.record(tx, {
        act: 'recovery.opened',
        actor: openedBy,
        subject: { kind: 'staff', id: staffId },
        why: { words: reason, keyId: key.id },
      });
    });
    this.#logger.warn(`alarm: recovery ${id} of staff ${staffId} was opened by ${openedBy}`);
  }

  /** @returns the link for the person @throws AppError recovery_not_open, recovery_needs_another, not_vouched_for */
  async confirm(staffId: string, confirmedBy: string): Promise<SignInLink> {
    const { id, link } = await this.database.transaction(async (tx) => {
      const recovery = await this.#locked(tx, staffId, confirmedBy);
      await assertOneOfTwo(tx, confirmedBy, [staffId, recovery.openedBy], 'recovery_needs_another');
      await end(tx, recovery.id, confirmedBy, 'confirmed');
      await this.audit.record(tx, {
        act: 'recovery.confirmed',
        actor: confirmedBy,
        subject: { kind: 'staff', id: staffId },
      });
      const made = await this.links.make(tx, { staffId, recovery: true, madeBy: confirmedBy });
      return { id: recovery.id, link: made };
    });
    this.#logger.warn(`alarm: recovery ${id} of staff ${staffId} was confirmed by ${confirmedBy}`);
    return link;
  }

  /** @throws AppError recovery_not_open */
  async cancel(staffId: string, cancelledBy: string): Promise<void> {
    const id = await this.database.transaction(async (tx) => {
      const recovery = await this.#locked(tx, staffId, cancelledBy);
      await end(tx, recovery.id, cancelledBy, 'cancelled');
      await this.audit.record(tx, {
        act: 'recovery.cancelled',
        actor: cancelledBy,
        subject: { kind: 'staff', id: staffId },
      });
      return recovery.id;
    });
    this.#logger.warn(`alarm: recovery ${id} of staff ${staffId} was cancelled by ${cancelledBy}`);
  }

  async find(staffId: string): Promise<OpenRecovery | undefined> {
    return (await this.of([staffId])).get(staffId);
  }

  /** The open recoveries of these people. */
  async of(staffIds: readonly string[]): Promise<ReadonlyMap<string, OpenRecovery>> {
    const rows = await openRows(this.database, staffIds);
    const reasons = await this.vault.openEachJson(
      this.database,
      rows.map(({ id, reasonSealed }) => ({
        binding: `staff_recovery.reason:${id}` as const,
        bytes: reasonSealed,
      })),
    );
    return new Map(
      rows.map((row, index) => {
        const reason = reasons[index];
        return [row.staffId, { ...row, reason: reason?.kind === 'opened' ? String(reason.value) : '' }];
      }),
    );
  }

  async #locked(tx: Transaction, staffId: string, actorId: string): Promise<RecoveryRow> {
    await lockStaff(tx, staffId, actorId);
    const [recovery] = await openRows(tx, [staffId]);
    if (recovery === undefined) throw new AppError('recovery_not_open');
    return recovery;
  }
}

async function openRows(db: Queryable, staffIds: readonly string[]): Promise<RecoveryRow[]> {
  return db.query<RecoveryRow>(
    `SELECT staff_recovery.id, staff_id AS "staffId", opened_by AS "openedBy", opener.display_name AS "openedByName",
       opened_at AS "openedAt", expires_at AS "expiresAt", reason_sealed AS "reasonSealed"
     FROM staff_recovery JOIN staff AS opener ON opener.id = opened_by
     WHERE staff_id = ANY($1) AND outcome IS NULL AND expires_at > now()`,
    [staffIds],
  );
}

async function end(
  tx: Transaction,
  id: string,
  by: string,
  outcome: 'confirmed' | 'cancelled',
): Promise<void> {
  await tx.query('UPDATE staff_recovery SET ended_by = $2, ended_at = now(), outcome = $3 WHERE id = $1', [
    id,
    by,
    outcome,
  ]);
}
