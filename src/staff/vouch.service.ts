import { Injectable, Logger } from '@nestjs/common';
import { AuditWriter } from '../audit/audit-writer.js';
import { assertOneOfTwo } from '../audit/one-of-two.js';
import { AppError } from '../config/app-error.js';
import { Database } from '../database/database.service.js';
import { type Transaction } from '../database/transaction.js';
import { lockStaff } from './lock-staff.js';

/**
 * Says that the person behind an administrator's sign-in is who they are said to be. It takes a second administrator:
 * whoever made somebody an administrator, or let them in by a link, could be them.
 */
@Injectable()
export class VouchService {
  readonly #logger = new Logger('Staff');

  constructor(
    private readonly database: Database,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * @param version of the person, as who vouches saw them: a link that was used since makes it another
   * @throws AppError person_not_found, stale_edit, vouch_needs_another, not_vouched_for
   */
  async vouch(staffId: string, vouchedBy: string, version: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      const person = await lockStaff(tx, staffId, vouchedBy);
      await assertOneOfTwo(tx, vouchedBy, [staffId, ...person.letInBy], 'vouch_needs_another');
      if (person.version !== version) throw new AppError('stale_edit');
      await vouched(tx, staffId);
      await this.audit.record(tx, {
        act: 'staff.vouched',
        actor: vouchedBy,
        subject: { kind: 'staff', id: staffId },
      });
    });
    this.#logger.warn(`alarm: ${vouchedBy} vouched for staff ${staffId}`);
  }
}

/** From now on they can be one of two people. */
export async function vouched(tx: Transaction, staffId: string): Promise<void> {
  await tx.query(
    `UPDATE staff SET vouched_at = now(), let_in_by = '{}', version = version + 1 WHERE id = $1`,
    [staffId],
  );
}

/**
 * These had a hand in letting a person in: before that one counts as one of two people, somebody else has to vouch for
 * them. Who is not vouched for may be whoever let them in, so that those count along.
 */
export async function letIn(tx: Transaction, staffId: string, by: readonly string[]): Promise<void> {
  const [person] = await tx.query<{ administrator: boolean }>(
    `UPDATE staff SET vouched_at = NULL, version = version + 1, let_in_by = ARRAY(
       SELECT unnest(staff.let_in_by || $2::uuid[])
       UNION SELECT unnest(let_in_by) FROM staff AS hand WHERE id = ANY($2) AND vouched_at IS NULL)
     WHERE id = $1 RETURNING administrator`,
    [staffId, by],
  );
  if (person?.administrator === true)
    new Logger('Staff').warn(`alarm: administrator ${staffId} was let in by ${by.join(', ')}`);
}
