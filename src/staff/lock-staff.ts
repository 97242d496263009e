import { AppError } from '../config/app-error.js';
import { type Transaction } from '../database/transaction.js';

export interface LockedPerson {
  readonly id: string;
  readonly version: number;
  readonly letInBy: readonly string[];
}

/**
 * Locks a person and the administrator who acts on them: administrators first and by id, as everywhere, so that two
 * who act on each other at once wait instead of failing.
 * @returns the person @throws AppError person_not_found
 */
export async function lockStaff(tx: Transaction, staffId: string, actorId: string): Promise<LockedPerson> {
  const rows = await tx.query<LockedPerson>(
    `SELECT id, version, let_in_by AS "letInBy" FROM staff WHERE id = ANY($1)
     ORDER BY administrator AND active DESC, id FOR UPDATE`,
    [[staffId, actorId]],
  );
  const person = rows.find(({ id }) => id === staffId);
  if (person === undefined) throw new AppError('person_not_found');
  return person;
}
